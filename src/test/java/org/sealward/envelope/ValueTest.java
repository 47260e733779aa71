package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Byte strings, secrets and what the records refuse; lines 12 and 18 of protocol §14. */
class ValueTest {
  private final Cast cast = new Cast();

  @ParameterizedTest
  @ValueSource(strings = {"AA==", "AB", "AA\n", "A A", "+/8", "A", "AAAAA"})
  void base64Url_notCanonical_isRefused(String text) {
    assertThatThrownBy(() -> Bytes.fromBase64Url(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void base64Url_canonical_isTaken() {
    assertThat(Bytes.fromBase64Url("AA")).isEqualTo(Bytes.of((byte) 0));
    assertThat(Bytes.fromBase64Url("-_8").hex()).isEqualTo("fbff");
    assertThat(Bytes.fromBase64Url("")).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void bytes_changedOutside_stayTheSame() {
    byte[] mine = {1, 2};
    Bytes bytes = Bytes.of(mine);
    mine[0] = 9;
    bytes.toArray()[1] = 9;
    assertThat(bytes.hex()).isEqualTo("0102");
  }

  @Test
  void secret_printed_isRedacted() {
    SecretBytes secret = Cast.seed(0x5a);
    for (Object holder :
        List.of(
            secret,
            Cast.keys(1),
            ImageKey.generate(),
            RecoveryCode.generate(),
            Passphrase.of("secret".toCharArray()))) {
      assertThat(holder).hasToString("[REDACTED]");
    }
    assertThat(cast.patient.toString() + PrivateBundle.of(cast.patient))
        .doesNotContain("1010", "EBAQ");
  }

  @Test
  void secret_closed_isZeroedAndRefused() {
    byte[] mine = {1, 2, 3};
    SecretBytes secret = SecretBytes.adopt(mine);
    assertThat(secret.toArray()).containsExactly(1, 2, 3);
    secret.close();
    assertThat(mine).containsExactly(0, 0, 0);
    assertThatThrownBy(secret::toArray).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void secret_ofTheSameContent_isEqualAndHashesByLengthAlone() {
    assertThat(Cast.seed(1)).isEqualTo(Cast.seed(1)).isNotEqualTo(Cast.seed(2));
    assertThat(Cast.seed(1)).hasSameHashCodeAs(Cast.seed(2));
    assertThat(SecretBytes.random(32)).isNotEqualTo(SecretBytes.random(32));
  }

  @Test
  void line12_anotherSuite_isRefusedByEveryFormat() {
    PublicBundle b = cast.patient.bundle();
    NewEpoch epoch = MembershipAuthor.begin(cast.patient, List.of(Cast.admin(cast.patient)));
    MembershipEntry e = epoch.signedEntry().entry();
    EpochWrap w = epoch.key().wrapFor(e, b);
    MessageHeader h = Cast.header(e, cast.patient, 1);
    ImageContext image = new ImageContext(Cast.id(5), b.userId(), b.userId(), e.conversationId());
    ImageGrant g =
        SignedGrant.issue(
                image,
                new SealedContent(b.fingerprint(), 72),
                ImageKey.generate(),
                cast.patient,
                b,
                Cast.NOW)
            .grant();
    Leave l = MembershipAuthor.leave(cast.patient, e).leave();
    ImageRevocation r = SignedRevocation.issue(g, cast.patient, Cast.NOW).revocation();
    SealedPrivateBundle vault =
        new SealedPrivateBundle(
            Suite.ONE,
            b.userId(),
            1,
            List.of(new VaultWrap(VaultMethod.RECOVERY, zeros(16), null, zeros(104))),
            zeros(72));
    for (Record format : List.of(b, e, w, h, g, l, r, vault)) {
      for (int suite : new int[] {0, 2, -1}) {
        assertRefused(() -> Altered.with(format, "suite", suite));
      }
    }
  }

  private static Bytes zeros(int length) {
    return Bytes.of(new byte[length]);
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThat(Refusals.of(call)).isEqualTo(Failure.UNSUPPORTED_SUITE);
  }

  @Test
  void firstBundle_thatNamesAPredecessor_isRefused() {
    PublicBundle b = cast.patient.bundle();
    assertThat(Refusals.of(() -> Altered.with(b, "previousFingerprint", b.fingerprint())))
        .isEqualTo(Failure.MALFORMED);
    assertThat(Refusals.of(() -> Altered.with(b, "version", 2))).isEqualTo(Failure.MALFORMED);
    assertThat(Refusals.of(() -> Altered.with(b, "kind", BundleKind.RESET)))
        .isEqualTo(Failure.MALFORMED);
    assertThat(Altered.with(b, "version", 1)).isEqualTo(b);
  }

  @Test
  void time_beforeTheEpoch_isRefused() {
    PublicBundle b = cast.patient.bundle();
    assertThat(
            Refusals.of(
                () ->
                    new ImageRevocation(
                        1,
                        b.fingerprint(),
                        b.userId(),
                        b.fingerprint(),
                        Instant.EPOCH.minusMillis(1))))
        .isEqualTo(Failure.MALFORMED);
    assertThat(
            new ImageRevocation(1, b.fingerprint(), b.userId(), b.fingerprint(), Instant.EPOCH)
                .at())
        .isEqualTo(Instant.EPOCH);
  }

  @Test
  void safetyNumber_fromEitherSide_isTheSameAndChangesWithAKey() {
    String number = SafetyNumber.of(cast.patient.bundle(), cast.specialist.bundle());
    assertThat(number).matches("\\d{5}( \\d{5}){11}");
    assertThat(SafetyNumber.of(cast.specialist.bundle(), cast.patient.bundle())).isEqualTo(number);
    OwnKeys rotated = cast.patient.rotate(Cast.keys(5), Cast.NOW);
    assertThat(SafetyNumber.of(rotated.bundle(), cast.specialist.bundle())).isNotEqualTo(number);
  }

  @Test
  void vaultContent_ofASuiteThatIsOneInItsLastBytes_isRefused() {
    PrivateBundle bundle = PrivateBundle.of(Cast.person(1));
    byte[] encoded = bundle.encoded().toArray();
    // count, length and text of the label, then the length of the suite
    int suite = 8 + 8 + "sealward/v1/private-bundle".length() + 8;
    byte[] other = encoded.clone();
    other[suite + 3] = 1;

    assertThat(PrivateBundle.decode(encoded.clone()).newestVersion()).isEqualTo(1);
    assertThat(Refusals.of(() -> PrivateBundle.decode(other))).isEqualTo(Failure.UNSUPPORTED_SUITE);
  }

  @Test
  void recoveryCode_withLettersThatOnlyLookAlike_isRefused() {
    String code = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ";

    assertThat(
            new String(RecoveryCode.parse(code.toLowerCase(Locale.ROOT).toCharArray()).toChars()))
        .isEqualTo(code);
    // U+017F, whose upper case is S
    assertThat(Refusals.of(() -> RecoveryCode.parse(code.replace('S', '\u017f').toCharArray())))
        .isEqualTo(Failure.MALFORMED);
  }
}
