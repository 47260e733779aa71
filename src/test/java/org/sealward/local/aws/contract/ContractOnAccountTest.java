package org.sealward.local.aws.contract;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.opentest4j.TestAbortedException;
import org.sealward.api.Deployment;
import org.sealward.client.internal.cognito.Login;
import org.sealward.local.access.AccountSettings;

/** AWS itself, in the account that {@code infra/aws-account-check.sh} describes. On demand. */
class ContractOnAccountTest extends AwsAccessContract {
  private AccountSettings settings;

  @BeforeAll
  void readSettings() {
    Map<String, String> environment = System.getenv();
    List<String> missing = AccountSettings.missing(environment);
    if (!missing.isEmpty()) {
      throw new TestAbortedException(
          "no account is named: " + String.join(", ", missing) + " are not set");
    }
    settings = AccountSettings.of(environment);
  }

  @Override
  Deployment deployment() {
    return settings.deployment();
  }

  @Override
  URI jwks() {
    return URI.create(deployment().issuer() + "/.well-known/jwks.json");
  }

  @Override
  List<Login> users() {
    return settings.users();
  }

  @Override
  boolean readsMail() {
    return false;
  }

  @Override
  Optional<String> mailedCode(String email) {
    return Optional.empty();
  }

  @Override
  Signer signer() {
    throw new TestAbortedException("nobody but the service may sign with the account's key");
  }
}
