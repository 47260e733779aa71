package org.sealward.envelope;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, the protocol's only hash of its own; SHA-512 belongs to Ed25519. */
public final class Hash {
  private Hash() {}

  public static Bytes of(Bytes input) {
    return Bytes.adopt(sha256().digest(input.shared()));
  }

  static MessageDigest sha256() {
    return digest("SHA-256");
  }

  static MessageDigest sha512() {
    return digest("SHA-512");
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }
}
