package org.sealward.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Holds requests and answers against the OpenAPI document, with a validator of JSON Schema. */
final class Contract {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final SchemaValidatorsConfig STRICT =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

  private final JsonNode document;
  private final Map<JsonNode, JsonSchema> schemas = new ConcurrentHashMap<>();

  Contract(byte[] json) {
    try {
      document = JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with a body that the operation takes; nothing when it takes none. */
  List<String> faultsOfRequest(String operation, String body) {
    return faults(operation(operation).at("/requestBody/content/application~1json/schema"), body);
  }

  /**
   * What the document does not say of an answer.
   *
   * @param operation such as {@code GET /v1/me}
   * @param problem the last part of the type of a problem document
   * @param body the JSON, or null when there is none
   */
  List<String> faultsOfAnswer(
      String operation, int status, @Nullable String problem, @Nullable String body) {
    JsonNode responses = operation(operation).path("responses");
    JsonNode response = responses.path(String.valueOf(status));
    if (problem != null) {
      return names(response, problem) || names(responses.path("default"), problem)
          ? List.of()
          : List.of(operation + " answers " + status + " " + problem + ": add it to @Problems");
    }
    if (response.isMissingNode()) {
      return List.of(operation + " answers " + status + ", which the document does not have");
    }
    JsonNode schema = response.at("/content/application~1json/schema");
    if (body == null || schema.isMissingNode()) {
      return List.of();
    }
    return faults(schema, body).stream().map(fault -> operation + ": " + fault).toList();
  }

  boolean has(String operation) {
    return !operation(operation).isMissingNode();
  }

  List<String> faultsOf(String schema, String body) {
    return faults(document.at("/components/schemas/" + schema), body);
  }

  private JsonNode operation(String operation) {
    int space = operation.indexOf(' ');
    return document
        .path("paths")
        .path(operation.substring(space + 1))
        .path(operation.substring(0, space).toLowerCase(Locale.ROOT));
  }

  private static boolean names(JsonNode response, String problem) {
    return StreamSupport.stream(response.path("x-problems").spliterator(), false)
        .anyMatch(name -> name.asText().equals(problem));
  }

  private List<String> faults(JsonNode schema, String body) {
    if (schema.isMissingNode()) {
      return List.of("no such schema");
    }
    try {
      Set<ValidationMessage> messages =
          schemas.computeIfAbsent(schema, this::compiled).validate(JSON.readTree(body));
      return messages.stream().map(ValidationMessage::getMessage).toList();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(body, e);
    }
  }

  private JsonSchema compiled(JsonNode schema) {
    ObjectNode alone = schema.deepCopy();
    alone.set("components", document.path("components"));
    return SCHEMAS.getSchema(alone, STRICT);
  }
}
