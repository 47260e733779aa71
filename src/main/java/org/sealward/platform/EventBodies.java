package org.sealward.platform;

import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.sealward.envelope.Bytes;

/** Turns the JSON shapes of the API into the bodies of events, and back. */
@Singleton
public class EventBodies {
  private final JsonMapper json;

  EventBodies(JsonMapper json) {
    this.json = json;
  }

  /** An event whose digest is the SHA-256 of its body. */
  public NewEvent event(UUID stream, String kind, UUID actor, Object shape) {
    Bytes body = write(shape);
    return new NewEvent(stream, kind, actor, sha256(body), body);
  }

  /**
   * A shape as JSON.
   *
   * @param shape a record of {@code org.sealward.api} or {@code org.sealward.envelope}
   */
  public Bytes write(Object shape) {
    try {
      return Bytes.of(json.writeValueAsBytes(shape));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what {@link #write} wrote. */
  public <T> T read(Bytes body, Class<T> shape) {
    try {
      T value = json.readValue(body.toArray(), shape);
      if (value == null) {
        throw new IOException("a JSON null");
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Bytes sha256(Bytes body) {
    try {
      return Bytes.of(MessageDigest.getInstance("SHA-256").digest(body.toArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
