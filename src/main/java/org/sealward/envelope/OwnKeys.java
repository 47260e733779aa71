package org.sealward.envelope;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One version of a user's own keys: the published bundle and the seeds behind it, known to belong
 * together. Signs, and opens what was addressed to this version.
 */
public final class OwnKeys implements AutoCloseable {
  private final SignedBundle signedBundle;
  private final Bytes fingerprint;
  private final PrivateKeys privateKeys;

  private OwnKeys(SignedBundle signedBundle, PrivateKeys privateKeys) {
    this.signedBundle = signedBundle;
    this.fingerprint = signedBundle.bundle().fingerprint();
    this.privateKeys = privateKeys;
  }

  /** A user's first keys. Takes {@code keys} over. */
  public static OwnKeys first(UUID userId, PrivateKeys keys, Instant createdAt) {
    return issue(userId, 1, BundleKind.FIRST, keys, createdAt, null, null);
  }

  /** The next version, vouched for by this one (protocol §3.3). Takes {@code next} over. */
  public OwnKeys rotate(PrivateKeys next, Instant createdAt) {
    return issue(
        userId(),
        bundle().version() + 1,
        BundleKind.ROTATION,
        next,
        createdAt,
        fingerprint,
        privateKeys);
  }

  /** New keys of a user who lost all earlier ones, of which {@code lost} is the newest. */
  public static OwnKeys reset(PublicBundle lost, PrivateKeys keys, Instant createdAt) {
    return issue(
        lost.userId(),
        lost.version() + 1,
        BundleKind.RESET,
        keys,
        createdAt,
        lost.fingerprint(),
        null);
  }

  /**
   * Joins seeds from a vault with the bundle that the directory shows. Takes {@code keys} over;
   * throws {@link Failure#KEY_MISMATCH} when the bundle has other public keys.
   */
  public static OwnKeys restore(SignedBundle published, PrivateKeys keys) {
    PublicBundle bundle = published.bundle();
    if (!bundle.kemPublicKey().equals(keys.kemPublicKey())
        || !bundle.imageKemPublicKey().equals(keys.imageKemPublicKey())
        || !bundle.signPublicKey().equals(keys.signPublicKey())) {
      throw new InvalidEnvelopeException(
          Failure.KEY_MISMATCH, "the published bundle is not this private key's");
    }
    return new OwnKeys(published, keys);
  }

  private static OwnKeys issue(
      UUID userId,
      int version,
      BundleKind kind,
      PrivateKeys keys,
      Instant createdAt,
      @Nullable Bytes previousFingerprint,
      @Nullable PrivateKeys previous) {
    PublicBundle bundle =
        new PublicBundle(
            Suite.ONE,
            userId,
            version,
            kind,
            keys.kemPublicKey(),
            keys.imageKemPublicKey(),
            keys.signPublicKey(),
            createdAt,
            previousFingerprint);
    Bytes continuity = previous == null ? null : previous.sign(bundle.continuitySigned());
    return new OwnKeys(new SignedBundle(bundle, keys.sign(bundle.selfSigned()), continuity), keys);
  }

  public SignedBundle signedBundle() {
    return signedBundle;
  }

  public PublicBundle bundle() {
    return signedBundle.bundle();
  }

  public UUID userId() {
    return bundle().userId();
  }

  public Bytes fingerprint() {
    return fingerprint;
  }

  /** The seeds themselves, for sealing them into a vault. */
  PrivateKeys privateKeys() {
    return privateKeys;
  }

  Bytes sign(Bytes message) {
    return privateKeys.sign(message);
  }

  @Override
  public void close() {
    privateKeys.close();
  }

  @Override
  public String toString() {
    return "OwnKeys[" + userId() + " version " + bundle().version() + "]";
  }
}
