package org.sealward.client.internal.http;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One request to the service, before it is sent. Not thread-safe. */
public final class Call {
  private final String method;
  private final String path;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, String> query = new LinkedHashMap<>();
  private Supplier<BodyPublisher> body = BodyPublishers::noBody;
  private boolean idempotent;
  private boolean anonymous;
  private Duration deadline = Duration.ofSeconds(60);

  private Call(String method, String path, boolean idempotent) {
    this.method = method;
    this.path = path;
    this.idempotent = idempotent;
  }

  public static Call get(String path) {
    return new Call("GET", path, true);
  }

  /** For an answer that is no JSON. */
  public static Call getBytes(String path) {
    return get(path).header("Accept", "application/octet-stream, application/problem+json");
  }

  public static Call put(String path, Object shape) {
    return new Call("PUT", path, true).json(shape);
  }

  /** Without a body, and not idempotent. */
  public static Call post(String path) {
    return new Call("POST", path, false);
  }

  /** Not idempotent. */
  public static Call post(String path, Object shape) {
    return post(path).json(shape);
  }

  /** Any other method, such as tus's HEAD and PATCH. */
  public static Call of(String method, String path, boolean idempotent) {
    return new Call(method, path, idempotent);
  }

  /** Says that the service does nothing more when it gets this call twice. */
  public Call idempotent() {
    idempotent = true;
    return this;
  }

  /**
   * Allows another time than usual for one attempt.
   *
   * @param longest for the request and the whole answer
   */
  public Call deadline(Duration longest) {
    deadline = longest;
    return this;
  }

  /** Sends no token. */
  public Call anonymous() {
    anonymous = true;
    return this;
  }

  @CanIgnoreReturnValue
  public Call header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Sets a query parameter unless the value is null. */
  @CanIgnoreReturnValue
  public Call query(String name, @Nullable Object value) {
    if (value != null) {
      query.put(name, value.toString());
    }
    return this;
  }

  /** The same call with another value of one query parameter. */
  Call with(String name, String value) {
    Call copy = new Call(method, path, idempotent);
    copy.headers.putAll(headers);
    copy.query.putAll(query);
    copy.body = body;
    copy.anonymous = anonymous;
    copy.deadline = deadline;
    return copy.query(name, value);
  }

  /** Sends a body, which {@code publisher} makes anew for every attempt. */
  public Call body(String mediaType, Supplier<BodyPublisher> publisher) {
    body = publisher;
    return header("Content-Type", mediaType);
  }

  private Call json(Object shape) {
    byte[] json = Json.write(shape);
    return body("application/json", () -> BodyPublishers.ofByteArray(json));
  }

  String method() {
    return method;
  }

  /** Path and query, encoded. */
  String target() {
    String encoded =
        query.entrySet().stream()
            .map(e -> e.getKey() + '=' + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return encoded.isEmpty() ? path : path + '?' + encoded;
  }

  Map<String, String> headers() {
    return headers;
  }

  BodyPublisher body() {
    return body.get();
  }

  /** For one attempt, body included. */
  Duration deadline() {
    return deadline;
  }

  boolean isIdempotent() {
    return idempotent;
  }

  boolean isAnonymous() {
    return anonymous;
  }
}
