package org.sealward.local.search;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.sealward.envelope.Bytes;

/**
 * A marker as a server may write it, among other content, in each encoding and at each alignment.
 * The encodings are the JDK's and written by hand, not those of the code under test.
 */
record Planted(String label, Encoding encoding, int alignment, Bytes content) {
  /**
   * Of 29 bytes in UTF-8, so that it is looked for as a whole; question marks in a row differ in
   * base64 and base64url.
   */
  static final String MARKER = "Weh \"groß\" 7/10???? früh: X";

  static final Needle NEEDLE = Needle.text("the marker", MARKER);

  /** All forms; {@code salt} makes the content around the marker differ. */
  static List<Planted> inEveryWay(String salt) {
    byte[] marker = MARKER.getBytes(UTF_8);
    List<Planted> ways = new ArrayList<>();
    ways.add(way(Encoding.RAW, salt, MARKER.getBytes(UTF_8)));
    ways.add(way(Encoding.HEX, salt, ascii(HexFormat.of().formatHex(marker))));
    ways.add(
        way(
            Encoding.HEX_UPPER_CASE,
            salt,
            ascii(HexFormat.of().withUpperCase().formatHex(marker))));
    for (int alignment = 0; alignment < 3; alignment++) {
      byte[] around = new byte[30 + alignment + marker.length + 7];
      Arrays.fill(around, (byte) 0xfb);
      System.arraycopy(marker, 0, around, 30 + alignment, marker.length);
      ways.add(base64(Encoding.BASE64, alignment, Base64.getEncoder().encodeToString(around)));
      ways.add(
          base64(Encoding.BASE64_URL, alignment, Base64.getUrlEncoder().encodeToString(around)));
    }
    ways.add(way(Encoding.UTF_16_LITTLE_ENDIAN, salt, MARKER.getBytes(UTF_16LE)));
    ways.add(way(Encoding.UTF_16_BIG_ENDIAN, salt, MARKER.getBytes(UTF_16BE)));
    ways.add(
        way(
            Encoding.JSON_ESCAPES,
            salt + " minimal",
            "Weh \\\"groß\\\" 7/10???? früh: X".getBytes(UTF_8)));
    ways.add(
        way(
            Encoding.JSON_ESCAPES,
            salt + " slashes",
            "Weh \\\"groß\\\" 7\\/10???? früh: X".getBytes(UTF_8)));
    ways.add(
        way(
            Encoding.JSON_ESCAPES,
            salt + " ASCII",
            ascii("Weh \\\"gro\\u00df\\\" 7/10???? fr\\u00fch: X")));
    ways.add(
        way(
            Encoding.JSON_ESCAPES,
            salt + " ASCII, upper case",
            ascii("Weh \\\"gro\\u00DF\\\" 7/10???? fr\\u00FCh: X")));
    StringBuilder all = new StringBuilder();
    MARKER.chars().forEach(c -> all.append("\\u%04x".formatted(c)));
    ways.add(way(Encoding.JSON_ESCAPES, salt + " all", ascii(all.toString())));
    ways.add(
        way(
            Encoding.PERCENT,
            salt + " form",
            ascii("Weh+%22gro%C3%9F%22+7%2F10%3F%3F%3F%3F+fr%C3%BCh%3A+X")));
    ways.add(
        way(
            Encoding.PERCENT,
            salt + " path",
            ascii("Weh%20%22gro%C3%9F%22%207%2F10%3F%3F%3F%3F%20fr%C3%BCh%3A%20X")));
    return ways;
  }

  private static Planted way(Encoding encoding, String salt, byte[] written) {
    byte[] before = ascii("<" + salt + ">");
    byte[] content = new byte[before.length + written.length + 3];
    Arrays.fill(content, (byte) '.');
    System.arraycopy(before, 0, content, 0, before.length);
    System.arraycopy(written, 0, content, before.length, written.length);
    return new Planted(encoding + " " + salt, encoding, 0, Bytes.of(content));
  }

  private static Planted base64(Encoding encoding, int alignment, String written) {
    return new Planted(encoding + " " + alignment, encoding, alignment, Bytes.of(ascii(written)));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /** Whether a text can hold it. */
  boolean isText() {
    for (byte b : content.toArray()) {
      if (b == 0) {
        return false;
      }
    }
    return true;
  }

  boolean isFoundBy(Finding finding) {
    return finding.encoding() == encoding && finding.alignment() == alignment;
  }
}
