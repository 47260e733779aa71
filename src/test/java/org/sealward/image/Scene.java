package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.conversation.TestConversation;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.ImageSealer;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.SealedContent;
import org.sealward.envelope.SignedGrant;
import org.sealward.platform.Event;

/** People, conversations and sealed images at the running service, over HTTP. */
final class Scene {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final TestService service = TestService.get();
  private final URI url;
  private final JsonMapper json = service.bean(JsonMapper.class);

  Scene() {
    url = service.url();
  }

  /**
   * The same service at another of its nodes.
   *
   * @param node where the routes of images are asked for
   */
  Scene(URI node) {
    url = node;
  }

  /** A user and their newest keys, which are published. */
  record Person(TestUser user, OwnKeys keys) {
    UUID id() {
      return user.id();
    }

    String token() {
      return user.accessToken();
    }
  }

  /** An image that its owner sealed; the service need not have it. */
  record Picture(
      ImageContext context, Person owner, ImageKey key, SealedContent sealed, Bytes stored) {
    UUID id() {
      return context.imageId();
    }

    byte[] ciphertext() {
      return stored.toArray();
    }

    String metadata() {
      return "imageId %s,subjectId %s,conversationId %s"
          .formatted(
              base64(context.imageId()),
              base64(context.subjectId()),
              base64(context.conversationId()));
    }
  }

  TestService service() {
    return service;
  }

  Person person() {
    TestUser user = TestUser.withKeys(service);
    return new Person(user, user.keys());
  }

  /** The same person with keys of the next version, published. */
  Person rotated(Person person) {
    OwnKeys next = person.keys().rotate(PrivateKeys.generate(), now());
    TestUser.Answer answer =
        person.user().put("/v1/me/bundles/" + next.bundle().version(), next.signedBundle());
    assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    return new Person(person.user(), next);
  }

  /** Next keys that nobody knows of. */
  OwnKeys unpublished(Person person) {
    return person.keys().rotate(PrivateKeys.generate(), now());
  }

  /** A conversation in which the person is alone. */
  UUID conversation(Person person) {
    return TestConversation.begin(person.user()).id();
  }

  /** A sealed image of {@code plaintextLength} random bytes. */
  Picture picture(Person owner, UUID subjectId, UUID conversationId, int plaintextLength) {
    ImageContext context =
        new ImageContext(UUID.randomUUID(), subjectId, owner.id(), conversationId);
    ImageKey key = ImageKey.generate();
    byte[] plaintext = new byte[plaintextLength];
    new Random(plaintextLength).nextBytes(plaintext);
    ByteArrayOutputStream ciphertext = new ByteArrayOutputStream();
    try {
      SealedContent sealed =
          ImageSealer.seal(context, key, new ByteArrayInputStream(plaintext), ciphertext);
      return new Picture(context, owner, key, sealed, Bytes.of(ciphertext.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A sealed image of the owner in a conversation of their own. */
  Picture picture(Person owner, int plaintextLength) {
    return picture(owner, owner.id(), conversation(owner), plaintextLength);
  }

  /** Uploads the whole picture. */
  Picture stored(Picture picture) {
    assertThat(create(picture).statusCode()).isEqualTo(201);
    assertThat(append(picture, 0, picture.ciphertext().length).statusCode()).isEqualTo(204);
    return picture;
  }

  HttpResponse<byte[]> create(Picture picture) {
    return create(picture.owner(), picture.metadata(), picture.ciphertext().length);
  }

  HttpResponse<byte[]> create(Person person, String metadata, long length) {
    return tus(
        person,
        "POST",
        "/v1/uploads",
        BodyPublishers.noBody(),
        "Upload-Length",
        String.valueOf(length),
        "Upload-Metadata",
        metadata);
  }

  HttpResponse<byte[]> append(Picture picture, int from, int to) {
    return append(
        picture.owner(),
        picture.id(),
        from,
        BodyPublishers.ofByteArray(picture.ciphertext(), from, to - from));
  }

  HttpResponse<byte[]> append(Person person, UUID id, long offset, BodyPublisher body) {
    return tus(
        person,
        "PATCH",
        "/v1/uploads/" + id,
        body,
        "Upload-Offset",
        String.valueOf(offset),
        "Content-Type",
        "application/offset+octet-stream");
  }

  HttpResponse<byte[]> progress(Person person, UUID id) {
    return tus(person, "HEAD", "/v1/uploads/" + id, BodyPublishers.noBody());
  }

  /** The durable offset that {@code HEAD} tells the owner. */
  long offset(Picture picture) {
    HttpResponse<byte[]> answer = progress(picture.owner(), picture.id());
    assertThat(answer.statusCode()).isEqualTo(200);
    return Long.parseLong(header(answer, "Upload-Offset"));
  }

  HttpResponse<byte[]> tus(
      Person person, String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request = request(person, method, path, body);
    request.header("Tus-Resumable", "1.0.0");
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<byte[]> get(Person person, String path, String... headers) {
    return send(person, "GET", path, BodyPublishers.noBody(), headers);
  }

  HttpResponse<byte[]> post(Person person, String path, Object body) {
    return send(person, "POST", path, json(body), "Content-Type", "application/json");
  }

  HttpResponse<byte[]> send(
      Person person, String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request = request(person, method, path, body);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpRequest.Builder request(Person person, String method, String path, BodyPublisher body) {
    return HttpRequest.newBuilder(uri(path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + person.token())
        .method(method, body);
  }

  static HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  URI uri(String path) {
    return url.resolve(path);
  }

  SignedGrant grant(Picture picture, Person granter, Person recipient) {
    return SignedGrant.issue(
        picture.context(),
        picture.sealed(),
        picture.key(),
        granter.keys(),
        recipient.keys().bundle(),
        now());
  }

  BodyPublisher json(Object value) {
    try {
      return BodyPublishers.ofByteArray(json.writeValueAsBytes(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  <T> T read(HttpResponse<byte[]> answer, Class<T> type) {
    try {
      return Objects.requireNonNull(json.readValue(answer.body(), type));
    } catch (IOException e) {
      throw new UncheckedIOException(text(answer), e);
    }
  }

  /** The last part of the problem's type; the status stands in front of it. */
  static String problem(HttpResponse<byte[]> answer) {
    String text = text(answer);
    int at = text.indexOf("urn:sealward:problem:");
    String rest = at < 0 ? text : text.substring(at + "urn:sealward:problem:".length());
    int end = rest.indexOf('"');
    return answer.statusCode() + " " + (end < 0 ? rest : rest.substring(0, end));
  }

  static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("none");
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  /** The body of an event. */
  static String text(Event event) {
    return new String(event.requiredBody().toArray(), StandardCharsets.UTF_8);
  }

  static String base64(UUID id) {
    return Base64.getEncoder().encodeToString(id.toString().getBytes(StandardCharsets.US_ASCII));
  }

  static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
