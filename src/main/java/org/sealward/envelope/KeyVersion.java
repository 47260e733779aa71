package org.sealward.envelope;

import java.util.List;

/**
 * The seeds of one version as a vault keeps them. The fingerprint ties them to the one bundle that
 * the user published, so that nobody can put another in its place.
 */
record KeyVersion(int version, Bytes fingerprint, PrivateKeys keys) {
  KeyVersion {
    Require.that(version >= 1, "version is below 1");
    Require.hash("fingerprint", fingerprint);
  }

  SecretBytes encoded() {
    return Pae.plain()
        .number(version)
        .bytes(fingerprint)
        .secret(keys.kemSeed())
        .secret(keys.imageKemSeed())
        .secret(keys.signSeed())
        .encodeSecret();
  }

  static KeyVersion decode(byte[] encoded) {
    List<byte[]> parts = PaeReader.parts(encoded);
    Require.that(parts.size() == 5, "not the keys of one version");
    long version = PaeReader.number(parts.get(0));
    Require.that(version >= 1 && version <= Integer.MAX_VALUE, "version is out of range");
    try (SecretBytes kem = SecretBytes.adopt(parts.get(2));
        SecretBytes imageKem = SecretBytes.adopt(parts.get(3));
        SecretBytes sign = SecretBytes.adopt(parts.get(4))) {
      return new KeyVersion(
          (int) version, Bytes.of(parts.get(1)), PrivateKeys.of(kem, imageKem, sign));
    }
  }
}
