package org.sealward.identity;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;

/**
 * The user pool whose tokens are accepted and the identity pool that turns them into AWS
 * credentials.
 *
 * @param region AWS region of both pools
 * @param issuer the {@code iss} of accepted tokens
 * @param jwksUri where the pool publishes its signing keys
 */
@ConfigurationProperties("sealward.cognito")
public record CognitoProperties(
    @NotBlank String region,
    @NotBlank String userPoolId,
    @NotBlank String clientId,
    @NotBlank String identityPoolId,
    @NotNull URI issuer,
    @NotNull URI jwksUri) {}
