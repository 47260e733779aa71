package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Acceptance of bundles, protocol §3.4; lines 14, 17 and 19 of §14. */
class BundleVerifierTest {
  private final OwnKeys first = Cast.person(1);
  private final OwnKeys second = first.rotate(Cast.keys(4), Cast.NOW);

  @Test
  void firstBundleAndRotation_asPublished_areAccepted() {
    assertThatCode(
            () -> {
              BundleVerifier.verifyFirst(first.signedBundle());
              BundleVerifier.verifyNext(first.signedBundle(), second.signedBundle());
            })
        .doesNotThrowAnyException();
    assertThat(second.bundle().kind()).isEqualTo(BundleKind.ROTATION);
    assertThat(second.bundle().previousFingerprint()).isEqualTo(first.fingerprint());
  }

  @Test
  void reset_afterTheNewest_isAcceptedAsAReset() {
    OwnKeys reset = OwnKeys.reset(first.bundle(), Cast.keys(4), Cast.NOW);
    assertThatCode(() -> BundleVerifier.verifyNext(first.signedBundle(), reset.signedBundle()))
        .doesNotThrowAnyException();
    assertThat(reset.bundle().kind()).isEqualTo(BundleKind.RESET);
    assertThat(reset.signedBundle().continuitySignature()).isNull();
  }

  @Test
  void rotation_asFirstBundle_isRefused() {
    assertThat(Refusals.of(() -> BundleVerifier.verifyFirst(second.signedBundle())))
        .isEqualTo(Failure.BROKEN_CONTINUITY);
  }

  @Test
  void line14_olderVersionAgain_isRefused() {
    assertThat(refusalAfter(second, first.signedBundle())).isEqualTo(Failure.BROKEN_CONTINUITY);
    assertThat(refusalAfter(second, second.signedBundle())).isEqualTo(Failure.BROKEN_CONTINUITY);
  }

  @Test
  void versionLeftOut_isRefused() {
    OwnKeys third = second.rotate(Cast.keys(5), Cast.NOW);
    assertThat(refusalAfter(first, third.signedBundle())).isEqualTo(Failure.BROKEN_CONTINUITY);
  }

  @Test
  void anotherUsersRotation_isRefused() {
    OwnKeys other = Cast.person(2).rotate(Cast.keys(5), Cast.NOW);
    assertThat(refusalAfter(first, other.signedBundle())).isEqualTo(Failure.BROKEN_CONTINUITY);
  }

  @Test
  void rotation_thatKeepsAKey_isRefused() {
    PrivateKeys old = Cast.keys(1);
    PrivateKeys fresh = Cast.keys(4);
    PrivateKeys keepsImageKem =
        PrivateKeys.of(fresh.kemSeed(), old.imageKemSeed(), fresh.signSeed());
    OwnKeys rotated = first.rotate(keepsImageKem, Cast.NOW);
    assertThat(refusalAfter(first, rotated.signedBundle())).isEqualTo(Failure.BROKEN_CONTINUITY);
  }

  @Test
  void line17_rotationStrippedOfContinuity_isRefusedAndNoReset() {
    assertThat(
            Refusals.of(
                () ->
                    new SignedBundle(second.bundle(), second.signedBundle().selfSignature(), null)))
        .isEqualTo(Failure.BROKEN_CONTINUITY);
  }

  @Test
  void line17_rotationWithContinuityOfAnotherKey_isRefused() {
    // The thief of an account signs the continuity with the new key, for want of the old one.
    Bytes forged = second.sign(second.bundle().continuitySigned());
    SignedBundle presented =
        new SignedBundle(second.bundle(), second.signedBundle().selfSignature(), forged);
    assertThat(refusalAfter(first, presented)).isEqualTo(Failure.BROKEN_CONTINUITY);
  }

  @Test
  void line17_resetRelabelledAsRotation_isRefused() {
    OwnKeys reset = OwnKeys.reset(first.bundle(), Cast.keys(4), Cast.NOW);
    PublicBundle relabelled = Altered.with(reset.bundle(), "kind", BundleKind.ROTATION);
    Bytes self = reset.signedBundle().selfSignature();
    assertThat(refusalAfter(first, new SignedBundle(relabelled, self, self)))
        .isEqualTo(Failure.BAD_SIGNATURE);
  }

  @Test
  void selfSignature_ofAnotherBundle_isRefused() {
    SignedBundle presented =
        new SignedBundle(first.bundle(), Cast.person(2).signedBundle().selfSignature(), null);
    assertThat(Refusals.of(() -> BundleVerifier.verifyAlone(presented)))
        .isEqualTo(Failure.BAD_SIGNATURE);
  }

