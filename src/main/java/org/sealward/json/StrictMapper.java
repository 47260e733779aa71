package org.sealward.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.micronaut.context.annotation.BootstrapContextCompatible;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.core.beans.exceptions.IntrospectionException;
import io.micronaut.core.io.buffer.ByteBuffer;
import io.micronaut.core.type.Argument;
import io.micronaut.jackson.core.tree.JsonNodeTreeCodec;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.JsonStreamConfig;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.Deserializer;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.serde.SerdeRegistry;
import io.micronaut.serde.config.SerdeConfiguration;
import io.micronaut.serde.jackson.JacksonJsonMapper;
import io.micronaut.serde.jackson.SerdeJacksonConfiguration;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON through {@link StrictDecoder}, from UTF-8 that is valid, up to its last byte, within
 * the bounds below; writes as Serde does. Takes the place of Serde's own mapper everywhere. Every
 * refusal is a {@link JsonRefusedException}.
 */
@Singleton
@Primary
@BootstrapContextCompatible
@Replaces(JacksonJsonMapper.class)
final class StrictMapper implements ObjectMapper {
  private static final int DEEPEST = 32;

  /** Characters of a text: the largest field, a vault of 256 KiB in base64. */
  private static final int LONGEST_TEXT = 349_526;

  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_NUMBER = 64;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          // UTF-8 and nothing else, so no guessing.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(LONGEST_TEXT)
                  .maxNameLength(LONGEST_NAME)
                  .maxNumberLength(LONGEST_NUMBER)
                  .build())
          .build();

  private final JsonMapper writer;
  private final SerdeRegistry registry;
  private final Deserializer.DecoderContext context;

  /** What a mapper for one shape has looked up already. */
  private final @Nullable Argument<?> shape;

  private final @Nullable Deserializer<?> ofShape;

  @Inject
  StrictMapper(
      SerdeRegistry registry, SerdeConfiguration serde, SerdeJacksonConfiguration jackson) {
    this(new JacksonJsonMapper(registry, serde, jackson), registry, null, null);
  }

  private StrictMapper(
      JsonMapper writer,
      SerdeRegistry registry,
      @Nullable Argument<?> shape,
      @Nullable Deserializer<?> ofShape) {
    this.writer = writer;
    this.registry = registry;
    this.context = registry.newDecoderContext(null);
    this.shape = shape;
    this.ofShape = ofShape;
  }

  @Override
  public SerdeRegistry getSerdeRegistry() {
    return registry;
  }

  /** For one shape; one that can only be written, or is void, is looked up when it is read. */
  @Override
  public JsonMapper createSpecific(Argument<?> type) {
    JsonMapper specificWriter = writer.createSpecific(type);
    try {
      return new StrictMapper(specificWriter, registry, type, deserializer(type));
    } catch (IOException | IntrospectionException _) {
      return new StrictMapper(specificWriter, registry, null, null);
    }
  }

  private <T> Deserializer<? extends T> deserializer(Argument<T> type) throws IOException {
    return context.<T>findDeserializer(type).createSpecific(context, type);
  }

  @SuppressWarnings("unchecked") // equal types have the same deserializer
  private <T> Deserializer<? extends T> known(Argument<T> type) throws IOException {
    return ofShape != null && type.equalsType(shape)
        ? (Deserializer<? extends T>) ofShape
        : deserializer(type);
  }

  @Override
  public <T> @Nullable T readValue(byte[] json, Argument<T> type) throws IOException {
    requireUtf8(json);
    try (JsonParser parser = FACTORY.createParser(json)) {
      return read(parser, type);
    }
  }

  @Override
  public <T> @Nullable T readValue(InputStream json, Argument<T> type) throws IOException {
    return readValue(json.readAllBytes(), type);
  }

  @Override
  public <T> @Nullable T readValue(ByteBuffer<?> json, Argument<T> type) throws IOException {
    return readValue(json.toByteArray(), type);
  }

  @Override
  public <T> @Nullable T readValueFromTree(JsonNode tree, Argument<T> type) throws IOException {
    try (JsonParser parser = JsonNodeTreeCodec.getInstance().treeAsTokens(tree)) {
      return read(parser, type);
    }
  }

  private <T> @Nullable T read(JsonParser parser, Argument<T> type) throws IOException {
    Deserializer<? extends T> deserializer = known(type);
    StrictDecoder decoder = new StrictDecoder(parser);
    try {
      T value = deserializer.deserializeNullable(decoder, context, type);
      decoder.requireEnd();
      return value;
    } catch (IOException | RuntimeException e) {
      throw refused(e, decoder.pointer());
    }
  }

  /** Deserializers wrap what the decoder, its parser and the shapes' constructors throw. */
  private static JsonRefusedException refused(Exception failure, @Nullable String pointer) {
    for (Throwable link = failure; link != null; link = link.getCause()) {
      switch (link) {
        case JsonRefusedException refused -> {
          return refused.at(pointer);
        }
        case StreamConstraintsException _ -> {
          return JsonRefusedException.malformed("the JSON is too deep or too long", pointer);
        }
        case JsonProcessingException syntax -> {
          return JsonRefusedException.malformed(located(syntax), pointer);
        }
        default -> {}
      }
    }
    return JsonRefusedException.unexpected("not of the expected shape", pointer, failure);
  }

  /** Jackson's own words would quote the JSON. */
  private static String located(JsonProcessingException syntax) {
    boolean duplicate = String.valueOf(syntax.getMessage()).startsWith("Duplicate field");
    return "line %d, column %d: %s"
        .formatted(
            syntax.getLocation().getLineNr(),
            syntax.getLocation().getColumnNr(),
            duplicate ? "a field stands there twice" : "not JSON");
  }

  private static void requireUtf8(byte[] json) throws JsonRefusedException {
    int all = 0;
    for (byte b : json) {
      all |= b;
    }
    if (all < 0) {
      try {
        var _ = StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(json));
      } catch (CharacterCodingException _) {
        throw JsonRefusedException.malformed("not UTF-8", null);
      }
    }
  }

  @Override
  public JsonNode writeValueToTree(@Nullable Object value) throws IOException {
    return writer.writeValueToTree(value);
  }

  @Override
  public <T> JsonNode writeValueToTree(Argument<T> type, @Nullable T value) throws IOException {
    return writer.writeValueToTree(type, value);
  }

  @Override
  public void writeValue(OutputStream out, @Nullable Object value) throws IOException {
    writer.writeValue(out, value);
  }

  @Override
  public <T> void writeValue(OutputStream out, Argument<T> type, @Nullable T value)
      throws IOException {
    writer.writeValue(out, type, value);
  }

  @Override
  public byte[] writeValueAsBytes(@Nullable Object value) throws IOException {
    return writer.writeValueAsBytes(value);
  }

  @Override
  public <T> byte[] writeValueAsBytes(Argument<T> type, @Nullable T value) throws IOException {
    return writer.writeValueAsBytes(type, value);
  }

  @Override
  public JsonStreamConfig getStreamConfig() {
    return writer.getStreamConfig();
  }
}
