package org.sealward.api;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.Decoder;
import io.micronaut.serde.Encoder;
import io.micronaut.serde.Serde;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.sealward.envelope.Bytes;
import org.sealward.json.JsonRefusedException;

/** {@link Bytes} as unpadded, canonical base64url (protocol §1). */
@Singleton
final class BytesSerde implements Serde<Bytes> {
  @Override
  public void serialize(
      Encoder encoder, EncoderContext context, Argument<? extends Bytes> type, Bytes value)
      throws IOException {
    encoder.encodeString(value.base64Url());
  }

  @Override
  public Bytes deserialize(Decoder decoder, DecoderContext context, Argument<? super Bytes> type)
      throws IOException {
    try {
      return Bytes.fromBase64Url(decoder.decodeString());
    } catch (IllegalArgumentException _) {
      throw JsonRefusedException.expected("unpadded, canonical base64url");
    }
  }
}