  /** The continuity signature is no self-signature, though the same key may have made it. */
  @Test
  void continuitySignature_asSelfSignature_isRefused() {
    SignedBundle presented =
        new SignedBundle(first.bundle(), first.sign(first.bundle().continuitySigned()), null);
    assertThat(Refusals.of(() -> BundleVerifier.verifyAlone(presented)))
        .isEqualTo(Failure.BAD_SIGNATURE);
  }

  @Test
  void line19_identityAsSigningKey_isRefusedThoughItSigns() {
    Bytes identity = Edwards.IDENTITY.encode();
    PublicBundle bundle = Altered.with(first.bundle(), "signPublicKey", identity);
    BigInteger nonce = BigInteger.valueOf(77);
    Bytes signature =
        Edwards.sign(
            BigInteger.ZERO,
            nonce,
            Edwards.BASE.times(nonce).encode(),
            identity,
            bundle.selfSigned());
    assertThat(
            Refusals.of(
                () -> BundleVerifier.verifyAlone(new SignedBundle(bundle, signature, null))))
        .isEqualTo(Failure.WEAK_KEY);
  }

  @Test
  void kemKey_withoutX25519Half_isRefused() {
    byte[] kem = first.bundle().kemPublicKey().toArray();
    Arrays.fill(kem, 1184, 1216, (byte) 0);
    assertThat(refusalOfKem("kemPublicKey", Bytes.of(kem))).isEqualTo(Failure.WEAK_KEY);
  }

  @Test
  void kemKey_withMlKemCoefficientAboveTheModulus_isRefused() {
    byte[] kem = first.bundle().kemPublicKey().toArray();
    Arrays.fill(kem, 0, 3, (byte) 0xff);
    assertThat(refusalOfKem("kemPublicKey", Bytes.of(kem))).isEqualTo(Failure.WEAK_KEY);
  }

  @Test
  void kemKey_ofSomebodyElse_isAcceptedByFormatAlone() {
    PublicBundle bundle = Altered.with(first.bundle(), "kemPublicKey", Cast.keys(5).kemPublicKey());
    assertThatCode(
            () ->
                BundleVerifier.verifyAlone(
                    new SignedBundle(bundle, first.sign(bundle.selfSigned()), null)))
        .doesNotThrowAnyException();
  }

  /** Signed anew after each change, so that nothing but the attacked check can refuse it. */
  @Test
  void rotation_ofAnotherUserVersionOrPredecessor_isRefused() {
    PublicBundle honest = second.bundle();
    BundleVerifier.verifyNext(first.signedBundle(), signedAsRotation(honest));
    for (PublicBundle wrong :
        List.of(
            Altered.with(honest, "userId", Cast.id(2)),
            Altered.with(honest, "version", 3),
            Altered.with(honest, "previousFingerprint", honest.fingerprint()))) {
      assertThat(refusalAfter(first, signedAsRotation(wrong))).isEqualTo(Failure.BROKEN_CONTINUITY);
    }
  }

  @Test
  void rotation_withoutItsOwnSignature_isRefused() {
    Bytes continuity = first.sign(second.bundle().continuitySigned());
    Bytes byThePrevious = first.sign(second.bundle().selfSigned());
    assertThat(refusalAfter(first, new SignedBundle(second.bundle(), byThePrevious, continuity)))
        .isEqualTo(Failure.BAD_SIGNATURE);
  }

  @Test
  void imageKemKey_withoutX25519Half_isRefused() {
    byte[] kem = first.bundle().imageKemPublicKey().toArray();
    Arrays.fill(kem, 1184, 1216, (byte) 0);
    assertThat(refusalOfKem("imageKemPublicKey", Bytes.of(kem))).isEqualTo(Failure.WEAK_KEY);
  }

  private SignedBundle signedAsRotation(PublicBundle bundle) {
    return new SignedBundle(
        bundle, second.sign(bundle.selfSigned()), first.sign(bundle.continuitySigned()));
  }

  private Failure refusalOfKem(String component, Bytes kem) {
    PublicBundle bundle = Altered.with(first.bundle(), component, kem);
    return Refusals.of(
        () ->
            BundleVerifier.verifyAlone(
                new SignedBundle(bundle, first.sign(bundle.selfSigned()), null)));
  }

  private static Failure refusalAfter(OwnKeys newest, SignedBundle presented) {
    return Refusals.of(() -> BundleVerifier.verifyNext(newest.signedBundle(), presented));
  }
}
