package org.sealward.envelope;

/**
 * Decides whether a bundle may be accepted (protocol §3.4). Throws {@link InvalidEnvelopeException}
 * otherwise.
 */
public final class BundleVerifier {
  private BundleVerifier() {}

  /**
   * What can be said of a bundle alone: the signing key is strict, the self-signature verifies, and
   * both KEM keys can be wrapped to.
   */
  public static void verifyAlone(SignedBundle presented) {
    PublicBundle bundle = presented.bundle();
    VerifyingKey.checked(bundle.signPublicKey())
        .require(presented.selfSignature(), bundle.selfSigned(), "selfSignature");
    KeyWrap.tryOut(bundle.kemPublicKey());
    KeyWrap.tryOut(bundle.imageKemPublicKey());
  }

  /** Accepts the first bundle of a user. */
  public static void verifyFirst(SignedBundle presented) {
    follows(presented.bundle().kind() == BundleKind.FIRST, "the user's first bundle is missing");
    verifyAlone(presented);
  }

  /**
   * Accepts {@code presented} as the successor of the accepted {@code newest}. Whether a reset may
   * replace the user's keys is not decided here: it counts in a conversation only after another
   * admin's entry.
   */
  public static void verifyNext(SignedBundle newest, SignedBundle presented) {
    PublicBundle before = newest.bundle();
    PublicBundle after = presented.bundle();
    follows(after.userId().equals(before.userId()), "another user's bundle");
    follows(after.version() == before.version() + 1, "version does not follow the newest one");
    follows(
        before.fingerprint().equals(after.previousFingerprint()),
        "previousFingerprint is not the newest bundle's");
    follows(
        !after.kemPublicKey().equals(before.kemPublicKey())
            && !after.imageKemPublicKey().equals(before.imageKemPublicKey())
            && !after.signPublicKey().equals(before.signPublicKey()),
        "a key of the previous version is used again");
    verifyAlone(presented);
    Bytes continuity = presented.continuitySignature();
    if (continuity != null) {
      follows(
          VerifyingKey.ofAccepted(before).verifies(continuity, after.continuitySigned()),
          "continuitySignature does not verify");
    }
  }

  private static void follows(boolean condition, String otherwise) {
    if (!condition) {
      throw new InvalidEnvelopeException(Failure.BROKEN_CONTINUITY, otherwise);
    }
  }
}
