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
import org.sealward.api.LogDescription;
import org.sealward.identity.CognitoProperties;
import org.sealward.merklelog.LogDescriptions;
import org.sealward.platform.Problems;

/** Tells clients where to log in and where their private key lies; nothing of it is secret. */
@Tag(name = "Account")
@Controller("/v1/deployment")
@Secured(SecurityRule.IS_ANONYMOUS)
class DeploymentController {
  private final CognitoProperties cognito;
  private final KeyVaultProperties vault;
  private final LogDescriptions logs;
  private final @Nullable URI awsEndpoint;

  DeploymentController(
      CognitoProperties cognito,
      KeyVaultProperties vault,
      LogDescriptions logs,
      @Value("${sealward.aws-endpoint:}") @Nullable String awsEndpoint) {
    this.cognito = cognito;
    this.vault = vault;
    this.logs = logs;
    this.awsEndpoint =
        awsEndpoint == null || awsEndpoint.isEmpty() ? null : URI.create(awsEndpoint);
  }

  /** What a client has to know before anyone logs in. */
  @Get
  @Problems("log-key-unavailable")
  Deployment deployment() {
    return new Deployment(
        cognito.region(),
        cognito.userPoolId(),
        cognito.clientId(),
        cognito.identityPoolId(),
        cognito.issuer(),
        vault.table(),
        vault.key(),
        awsEndpoint,
        logs.of(LogDescription.KEYS).orElse(null));
  }
}
