package org.sealward.platform;

import io.micronaut.core.convert.ConversionContext;
import io.micronaut.data.model.runtime.convert.AttributeConverter;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;

/** {@link Bytes} as a {@code bytea} column of a Micronaut Data entity. */
@Singleton
public final class BytesColumn implements AttributeConverter<Bytes, byte[]> {
  @Override
  public byte @Nullable [] convertToPersistedValue(
      @Nullable Bytes value, ConversionContext context) {
    return value == null ? null : value.toArray();
  }

  @Override
  public @Nullable Bytes convertToEntityValue(byte @Nullable [] value, ConversionContext context) {
    return value == null ? null : Bytes.of(value);
  }
}
