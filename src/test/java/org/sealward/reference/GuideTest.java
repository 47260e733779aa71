package org.sealward.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.conversation.TestConversation;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.ImageSealer;

/** Sends every request of {@code docs/api.md} and compares the answers. */
final class GuideTest {
  private static final String ANY = "…";

  private final TestService service = TestService.get();
  private final TestClinic clinic = TestClinic.open(service);
  private final TestUser specialist = clinic.specialist("dermatology");
  private final TestUser patient = TestUser.in(service);
  private final TestConversation conversation = TestConversation.draft(patient, specialist);
  private final byte[] ciphertext = sealedImage();
  private final Map<String, String> values = new HashMap<>();

  /** One {@code http} block: a request, or the answer to the one before. */
  private record Message(String first, Map<String, String> headers, String body) {
    static Message of(String block) {
      String[] parts = block.strip().split("\n\n", 2);
      String[] lines = parts[0].split("\n", -1);
      Map<String, String> headers = new HashMap<>();
      for (int i = 1; i < lines.length; i++) {
        String[] header = lines[i].split(": ", 2);
        headers.put(header[0], header[1]);
      }
      return new Message(lines[0], headers, parts.length > 1 ? parts[1] : "");
    }
  }

  @Test
  void requests_areAnswered_asTheGuideSays() throws Exception {
    UUID imageId = UUID.randomUUID();
    values.putAll(
        Map.of(
            "token", patient.accessToken(),
            "specialistToken", specialist.accessToken(),
            "strangerToken", clinic.patient().accessToken(),
            "institutionId", clinic.institution().toString(),
            "userId", patient.id().toString(),
            "specialistId", specialist.id().toString(),
            "conversationId", conversation.id().toString(),
            "imageId", imageId.toString(),
            "length", String.valueOf(ciphertext.length)));
    for (String id : List.of("userId", "imageId", "conversationId")) {
      values.put(id + "Base64", base64(Objects.requireNonNull(values.get(id))));
    }
    values.put("signedBundle", json(patient.keys().signedBundle()));
    values.put("newEntry", json(conversation.body()));
    values.put("sealedMessage", json(conversation.message(patient, "{}")));

    List<Message> messages =
        Pattern.compile("(?s)```http\n(.*?)```")
            .matcher(Files.readString(Path.of("docs", "api.md")))
            .results()
            .map(block -> Message.of(block.group(1)))
            .toList();
    assertThat(messages).hasSizeGreaterThan(25);
    for (Iterator<Message> guide = messages.iterator(); guide.hasNext(); ) {
      Message request = guide.next();
      compare(request, guide.next(), send(request));
    }
  }

  private HttpResponse<String> send(Message message) throws Exception {
    String[] line = filled(message.first()).split(" ", 2);
    HttpRequest.Builder request = HttpRequest.newBuilder(service.url().resolve(line[1]));
    message.headers().forEach((name, value) -> request.header(name, filled(value)));
    request.method(
        line[0],
        message.body().equals("{ciphertext}")
            ? BodyPublishers.ofByteArray(ciphertext)
            : BodyPublishers.ofString(filled(message.body())));
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private void compare(Message request, Message expected, HttpResponse<String> answer)
      throws IOException {
    String about = request.first() + ": " + answer.body();
    assertThat(String.valueOf(answer.statusCode())).as(about).isEqualTo(expected.first());
    expected
        .headers()
        .forEach(
            (name, value) ->
                assertThat(answer.headers().firstValue(name)).as(about).hasValue(filled(value)));
    if (!expected.body().isEmpty()) {
      compare(
          about,
          Contract.JSON.readTree(filled(expected.body())),
          Contract.JSON.readTree(answer.body()));
    }
  }

  /** Field by field; a name in braces that has no value yet takes the one of the answer. */
  private void compare(String about, JsonNode expected, JsonNode actual) {
    if (expected.isObject()) {
      assertThat(names(actual)).as(about).containsExactlyInAnyOrderElementsOf(names(expected));
      names(expected).forEach(name -> compare(about, expected.get(name), actual.get(name)));
    } else if (expected.isArray()) {
      assertThat(actual.size()).as(about).isEqualTo(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        compare(about, expected.get(i), actual.get(i));
      }
    } else if (expected.asText().matches("\\{\\w+}")) {
      values.put(expected.asText().replaceAll("[{}]", ""), actual.asText());
    } else if (!expected.asText().equals(ANY)) {
      assertThat(actual).as(about).isEqualTo(expected);
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private String filled(String text) {
    return Pattern.compile("\\{(\\w+)}")
        .matcher(text)
        .replaceAll(
            match ->
                java.util.regex.Matcher.quoteReplacement(
                    values.getOrDefault(match.group(1), match.group())));
  }

  private byte[] sealedImage() {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    var context =
        new ImageContext(UUID.randomUUID(), patient.id(), patient.id(), conversation.id());
    try {
      ImageSealer.seal(
          context, ImageKey.generate(), new ByteArrayInputStream(new byte[100]), sealed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sealed.toByteArray();
  }

  private String json(Object value) throws IOException {
    return service.bean(JsonMapper.class).writeValueAsString(value);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
