package org.sealward.api;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.Decoder;
import io.micronaut.serde.Encoder;
import io.micronaut.serde.Serde;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import org.sealward.json.JsonRefusedException;

/** Times as milliseconds since 1970 UTC, 0 … 2⁵³−1 (protocol §1). */
@Singleton
final class InstantSerde implements Serde<Instant> {
  private static final long LARGEST = (1L << 53) - 1;

  @Override
  public void serialize(
      Encoder encoder, EncoderContext context, Argument<? extends Instant> type, Instant value)
      throws IOException {
    encoder.encodeLong(value.toEpochMilli());
  }

  @Override
  public Instant deserialize(
      Decoder decoder, DecoderContext context, Argument<? super Instant> type) throws IOException {
    long millis = decoder.decodeLong();
    if (millis < 0 || millis > LARGEST) {
      throw JsonRefusedException.expected("a time in milliseconds, 0 to 2^53-1,");
    }
    return Instant.ofEpochMilli(millis);
  }
}
