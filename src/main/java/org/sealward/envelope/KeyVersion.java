package org.sealward.envelope;

import java.time.Instant;
import java.util.List;

/**
 * The seeds of one version as a vault keeps them. The fingerprint ties them to the one bundle that
 * the user published, so that nobody can put another in its place; with {@code createdAt} that
 * bundle can be made again if it was sealed but never published.
 */
record KeyVersion(int version, Bytes fingerprint, Instant createdAt, PrivateKeys keys) {
  private static final int PARTS = 6;

  KeyVersion {
    Require.that(version >= 1, "version is below 1");
    Require.hash("fingerprint", fingerprint);
    Require.time("createdAt", createdAt);
  }

  static KeyVersion of(OwnKeys keys) {
    return new KeyVersion(
        keys.bundle().version(),
        keys.fingerprint(),
        keys.bundle().createdAt(),
        keys.privateKeys().copy());
  }

  KeyVersion copy() {
    return new KeyVersion(version, fingerprint, createdAt, keys.copy());
  }

  SecretBytes encoded() {
    return Pae.plain()
        .number(version)
        .bytes(fingerprint)
        .time(createdAt)
        .secret(keys.kemSeed())
        .secret(keys.imageKemSeed())
        .secret(keys.signSeed())
        .encodeSecret();
  }

  static KeyVersion decode(byte[] encoded) {
    List<byte[]> parts = PaeReader.parts(encoded);
    Require.that(parts.size() == PARTS, "not the keys of one version");
    long version = PaeReader.number(parts.get(0));
    Require.that(version >= 1 && version <= Integer.MAX_VALUE, "version is out of range");
    try (SecretBytes kem = SecretBytes.adopt(parts.get(3));
        SecretBytes imageKem = SecretBytes.adopt(parts.get(4));
        SecretBytes sign = SecretBytes.adopt(parts.get(5))) {
      return new KeyVersion(
          (int) version,
          Bytes.of(parts.get(1)),
          PaeReader.time(parts.get(2)),
          PrivateKeys.of(kem, imageKem, sign));
    }
  }
}
