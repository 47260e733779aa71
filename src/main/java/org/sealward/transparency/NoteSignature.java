package org.sealward.transparency;

import static org.sealward.transparency.LogFormatException.require;

import java.nio.ByteBuffer;
import java.util.List;
import org.sealward.envelope.Bytes;

/**
 * One signature line of a note, by a key that may be unknown.
 *
 * @param keyId four bytes, big-endian
 * @param signature at least one byte; what is in it depends on the key
 */
public record NoteSignature(String name, int keyId, Bytes signature) {
  static final String DASH = "\u2014";

  private static final int MAX = 64;

  public NoteSignature {
    LogText.requireKeyName(name);
    require(signature.length() > 0, "a signature is empty");
  }

  /** With the newline at its end. */
  public String line() {
    Bytes identified =
        join(Bytes.of(ByteBuffer.allocate(Integer.BYTES).putInt(keyId).array()), signature);
    return DASH + " " + name + " " + LogText.base64(identified) + "\n";
  }

  /** One to 64 lines and nothing else, such as a witness's answer. */
  public static List<NoteSignature> parse(Bytes lines) {
    return parse(LogText.decode(lines));
  }

  static List<NoteSignature> parse(String text) {
    List<String> lines = LogText.lines(text);
    require(!lines.isEmpty() && lines.size() <= MAX, "not 1 to 64 signatures");
    return lines.stream().map(NoteSignature::parseLine).toList();
  }

  private static NoteSignature parseLine(String line) {
    String[] parts = line.split(" ", -1);
    require(parts.length == 3 && parts[0].equals(DASH), "not a signature line");
    Bytes identified = LogText.base64(parts[2]);
    require(identified.length() > Integer.BYTES, "a signature is too short");
    return new NoteSignature(
        parts[1],
        number(identified.slice(0, Integer.BYTES)),
        identified.slice(Integer.BYTES, identified.length()));
  }

  /**
   * The signer's, over {@code message}, behind {@code prefix}. One that is not {@link
   * NoteSigner#key()}'s is an IllegalStateException.
   */
  static NoteSignature by(NoteSigner signer, Bytes prefix, Bytes message) {
    Bytes signature = signer.sign(message);
    VerifierKey key = signer.key();
    if (!key.key().verifies(signature, message)) {
      throw new IllegalStateException("the signer does not have the key of " + key.name());
    }
    return new NoteSignature(key.name(), key.id(), join(prefix, signature));
  }

  static Bytes join(Bytes first, Bytes second) {
    return Bytes.of(
        ByteBuffer.allocate(first.length() + second.length())
            .put(first.toArray())
            .put(second.toArray())
            .array());
  }

  static int number(Bytes four) {
    return ByteBuffer.wrap(four.toArray()).getInt();
  }
}
