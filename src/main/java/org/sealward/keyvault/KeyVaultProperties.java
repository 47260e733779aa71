package org.sealward.keyvault;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotBlank;

/**
 * Where sealed private bundles lie.
 *
 * @param table DynamoDB table, keyed by Cognito identity id
 * @param key ARN of the KMS key that only the owner can use, with the identity id as context
 */
@ConfigurationProperties("sealward.key-vault")
public record KeyVaultProperties(@NotBlank String table, @NotBlank String key) {}
