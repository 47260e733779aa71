package org.sealward.transparency;

import static org.sealward.transparency.LogFormatException.require;

import java.util.HexFormat;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Hash;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.VerifyingKey;

/**
 * A key that signs notes, with the name it signs under (C2SP signed-note, verifier keys). Its
 * signatures are checked strictly, as all of the protocol are: what this accepts, every verifier of
 * RFC 8032 accepts.
 *
 * @param name without white space or plus
 */
public record VerifierKey(String name, SignatureType type, VerifyingKey key) {
  public VerifierKey {
    LogText.requireKeyName(name);
  }

  /**
   * Throws {@link LogFormatException} for a name or a key that cannot be one.
   *
   * @param publicKey Ed25519, 32 bytes
   */
  public static VerifierKey of(String name, SignatureType type, Bytes publicKey) {
    try {
      return new VerifierKey(name, type, VerifyingKey.checked(publicKey));
    } catch (InvalidEnvelopeException e) {
      throw new LogFormatException("not a canonical Ed25519 key of prime order", e);
    }
  }

  /** {@code name+id+key}, of a type that is used here. */
  public static VerifierKey parse(String vkey) {
    String[] parts = vkey.split("\\+", 3);
    require(parts.length == 3, "not a verifier key");
    byte[] typed = LogText.base64(parts[2]).toArray();
    require(typed.length > 0, "not a verifier key");
    VerifierKey parsed =
        of(parts[0], SignatureType.of(typed[0]), Bytes.of(typed).slice(1, typed.length));
    require(parsed.encode().equals(vkey), "the id is not this key's");
    return parsed;
  }

  public String encode() {
    return name + "+" + HexFormat.of().toHexDigits(id()) + "+" + LogText.base64(typedKey());
  }

  /** The first four bytes, big-endian, of the hash of name, newline, type and public key. */
  public int id() {
    Bytes named = NoteSignature.join(Bytes.utf8(name + "\n"), typedKey());
    return NoteSignature.number(Hash.of(named).slice(0, Integer.BYTES));
  }

  private Bytes typedKey() {
    return NoteSignature.join(Bytes.of((byte) type.identifier()), key.encoded());
  }

  /** Whether the line says that it is this key's; it may lie. */
  boolean named(NoteSignature line) {
    return line.name().equals(name) && line.keyId() == id();
  }

  boolean verifies(NoteSignature line, String text) {
    return switch (type) {
      case ED25519 -> key.verifies(line.signature(), Bytes.utf8(text));
      case COSIGNATURE -> Cosignature.verifies(key, line, text);
    };
  }
}
