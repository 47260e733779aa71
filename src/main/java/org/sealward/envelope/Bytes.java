package org.sealward.envelope;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An immutable byte string that may be seen by anybody: ciphertext, a public key, a hash, a
 * signature. Ordered as unsigned bytes; compared for equality in constant time. On the wire it is
 * unpadded base64url (protocol §1.3).
 */
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  public static Bytes of(byte... content) {
    return new Bytes(content.clone());
  }

  /** Takes the array over without a copy; the caller must not touch it again. */
  static Bytes adopt(byte[] content) {
    return new Bytes(content);
  }

  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Upper or lower case, two digits a byte; anything else is an IllegalArgumentException. */
  public static Bytes fromHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  /**
   * Strict: the one unpadded base64url text of a byte string. Padding, other alphabets, white space
   * and non-zero unused bits are an IllegalArgumentException.
   */
  public static Bytes fromBase64Url(String text) {
    byte[] decoded = Base64.getUrlDecoder().decode(text);
    if (!encode(decoded).equals(text)) {
      throw new IllegalArgumentException("not canonical unpadded base64url");
    }
    return new Bytes(decoded);
  }

  public int length() {
    return content.length;
  }

  public byte[] toArray() {
    return content.clone();
  }

  /** Bytes {@code from} (inclusive) to {@code to} (exclusive). */
  public Bytes slice(int from, int to) {
    if (from < 0 || from > to || to > content.length) {
      throw new IndexOutOfBoundsException(from + ".." + to + " of " + content.length);
    }
    return new Bytes(Arrays.copyOfRange(content, from, to));
  }

  public InputStream asStream() {
    return new ByteArrayInputStream(content);
  }

  public String base64Url() {
    return encode(content);
  }

  public String hex() {
    return HexFormat.of().formatHex(content);
  }

  /** The array itself, for reading within this package only. */
  byte[] shared() {
    return content;
  }

  private static String encode(byte[] content) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes that && MessageDigest.isEqual(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return base64Url();
  }
}
