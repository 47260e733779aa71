package org.sealward.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.net.URI;

/**
 * What a client has to know of a deployment before anyone logs in. Apps pin it at build time;
 * {@code GET /v1/deployment} serves it for tools and first runs.
 *
 * @param region AWS region of everything named here, such as {@code eu-central-1}
 * @param userPoolId Cognito user pool; part of the login salt (protocol §4)
 * @param clientId the user pool's public app client, without a secret
 * @param identityPoolId Cognito identity pool that issues the owner's credentials
 * @param issuer issuer of the user pool's tokens, the login's name towards the identity pool
 * @param privateBundleTable DynamoDB table of sealed private bundles
 * @param privateBundleKey ARN of the KMS key that is the second lock on that table
 * @param awsEndpoint where AWS is reached, or null for AWS's own endpoints
 * @param keyLog the log of published keys, whose proofs clients then demand; null where there is
 *     none
 */
@Serdeable
public record Deployment(
    String region,
    String userPoolId,
    String clientId,
    String identityPoolId,
    URI issuer,
    String privateBundleTable,
    String privateBundleKey,
    @Nullable URI awsEndpoint,
    @Nullable LogDescription keyLog) {}
