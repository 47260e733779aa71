package org.sealward.keyvault;

import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.sealward.api.Deployment;
import org.sealward.identity.CognitoProperties;

/** Tells clients where to log in and where their private key lies; nothing of it is secret. */
@Tag(name = "Account")
@Controller("/v1/deployment")
@Secured(SecurityRule.IS_ANONYMOUS)
class DeploymentController {
  private final Deployment deployment;

  DeploymentController(
      CognitoProperties cognito,
      KeyVaultProperties vault,
      @Value("${sealward.aws-endpoint:}") @Nullable String awsEndpoint) {
    deployment =
        new Deployment(
            cognito.region(),
            cognito.userPoolId(),
            cognito.clientId(),
            cognito.identityPoolId(),
            cognito.issuer(),
            vault.table(),
            vault.key(),
            awsEndpoint == null || awsEndpoint.isEmpty() ? null : URI.create(awsEndpoint));
  }

  /** What a client has to know before anyone logs in. */
  @Get
  Deployment deployment() {
    return deployment;
  }
}
