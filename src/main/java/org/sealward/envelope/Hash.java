package org.sealward.envelope;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, the protocol's only hash. */
final class Hash {
  private Hash() {}

  static Bytes of(Bytes input) {
    return Bytes.adopt(sha256().digest(input.shared()));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
