package org.sealward.envelope;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The seed of one version of an institution's key as its admin's vault keeps it. */
record InstitutionKeyVersion(
    UUID institutionId, int version, Bytes fingerprint, Instant createdAt, SecretBytes seed) {
  private static final int PARTS = 5;
  private static final int ID = 16;

  InstitutionKeyVersion {
    Require.that(version >= 1, "version is below 1");
    Require.hash("fingerprint", fingerprint);
    Require.time("createdAt", createdAt);
    Require.that(seed.length() == Suite.KEY, "a seed is not 32 bytes long");
  }

  static InstitutionKeyVersion of(OwnInstitutionKey own) {
    InstitutionKey key = own.key();
    return new InstitutionKeyVersion(
        key.institutionId(), key.version(), key.fingerprint(), key.createdAt(), own.seed().copy());
  }

  InstitutionKeyVersion copy() {
    return new InstitutionKeyVersion(institutionId, version, fingerprint, createdAt, seed.copy());
  }

  /**
   * This version as the successor of {@code newest}: a rotation if {@code held} has that one's
   * seed, else a reset. {@link Failure#KEY_MISMATCH} when it does not come out as it was sealed.
   */
  OwnInstitutionKey after(SignedInstitutionKey newest, Optional<InstitutionKeyVersion> held) {
    OwnInstitutionKey made;
    if (held.isPresent()) {
      try (OwnInstitutionKey before = OwnInstitutionKey.restore(newest, held.get().seed().copy())) {
        made = before.rotate(seed.copy(), createdAt);
      }
    } else {
      made = OwnInstitutionKey.reset(newest.key(), seed.copy(), createdAt);
    }
    return asSealed(made);
  }

  /** This version as the institution's first key. */
  OwnInstitutionKey first() {
    return asSealed(OwnInstitutionKey.first(institutionId, seed.copy(), createdAt));
  }

  private OwnInstitutionKey asSealed(OwnInstitutionKey made) {
    if (!made.key().fingerprint().equals(fingerprint)) {
      made.close();
      throw new InvalidEnvelopeException(
          Failure.KEY_MISMATCH, "the vault's key does not follow the published one");
    }
    return made;
  }

  SecretBytes encoded() {
    return Pae.plain()
        .id(institutionId)
        .number(version)
        .bytes(fingerprint)
        .time(createdAt)
        .secret(seed)
        .encodeSecret();
  }

  static InstitutionKeyVersion decode(byte[] encoded) {
    List<byte[]> parts = PaeReader.parts(encoded);
    Require.that(
        parts.size() == PARTS && parts.getFirst().length == ID, "not a key of an institution");
    long version = PaeReader.number(parts.get(1));
    Require.that(version >= 1 && version <= Integer.MAX_VALUE, "version is out of range");
    return new InstitutionKeyVersion(
        Pae.idFrom(Bytes.adopt(parts.getFirst())),
        (int) version,
        Bytes.of(parts.get(2)),
        PaeReader.time(parts.get(3)),
        SecretBytes.adopt(parts.get(4)));
  }
}
