package org.sealward.local;

import java.net.URI;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.sealward.api.Deployment;
import org.sealward.client.internal.cognito.Login;
import org.sealward.client.internal.cognito.OwnerCredentials;
import org.sealward.client.internal.cognito.Tokens;
import org.sealward.client.internal.cognito.UserPool;
import org.sealward.client.internal.vault.OwnerVault;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateBundle;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.RecoveryCode;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.SecretBytes;
import org.sealward.envelope.UnlockKey;
import org.sealward.local.aws.LocalAws;

/** A user who is nobody, with keys that nobody opens, for the service's canary. */
public final class LocalCanary {
  private LocalCanary() {}

  /** Stores the keys unless they are there, the way every client does. */
  public static void hatch(LocalAws aws, Clock clock) {
    Deployment deployment =
        new Deployment(
            aws.region(),
            aws.userPoolId(),
            aws.clientId(),
            aws.identityPoolId(),
            URI.create(aws.issuer()),
            aws.privateBundlesTable(),
            aws.privateBundlesKeyArn(),
            aws.endpoint(),
            null);
    try (UserPool pool = new UserPool(deployment, clock);
        SecretBytes password = SecretBytes.copyOf(Bytes.utf8(aws.canary().password()).toArray())) {
      Tokens tokens = pool.logIn(new Login(aws.canary().username(), password, Optional::empty));
      try (var vault =
          new OwnerVault(deployment, new OwnerCredentials(deployment, tokens::id, clock))) {
        if (vault.fetch().isEmpty()) {
          vault.store(keys(tokens, clock));
        }
      }
    }
  }

  private static SealedPrivateBundle keys(Tokens tokens, Clock clock) {
    try (OwnKeys keys =
            OwnKeys.first(
                tokens.userId(),
                PrivateKeys.generate(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        PrivateBundle bundle = PrivateBundle.of(keys);
        RecoveryCode code = RecoveryCode.generate();
        UnlockKey unlock = UnlockKey.from(code)) {
      return SealedPrivateBundle.seal(tokens.userId(), 1, bundle, List.of(unlock));
    }
  }
}
