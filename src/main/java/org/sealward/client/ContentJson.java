package org.sealward.client;

import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.SealedContent;

/**
 * The JSON inside messages (protocol §7). Fields that are not known are ignored, types that are not
 * known are kept whole.
 */
final class ContentJson {
  private ContentJson() {}

  static Bytes write(Content content) {
    return switch (content) {
      case Content.Text(String text) -> encoded(fields(text));
      case Content.Image(ImageDescription image) -> encoded(fields(image));
      case Content.Other(_, String json) -> Bytes.utf8(json);
    };
  }

  private static Map<String, Object> fields(String text) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", "text");
    fields.put("text", text);
    return fields;
  }

  private static Map<String, Object> fields(ImageDescription image) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", "image");
    fields.put("imageId", image.imageId().toString());
    fields.put("subjectId", image.context().subjectId().toString());
    fields.put("ownerId", image.context().ownerId().toString());
    fields.put("conversationId", image.context().conversationId().toString());
    fields.put("name", image.name());
    fields.put("mediaType", image.mediaType());
    fields.put("size", image.size());
    if (image.width() != null && image.height() != null) {
      fields.put("width", image.width());
      fields.put("height", image.height());
    }
    fields.put("contentDigest", image.contentDigest().base64Url());
    fields.put("ciphertextLength", image.sealed().ciphertextLength());
    return fields;
  }

  private static Bytes encoded(Map<String, Object> fields) {
    return Bytes.of(Json.write(fields));
  }

  /** Throws {@link Failure#MALFORMED} for what no client of this protocol writes. */
  static Content read(Bytes encoded) {
    try {
      JsonNode json = Json.read(encoded.toArray(), JsonNode.class);
      String type = text(json, "type");
      return switch (type) {
        case "text" -> new Content.Text(text(json, "text"));
        case "image" -> new Content.Image(image(json));
        default -> new Content.Other(type, new String(encoded.toArray(), StandardCharsets.UTF_8));
      };
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      throw malformed();
    }
  }

  private static ImageDescription image(JsonNode json) {
    return new ImageDescription(
        text(json, "name"),
        text(json, "mediaType"),
        number(json, "size"),
        pixels(json, "width"),
        pixels(json, "height"),
        new ImageContext(
            id(json, "imageId"),
            id(json, "subjectId"),
            id(json, "ownerId"),
            id(json, "conversationId")),
        new SealedContent(
            Bytes.fromBase64Url(text(json, "contentDigest")), number(json, "ciphertextLength")));
  }

  private static UUID id(JsonNode json, String field) {
    String text = text(json, field);
    UUID id = UUID.fromString(text);
    if (!id.toString().equals(text)) {
      throw malformed();
    }
    return id;
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = json.get(field);
    if (value == null || !value.isString()) {
      throw malformed();
    }
    return value.getStringValue();
  }

  private static long number(JsonNode json, String field) {
    JsonNode value = json.get(field);
    return switch (value == null ? null : value.getValue()) {
      case Integer number -> number;
      case Long number -> number;
      case null, default -> throw malformed();
    };
  }

  private static @Nullable Integer pixels(JsonNode json, String field) {
    return json.get(field) == null ? null : Math.toIntExact(number(json, field));
  }

  private static InvalidEnvelopeException malformed() {
    return new InvalidEnvelopeException(
        Failure.MALFORMED, "the message's content is not understood");
  }
}
