package org.sealward.json;

import io.micronaut.core.convert.ConversionContext;
import io.micronaut.core.convert.TypeConverter;
import io.micronaut.core.type.Argument;
import io.micronaut.serde.Decoder;
import io.micronaut.serde.Encoder;
import io.micronaut.serde.Serde;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/**
 * Ids as 36 characters of lower-case text (protocol §1.1), in bodies as in paths, queries and keys
 * of objects; {@link UUID#fromString} alone takes {@code 1-1-1-1-1} too.
 */
final class StrictIds {
  private StrictIds() {}

  private static UUID parse(String text) {
    UUID id = UUID.fromString(text);
    if (!id.toString().equals(text)) {
      throw new IllegalArgumentException("not an id in its one form");
    }
    return id;
  }

  /** Ids that are values in JSON. */
  @Singleton
  static final class IdSerde implements Serde<UUID> {
    @Override
    public void serialize(
        Encoder encoder, EncoderContext context, Argument<? extends UUID> type, UUID value)
        throws IOException {
      encoder.encodeString(value.toString());
    }

    @Override
    public UUID deserialize(Decoder decoder, DecoderContext context, Argument<? super UUID> type)
        throws IOException {
      try {
        return parse(decoder.decodeString());
      } catch (IllegalArgumentException _) {
        throw JsonRefusedException.expected("an id, a UUID in lower case,");
      }
    }
  }

  /** Ids everywhere else. */
  @Singleton
  static final class Converter implements TypeConverter<CharSequence, UUID> {
    @Override
    public Optional<UUID> convert(CharSequence text, Class<UUID> type, ConversionContext context) {
      try {
        return Optional.of(parse(text.toString()));
      } catch (IllegalArgumentException e) {
        context.reject(text, e);
        return Optional.empty();
      }
    }
  }
}
