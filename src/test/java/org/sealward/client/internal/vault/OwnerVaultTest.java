package org.sealward.client.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.Deployment;
import org.sealward.client.error.UnreachableException;
import org.sealward.client.internal.cognito.OwnerCredentials;
import org.sealward.envelope.PrivateBundle;
import org.sealward.envelope.RecoveryCode;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.UnlockKey;
import org.sealward.fault.AwsLine;
import org.sealward.fault.AwsLine.Fault;
import org.sealward.fault.AwsLine.Part;

/** The vault without the service, by a line that fails when told to. */
final class OwnerVaultTest {
  private final TestService service = TestService.get();
  private final TestUser user = TestUser.withKeys(service);

  private OwnerVault vault(URI aws) {
    Deployment real = user.send(user.request("/v1/deployment").GET()).as(Deployment.class);
    Deployment byTheLine =
        new Deployment(
            real.region(),
            real.userPoolId(),
            real.clientId(),
            real.identityPoolId(),
            real.issuer(),
            real.privateBundleTable(),
            real.privateBundleKey(),
            aws,
            null);
    return new OwnerVault(
        byTheLine, new OwnerCredentials(byTheLine, user::idToken, Clock.systemUTC()));
  }

  private SealedPrivateBundle sealed(long revision) {
    try (RecoveryCode code = RecoveryCode.generate();
        UnlockKey unlock = UnlockKey.from(code);
        PrivateBundle content = PrivateBundle.of(user.keys())) {
      return SealedPrivateBundle.seal(user.id(), revision, content, List.of(unlock));
    }
  }

  @Test
  @Tag("long")
  void aws_thatThrottles_isUnreachableAndDeniesNothing() {
    SealedPrivateBundle bundle = sealed(1);
    try (AwsLine line = new AwsLine(service.aws().endpoint());
        OwnerVault vault = vault(line.url())) {
      for (Part part : List.of(Part.IDENTITY_POOL, Part.KMS, Part.DYNAMODB)) {
        line.fail(part, Fault.THROTTLED);
        assertThatThrownBy(() -> vault.store(bundle))
            .as(part.name())
            .isInstanceOf(UnreachableException.class);
        line.heal();
        assertThat(vault.fetch()).as("the control").isEmpty();
      }
      vault.store(bundle);
      assertThat(vault.fetch()).contains(bundle);
    }
  }

  @Test
  void vault_thatWasEmptied_isNone_andCanBeFilled() {
    try (OwnerVault vault = vault(service.aws().endpoint())) {
      vault.store(sealed(7));
      vault.clear();
      assertThat(vault.fetch()).isEmpty();

      SealedPrivateBundle again = sealed(1);
      vault.store(again);
      assertThat(vault.fetch()).contains(again);
    }
  }
}
