package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VaultTest {
  private final Cast cast = new Cast();
  private final Passphrase passphrase = Passphrase.of("correct horse".toCharArray());

  @Test
  void vault_sealedWithPassphraseAndRecovery_opensWithEither() {
    RecoveryCode code = RecoveryCode.generate();
    UnlockKey recovery = UnlockKey.from(code);
    PrivateBundle content = PrivateBundle.of(cast.patient).withRecovery(recovery);
    SealedPrivateBundle sealed =
        SealedPrivateBundle.seal(
            cast.patient.userId(), 1, content, List.of(UnlockKey.from(passphrase), recovery));

    try (OpenedPrivateBundle byPassphrase = Opener.privateBundle(sealed, passphrase, 1);
        OpenedPrivateBundle byCode =
            Opener.privateBundle(sealed, RecoveryCode.parse(code.toChars()), 1);
        OpenedPrivateBundle byKey = Opener.privateBundle(sealed, byPassphrase.unlockKey(), 1)) {
      for (OpenedPrivateBundle opened : List.of(byPassphrase, byCode, byKey)) {
        OwnKeys keys = opened.content().keys(cast.patient.signedBundle());
        assertThat(keys.fingerprint()).isEqualTo(cast.patient.fingerprint());
        assertThat(opened.content().recovery()).isPresent();
      }
    }
  }

  @Test
  void vault_withAnotherPassphrase_staysShut() {
    SealedPrivateBundle sealed =
        SealedPrivateBundle.seal(
            cast.patient.userId(),
            1,
            PrivateBundle.of(cast.patient),
            List.of(UnlockKey.from(passphrase)));
    assertThat(
            Refusals.of(
                () -> Opener.privateBundle(sealed, Passphrase.of("wrong".toCharArray()), 0)))
        .isEqualTo(Failure.WRONG_KEY_OR_CONTEXT);
  }

  @Test
  void loginSecret_ofOnePassphrase_differsByPoolAndNotByCaseOfEmail() {
    SecretBytes secret = passphrase.loginSecret("eu-central-1_a", "Ada@example.org");
    assertThat(secret.length()).isEqualTo(47);
    assertThat(passphrase.loginSecret("eu-central-1_a", "ada@example.org")).isEqualTo(secret);
    assertThat(passphrase.loginSecret("eu-central-1_b", "ada@example.org")).isNotEqualTo(secret);
  }
}
