package org.sealward.transparency;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.sealward.envelope.Bytes;

/** What the text formats of C2SP share. Every reader takes the one form that its writer gives. */
final class LogText {
  /** Bytes of a text at most; signatures against quantum computers have up to 5 kB. */
  static final int LIMIT = 1 << 19;

  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,15}");
  private static final Pattern KEY_NAME = Pattern.compile("[^\\p{IsWhite_Space}\\p{Cs}+]+");

  private LogText() {}

  /** Text of lines: strict UTF-8 without control characters but the newline. */
  static String decode(Bytes bytes) {
    LogFormatException.require(bytes.length() <= LIMIT, "too long");
    String text;
    try {
      text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toArray())).toString();
    } catch (CharacterCodingException e) {
      throw new LogFormatException("not UTF-8", e);
    }
    requireLines(text);
    return text;
  }

  /** No control characters but the newline, no half of a surrogate pair. */
  static void requireLines(String text) {
    LogFormatException.require(
        text.codePoints()
            .noneMatch(c -> (c < ' ' && c != '\n') || Character.getType(c) == Character.SURROGATE),
        "a control character");
  }

  /** The lines of a text in which each, the last one too, ends with a newline. */
  static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('\n', from);
      LogFormatException.require(end >= 0, "the last line has no end");
      lines.add(text.substring(from, end));
      from = end + 1;
    }
    return lines;
  }

  /** Decimal digits without leading zeros, 0 to 2⁵³−1. */
  static long number(String text) {
    LogFormatException.require(NUMBER.matcher(text).matches(), "not a number");
    long number = Long.parseLong(text);
    LogFormatException.require(number <= TreeHead.MAX_SIZE, "a number above 2^53-1");
    return number;
  }

  /** What follows {@code word} and a space. */
  static String after(String word, String line) {
    LogFormatException.require(line.startsWith(word + " "), "no line of " + word);
    return line.substring(word.length() + 1);
  }

  /** Standard base64, padded, unused bits zero. */
  static Bytes base64(String text) {
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new LogFormatException("not base64", e);
    }
    LogFormatException.require(
        Base64.getEncoder().encodeToString(decoded).equals(text), "not canonical base64");
    return Bytes.of(decoded);
  }

  static String base64(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toArray());
  }

  static Bytes hash(String text) {
    Bytes hash = base64(text);
    LogFormatException.require(hash.length() == TreeHead.HASH, "a hash is not 32 bytes long");
    return hash;
  }

  /** Hashes, a line each. */
  static List<Bytes> path(List<String> lines) {
    LogFormatException.require(lines.size() <= TreeHead.MAX_PATH, "a proof is too long");
    return lines.stream().map(LogText::hash).toList();
  }

  static String pathLines(List<Bytes> hashes) {
    StringBuilder text = new StringBuilder();
    hashes.forEach(hash -> text.append(base64(hash)).append('\n'));
    return text.toString();
  }

  /** The name of a key in a note: no white space, no plus. */
  static void requireKeyName(String name) {
    LogFormatException.require(KEY_NAME.matcher(name).matches(), "not the name of a key");
    requireLines(name);
  }
}
