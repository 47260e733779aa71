package org.sealward.envelope;

import java.nio.ByteBuffer;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Pre-authentication encoding, protocol §1.2: {@code u64 count}, then each part as {@code u64
 * length || bytes}. Injective, so no two lists of parts share an encoding. Not thread-safe.
 */
final class Pae {
  static final String LABELS = "sealward/v1/";

  private final List<byte[]> parts = new ArrayList<>();
  private final List<byte[]> secrets = new ArrayList<>();

  private Pae() {}

  /** Starts with the label {@code sealward/v1/<purpose>} and the suite, as every input does. */
  static Pae labelled(String purpose) {
    return new Pae().text(LABELS + purpose).number(Suite.ONE);
  }

  /** A nested list, which has neither label nor suite. */
  static Pae plain() {
    return new Pae();
  }

  static Bytes list(List<Bytes> elements) {
    Pae pae = new Pae();
    elements.forEach(pae::bytes);
    return pae.encode();
  }

  Pae bytes(Bytes part) {
    parts.add(part.shared());
    return this;
  }

  /** A copy of {@code part}; the encoding must then be taken with {@link #encodeSecret}. */
  Pae secret(SecretBytes part) {
    byte[] copy = part.toArray();
    parts.add(copy);
    secrets.add(copy);
    return this;
  }

  Pae optionalBytes(@Nullable Bytes part) {
    return bytes(part == null ? Bytes.EMPTY : part);
  }

  Pae number(long value) {
    parts.add(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    return this;
  }

  Pae time(Instant value) {
    return number(value.toEpochMilli());
  }

  Pae text(String value) {
    return bytes(Bytes.utf8(Normalizer.normalize(value, Normalizer.Form.NFC)));
  }

  Pae id(UUID value) {
    return bytes(idBytes(value));
  }

  Pae optionalId(@Nullable UUID value) {
    return value == null ? bytes(Bytes.EMPTY) : id(value);
  }

  Bytes encode() {
    int size = Long.BYTES;
    for (byte[] part : parts) {
      size += Long.BYTES + part.length;
    }
    ByteBuffer encoded = ByteBuffer.allocate(size).putLong(parts.size());
    for (byte[] part : parts) {
      encoded.putLong(part.length).put(part);
    }
    return Bytes.adopt(encoded.array());
  }

  /** The encoding of secret parts, which are zeroed here. */
  SecretBytes encodeSecret() {
    SecretBytes encoded = SecretBytes.adopt(encode().shared());
    secrets.forEach(copy -> Arrays.fill(copy, (byte) 0));
    return encoded;
  }

  /** The 16 bytes of an id as they enter every hash. */
  static Bytes idBytes(UUID id) {
    return Bytes.adopt(
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array());
  }

  /** The id whose bytes are the first 16 of {@code bytes}. */
  static UUID idFrom(Bytes bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes.shared());
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  /** Order of ids as unsigned bytes; {@code UUID.compareTo} is signed and must not be used. */
  static int compareIds(UUID left, UUID right) {
    return idBytes(left).compareTo(idBytes(right));
  }
}
