package org.sealward.client;

import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.SealedContent;
import org.sealward.transparency.LogFormatException;
import org.sealward.transparency.TreeHead;

/**
 * The JSON inside messages (protocol §7). Fields that are not known are ignored, types that are not
 * known are kept whole.
 */
final class ContentJson {
  private static final String CHECKPOINT = "checkpoint";

  private ContentJson() {}

  static Bytes write(Content content) {
    return switch (content) {
      case Content.Text(String text) -> encoded(fields("text", "text", text));
      case Content.Reply(MessageRef target, String text) ->
          encoded(named(target, fields("reply", "text", text)));
      case Content.Edit(MessageRef target, String text) ->
          encoded(named(target, fields("edit", "text", text)));
      case Content.Retract(MessageRef target) -> encoded(named(target, fields("retract")));
      case Content.Receipt(MessageRef target, Content.Receipt.State state) ->
          encoded(named(target, fields("receipt", "state", word(state))));
      case Content.Topic(String topic) -> encoded(fields("topic", "topic", topic));
      case Content.Image(ImageDescription image) -> encoded(fields(image));
      case Content.Other(_, String json) -> Bytes.utf8(json);
    };
  }

  private static Map<String, Object> fields(String type) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", type);
    return fields;
  }

  private static Map<String, Object> fields(String type, String field, String value) {
    Map<String, Object> fields = fields(type);
    fields.put(field, value);
    return fields;
  }

  private static Map<String, Object> named(MessageRef target, Map<String, Object> fields) {
    fields.put("messageId", target.messageId().toString());
    fields.put("messageHash", target.messageHash().base64Url());
    return fields;
  }

  private static Map<String, Object> fields(ImageDescription image) {
    Map<String, Object> fields = fields("image");
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
        case "reply" -> new Content.Reply(target(json), text(json, "text"));
        case "edit" -> new Content.Edit(target(json), text(json, "text"));
        case "retract" -> new Content.Retract(target(json));
        case "receipt" -> receipt(json, encoded);
        case "topic" -> new Content.Topic(text(json, "topic"));
        case "image" -> new Content.Image(image(json));
        default -> other(type, encoded);
      };
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      throw malformed();
    }
  }

  /** A state of a later version of the protocol makes it a content that is not known. */
  private static Content receipt(JsonNode json, Bytes encoded) {
    MessageRef target = target(json);
    String word = text(json, "state");
    for (Content.Receipt.State state : Content.Receipt.State.values()) {
      if (word(state).equals(word)) {
        return new Content.Receipt(target, state);
      }
    }
    return other("receipt", encoded);
  }

  private static String word(Content.Receipt.State state) {
    return switch (state) {
      case DELIVERED -> "delivered";
      case READ -> "read";
    };
  }

  /**
   * The content with what its sender sees of the key log in place of what another one saw (protocol
   * §7.4).
   *
   * @param seen null for none
   */
  static Bytes withCheckpoint(Bytes content, @Nullable TreeHead seen) {
    JsonNode json;
    try {
      json = Json.read(content.toArray(), JsonNode.class);
    } catch (IOException e) {
      throw malformed();
    }
    if (!json.isObject() || (seen == null && json.get(CHECKPOINT) == null)) {
      return content;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    json.entries().forEach(field -> fields.put(field.getKey(), field.getValue()));
    fields.remove(CHECKPOINT);
    if (seen != null) {
      Map<String, Object> checkpoint = new LinkedHashMap<>();
      checkpoint.put("size", seen.size());
      checkpoint.put("root", seen.root().base64Url());
      fields.put(CHECKPOINT, checkpoint);
    }
    return encoded(fields);
  }

  /** What the sender saw of the key log. */
  static Optional<TreeHead> checkpoint(Bytes content) {
    try {
      JsonNode seen = Json.read(content.toArray(), JsonNode.class).get(CHECKPOINT);
      return seen == null
          ? Optional.empty()
          : Optional.of(
              new TreeHead(number(seen, "size"), Bytes.fromBase64Url(text(seen, "root"))));
    } catch (IOException | IllegalArgumentException | LogFormatException e) {
      throw malformed();
    }
  }

  private static Content.Other other(String type, Bytes encoded) {
    return new Content.Other(type, new String(encoded.toArray(), StandardCharsets.UTF_8));
  }

  private static MessageRef target(JsonNode json) {
    return new MessageRef(id(json, "messageId"), Bytes.fromBase64Url(text(json, "messageHash")));
  }

  private static ImageDescription image(JsonNode json) {
    if ((json.get("width") == null) != (json.get("height") == null)) {
      throw malformed();
    }
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
