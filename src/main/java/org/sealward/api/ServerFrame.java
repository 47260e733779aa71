package org.sealward.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;

/** What the service says on the WebSocket {@code /v1/stream}. */
@Serdeable
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ServerFrame.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = ServerFrame.Event.class, name = "event"),
  @JsonSubTypes.Type(value = ServerFrame.CaughtUp.class, name = "caught-up"),
  @JsonSubTypes.Type(value = ServerFrame.Sent.class, name = "sent"),
  @JsonSubTypes.Type(value = ServerFrame.NotSent.class, name = "not-sent"),
  @JsonSubTypes.Type(value = ServerFrame.Refused.class, name = "refused")
})
public sealed interface ServerFrame {
  /** How many event frames may be on their way without an acknowledgement. */
  int WINDOW = 256;

  /**
   * The token was accepted.
   *
   * @param timeline changes when the service was restored from a backup: positions of another
   *     timeline may be ahead of this one, so the client reads again from the start of a stream
   * @param expiresAt when the token expires; a fresh one is due before
   */
  @Serdeable
  record Ready(UUID userId, UUID timeline, Instant expiresAt) implements ServerFrame {}

  /**
   * One event of a stream that the user may read. Delivery is at least once and in order within a
   * stream; {@code (stream, seq)} tells a duplicate.
   *
   * @param frame number of this frame on this socket, from 1; named in {@link ClientFrame.Ack}
   * @param kind {@code message}, {@code membership}, {@code connection}, …
   * @param actor whose act it was
   * @param body the JSON shape of the kind, or null when the body was erased
   */
  @Serdeable
  record Event(
      long frame,
      UUID stream,
      long seq,
      String kind,
      Instant at,
      UUID actor,
      @Nullable JsonNode body)
      implements ServerFrame {}

  /** Everything that was there at the time of {@link ClientFrame.Resume} has been sent. */
  @Serdeable
  record CaughtUp() implements ServerFrame {}

  /**
   * The message of a {@link ClientFrame.Send} is durable.
   *
   * @param seq its place in the conversation's stream
   */
  @Serdeable
  record Sent(UUID messageId, long seq, Instant at) implements ServerFrame {}

  /**
   * The message of a {@link ClientFrame.Send} was not stored; the socket stays open.
   *
   * @param problem the problem's type URI, as HTTP would name it
   * @param detail null when the service failed: the same bytes may be sent again later
   */
  @Serdeable
  record NotSent(UUID messageId, String problem, @Nullable String detail) implements ServerFrame {}

  /**
   * Why the socket is about to be closed.
   *
   * @param problem the problem's type URI
   */
  @Serdeable
  record Refused(String problem, String detail) implements ServerFrame {}
}
