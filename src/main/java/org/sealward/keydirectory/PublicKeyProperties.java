package org.sealward.keydirectory;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotBlank;

/**
 * Where the second copy of public bundles lies.
 *
 * @param table DynamoDB table, keyed by user id and version
 * @param key ARN of the KMS key under which the service's role encrypts them
 */
@ConfigurationProperties("sealward.public-bundles")
public record PublicKeyProperties(@NotBlank String table, @NotBlank String key) {}
