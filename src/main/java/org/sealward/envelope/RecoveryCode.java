package org.sealward.envelope;

import java.util.Arrays;

/**
 * 160 random bits on paper that open the vault when the passphrase is lost (protocol §5.3): 32
 * characters of Crockford's base 32 in eight groups of four. Replaced once used.
 */
public final class RecoveryCode implements AutoCloseable {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int BYTES = 20;
  private static final int CHARACTERS = 32;
  private static final int GROUP = 4;

  private final SecretBytes code;

  private RecoveryCode(SecretBytes code) {
    this.code = code;
  }

  public static RecoveryCode generate() {
    return new RecoveryCode(SecretBytes.random(BYTES));
  }

  /**
   * Reads what a person typed: case, spaces and hyphens do not matter, O is 0, I and L are 1. The
   * caller still owns {@code typed} and zeroes it.
   */
  public static RecoveryCode parse(char[] typed) {
    byte[] code = new byte[BYTES];
    int count = 0;
    int buffer = 0;
    for (char c : typed) {
      if (c == '-' || c == ' ') {
        continue;
      }
      int value = ALPHABET.indexOf(normal(c));
      Require.that(value >= 0 && count < CHARACTERS, "not a recovery code");
      buffer = ((buffer << 5) | value) & 0xfff;
      int bits = 5 * ++count;
      if (bits % 8 < 5) {
        code[bits / 8 - 1] = (byte) (buffer >>> (bits % 8));
      }
    }
    Require.that(count == CHARACTERS, "a recovery code has 32 characters");
    return new RecoveryCode(SecretBytes.adopt(code));
  }

  private static char normal(char typed) {
    char upper = typed >= 'a' && typed <= 'z' ? (char) (typed - 'a' + 'A') : typed;
    return switch (upper) {
      case 'O' -> '0';
      case 'I', 'L' -> '1';
      default -> upper;
    };
  }

  /** The code as it is printed, 39 characters, which the caller zeroes. */
  public char[] toChars() {
    return code.lend(
        bytes -> {
          char[] text = new char[CHARACTERS + CHARACTERS / GROUP - 1];
          Arrays.fill(text, '-');
          for (int i = 0; i < CHARACTERS; i++) {
            int bit = 5 * i;
            int two = (bytes[bit / 8] & 0xff) << 8;
            if (bit / 8 + 1 < BYTES) {
              two |= bytes[bit / 8 + 1] & 0xff;
            }
            text[i + i / GROUP] = ALPHABET.charAt((two >>> (11 - bit % 8)) & 0x1f);
          }
          return text;
        });
  }

  /** The key-encryption key of a recovery wrap, 32 bytes. The code is random, so HKDF suffices. */
  SecretBytes vaultKek(Bytes salt) {
    return Kdf.expand(code, salt, Pae.labelled("vault-recovery-kek").encode());
  }

  @Override
  public void close() {
    code.close();
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
