package org.sealward.envelope;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An institution's key in the hands of its admin: the published half, and the 32-byte seed. */
public final class OwnInstitutionKey implements AutoCloseable {
  private final SignedInstitutionKey signed;
  private final SecretBytes seed;

  private OwnInstitutionKey(SignedInstitutionKey signed, SecretBytes seed) {
    this.signed = signed;
    this.seed = seed;
  }

  public static OwnInstitutionKey first(UUID institutionId, Instant createdAt) {
    return first(institutionId, SecretBytes.random(Suite.KEY), createdAt);
  }

  /** The next version, vouched for by this one. */
  public OwnInstitutionKey rotate(Instant createdAt) {
    return rotate(SecretBytes.random(Suite.KEY), createdAt);
  }

  /** A new key of an institution that lost {@code lost}, the newest one. */
  public static OwnInstitutionKey reset(InstitutionKey lost, Instant createdAt) {
    return reset(lost, SecretBytes.random(Suite.KEY), createdAt);
  }

  static OwnInstitutionKey first(UUID institutionId, SecretBytes seed, Instant createdAt) {
    return issue(institutionId, 1, BundleKind.FIRST, seed, createdAt, null, null);
  }

  OwnInstitutionKey rotate(SecretBytes next, Instant createdAt) {
    InstitutionKey key = signed.key();
    return issue(
        key.institutionId(),
        key.version() + 1,
        BundleKind.ROTATION,
        next,
        createdAt,
        key.fingerprint(),
        seed);
  }

  static OwnInstitutionKey reset(InstitutionKey lost, SecretBytes seed, Instant createdAt) {
    return issue(
        lost.institutionId(),
        lost.version() + 1,
        BundleKind.RESET,
        seed,
        createdAt,
        lost.fingerprint(),
        null);
  }

  /**
   * Takes {@code seed} over; {@link Failure#KEY_MISMATCH} when the key is not the published one.
   */
  static OwnInstitutionKey restore(SignedInstitutionKey published, SecretBytes seed) {
    if (!PrivateKeys.signPublicKey(seed).equals(published.key().signPublicKey())) {
      throw new InvalidEnvelopeException(
          Failure.KEY_MISMATCH, "the published key is not this seed's");
    }
    return new OwnInstitutionKey(published, seed);
  }

  private static OwnInstitutionKey issue(
      UUID institutionId,
      int version,
      BundleKind kind,
      SecretBytes seed,
      Instant createdAt,
      @Nullable Bytes previousFingerprint,
      @Nullable SecretBytes previous) {
    InstitutionKey key =
        new InstitutionKey(
            Suite.ONE,
            institutionId,
            version,
            kind,
            PrivateKeys.signPublicKey(seed),
            createdAt,
            previousFingerprint);
    Bytes continuity = previous == null ? null : PrivateKeys.sign(previous, key.continuitySigned());
    return new OwnInstitutionKey(
        new SignedInstitutionKey(key, PrivateKeys.sign(seed, key.selfSigned()), continuity), seed);
  }

  public SignedInstitutionKey signedKey() {
    return signed;
  }

  public InstitutionKey key() {
    return signed.key();
  }

  /** The seed itself, for sealing it into a vault. */
  SecretBytes seed() {
    return seed;
  }

  Bytes sign(Bytes message) {
    return PrivateKeys.sign(seed, message);
  }

  @Override
  public void close() {
    seed.close();
  }

  @Override
  public String toString() {
    return "OwnInstitutionKey[" + key().institutionId() + " version " + key().version() + "]";
  }
}
