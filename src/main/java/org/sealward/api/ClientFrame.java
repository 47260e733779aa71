package org.sealward.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;
import java.util.UUID;
import org.sealward.envelope.SealedMessage;

/**
 * What a client says on the WebSocket {@code /v1/stream}. The first frame is {@link Authenticate},
 * the second {@link Resume}; then the client acknowledges what it has stored. Messages may be sent
 * as soon as the token was accepted.
 */
@Serdeable
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ClientFrame.Authenticate.class, name = "authenticate"),
  @JsonSubTypes.Type(value = ClientFrame.Resume.class, name = "resume"),
  @JsonSubTypes.Type(value = ClientFrame.Ack.class, name = "ack"),
  @JsonSubTypes.Type(value = ClientFrame.Send.class, name = "send")
})
public sealed interface ClientFrame {
  /**
   * Who is there; sent again with a fresh token before the old one expires. A token never travels
   * in a URL.
   *
   * @param token a Cognito access token
   */
  @Serdeable
  record Authenticate(String token) implements ClientFrame {
    /** Leaves the token out. */
    @Override
    public String toString() {
      return "Authenticate[token=REDACTED]";
    }
  }

  /**
   * Where to go on.
   *
   * @param timeline the timeline of the positions, as {@link ServerFrame.Ready} named it, or null
   *     on a first visit
   * @param positions the newest sequence number that the client has stored, by stream (the user's
   *     own id, or a conversation's); a stream that is not named is sent from its start
   */
  @Serdeable
  record Resume(@Nullable UUID timeline, Map<UUID, Long> positions) implements ClientFrame {}

  /**
   * The client has stored every event frame up to this one.
   *
   * @param frame {@link ServerFrame.Event#frame()}
   */
  @Serdeable
  record Ack(long frame) implements ClientFrame {}

  /**
   * A message to be stored. The answer is one {@link ServerFrame.Sent} or {@link
   * ServerFrame.NotSent} with its id; many may be on their way, and are stored in the order in
   * which they came.
   */
  @Serdeable
  record Send(SealedMessage message) implements ClientFrame {}
}
