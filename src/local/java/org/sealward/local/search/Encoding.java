package org.sealward.local.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** A way in which a server may have written a byte string or a text down. */
public enum Encoding {
  /** The bytes themselves; texts in UTF-8. */
  RAW("raw"),
  HEX("hex"),
  HEX_UPPER_CASE("upper-case hex"),
  /** RFC 4648 §4, starting at any of the three positions within a group of three bytes. */
  BASE64("base64"),
  /** RFC 4648 §5, likewise. */
  BASE64_URL("base64url"),
  UTF_16_LITTLE_ENDIAN("UTF-16LE"),
  UTF_16_BIG_ENDIAN("UTF-16BE"),
  /** RFC 8259 §7: only what must be escaped, everything outside of ASCII, or every character. */
  JSON_ESCAPES("JSON escapes"),
  /** RFC 3986 §2.1, with a space as {@code %20} or {@code +}. */
  PERCENT("percent-encoding");

  private final String label;

  Encoding(String label) {
    this.label = label;
  }

  /** How people call it. */
  public String label() {
    return label;
  }

  /** How many positions within a group there are, each with other characters. */
  int alignments() {
    return this == BASE64 || this == BASE64_URL ? 3 : 1;
  }

  /** All forms of a fragment at one alignment; none when texts alone have such a form. */
  List<byte[]> forms(Fragment fragment, int alignment) {
    return switch (this) {
      case RAW -> List.of(fragment.bytes());
      case HEX -> List.of(ascii(HexFormat.of().formatHex(fragment.bytes())));
      case HEX_UPPER_CASE ->
          List.of(ascii(HexFormat.of().withUpperCase().formatHex(fragment.bytes())));
      case BASE64 -> List.of(inner(Base64.getEncoder(), fragment.bytes(), alignment));
      case BASE64_URL -> List.of(inner(Base64.getUrlEncoder(), fragment.bytes(), alignment));
      case UTF_16_LITTLE_ENDIAN ->
          fragment.text().map(text -> List.of(text.getBytes(UTF_16LE))).orElse(List.of());
      case UTF_16_BIG_ENDIAN ->
          fragment.text().map(text -> List.of(text.getBytes(UTF_16BE))).orElse(List.of());
      case JSON_ESCAPES -> fragment.text().map(Encoding::jsonForms).orElse(List.of());
      case PERCENT -> fragment.text().map(Encoding::percentForms).orElse(List.of());
    };
  }

  /**
   * The characters of the base64 text that come from these bytes alone, whatever stands before and
   * after them, when {@code alignment} bytes of a group stand before them.
   */
  private static byte[] inner(Base64.Encoder encoder, byte[] bytes, int alignment) {
    byte[] shifted = new byte[alignment + bytes.length];
    System.arraycopy(bytes, 0, shifted, alignment, bytes.length);
    String encoded = encoder.withoutPadding().encodeToString(shifted);
    int firstWhole = (8 * alignment + 5) / 6;
    int lastWhole = 8 * shifted.length / 6;
    return ascii(encoded.substring(firstWhole, lastWhole));
  }

  private static List<byte[]> jsonForms(String text) {
    List<byte[]> forms = new ArrayList<>();
    forms.add(jsonMinimal(text).getBytes(UTF_8));
    forms.add(jsonMinimal(text).replace("/", "\\/").getBytes(UTF_8));
    for (boolean upperCase : new boolean[] {false, true}) {
      StringBuilder nonAscii = new StringBuilder();
      StringBuilder all = new StringBuilder();
      jsonMinimal(text)
          .chars()
          .forEach(c -> nonAscii.append(c < 0x80 ? "" + (char) c : jsonUnit(c, upperCase)));
      text.chars().forEach(c -> all.append(jsonUnit(c, upperCase)));
      forms.add(ascii(nonAscii.toString()));
      forms.add(ascii(all.toString()));
    }
    return forms;
  }

  private static String jsonMinimal(String text) {
    StringBuilder json = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        case '\b' -> json.append("\\b");
        case '\f' -> json.append("\\f");
        default -> json.append(c < 0x20 ? jsonUnit(c, false) : String.valueOf(c));
      }
    }
    return json.toString();
  }

  private static String jsonUnit(int utf16Unit, boolean upperCase) {
    String digits = HexFormat.of().toHexDigits((char) utf16Unit);
    return "\\u" + (upperCase ? digits.toUpperCase(Locale.ROOT) : digits);
  }

  private static List<byte[]> percentForms(String text) {
    String form = URLEncoder.encode(text, UTF_8);
    return List.of(ascii(form), ascii(form.replace("+", "%20")));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
