package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A login that a device keeps, protocol §5.5. */
class SealedLoginTest {
  private static final UUID USER = UUID.fromString("3f0c8a52-9d41-4f0e-8d53-0c6a4b6f7e10");
  private static final Passphrase PASSPHRASE = Passphrase.of("correct horse".toCharArray());
  private static final SecretBytes TOKEN =
      SecretBytes.copyOf(Bytes.utf8("a refresh token").toArray());
  private static final SealedLogin KEPT =
      SealedLogin.seal(PASSPHRASE, "eu-central-1_Pool", "anna@example.org", USER, TOKEN);

  @Test
  void login_opens_withItsPassphrasePoolAndAddress() {
    SealedLogin read = SealedLogin.decode(KEPT.encoded());

    assertThat(read).isEqualTo(KEPT);
    assertThat(Opener.login(read, PASSPHRASE, "eu-central-1_Pool", "Anna@Example.org"))
        .isEqualTo(TOKEN);
  }

  @ParameterizedTest
  @CsvSource({
    "incorrect horse, eu-central-1_Pool, anna@example.org",
    "correct horse, eu-central-1_Other, anna@example.org",
    "correct horse, eu-central-1_Pool, eve@example.org"
  })
  void login_withAnythingElse_staysShut(String passphrase, String pool, String email) {
    try (Passphrase typed = Passphrase.of(passphrase.toCharArray())) {
      assertThatThrownBy(() -> Opener.login(KEPT, typed, pool, email))
          .isInstanceOfSatisfying(
              DecryptionFailedException.class,
              e -> assertThat(e.failure()).isEqualTo(Failure.WRONG_KEY_OR_CONTEXT));
    }
  }

  @Test
  void login_ofAnotherUser_staysShut() {
    var moved =
        new SealedLogin(
            UUID.fromString("00000000-0000-4000-8000-000000000001"),
            KEPT.salt(),
            KEPT.parameters(),
            KEPT.ciphertext());

    assertThatThrownBy(
            () -> Opener.login(moved, PASSPHRASE, "eu-central-1_Pool", "anna@example.org"))
        .isInstanceOf(DecryptionFailedException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 40, 60, 200})
  void encoding_cutOff_isRefused(int length) {
    Bytes cut = KEPT.encoded().slice(0, length);

    assertThatThrownBy(() -> SealedLogin.decode(cut)).isInstanceOf(InvalidEnvelopeException.class);
  }

  @Test
  void encoding_withAnyByteOfItsStructureChanged_isRefusedOrAnotherLogin() {
    byte[] encoded = KEPT.encoded().toArray();
    for (int i = 0; i < encoded.length; i++) {
      byte[] changed = encoded.clone();
      changed[i] ^= 1;
      try {
        assertThat(SealedLogin.decode(Bytes.of(changed))).as("byte %d", i).isNotEqualTo(KEPT);
      } catch (InvalidEnvelopeException _) {
        // As it should be.
      }
    }
  }

  @Test
  void encoding_ofAnotherPurpose_isRefused() {
    Bytes other =
        Pae.labelled("device-login-other")
            .id(USER)
            .bytes(KEPT.salt())
            .bytes(KEPT.parameters().encoded())
            .bytes(KEPT.ciphertext())
            .encode();

    assertThatThrownBy(() -> SealedLogin.decode(other))
        .isInstanceOf(InvalidEnvelopeException.class);
  }

  @Test
  void login_sealedTwice_sharesNothing() {
    SealedLogin again =
        SealedLogin.seal(PASSPHRASE, "eu-central-1_Pool", "anna@example.org", USER, TOKEN);

    assertThat(again.salt()).isNotEqualTo(KEPT.salt());
    assertThat(Arrays.equals(again.ciphertext().toArray(), KEPT.ciphertext().toArray())).isFalse();
  }
}
