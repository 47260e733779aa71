package org.sealward.notify;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one receiver is told.
 *
 * @param id receivers know by it what they were told twice; what has an id that was there before is
 *     not told again
 * @param channel name of the {@link Channel} that delivers it
 * @param receiver as the channel knows them, such as an e-mail address
 * @param subject one line; may be empty
 * @param body text, or JSON
 * @param unsubscribe where one click ends such notices; null: nothing does
 * @param at when it became true
 * @param until when it is not worth telling any more
 */
public record Notice(
    UUID id,
    String channel,
    String receiver,
    String subject,
    String body,
    @Nullable URI unsubscribe,
    Instant at,
    Instant until) {
  /** How long a notice is tried to be delivered, where nothing else is said. */
  static final Duration LIFETIME = Duration.ofDays(3);

  private static final int LONGEST_LINE = 500;

  public Notice {
    if (!isLine(receiver) || receiver.isEmpty() || !isLine(subject)) {
      throw new IllegalArgumentException("a receiver and a subject are one line each");
    }
    if (body.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("no database takes a text with a zero");
    }
  }

  /** With an id of its own, for three days. */
  public static Notice of(
      String channel, String receiver, String subject, String body, Instant at) {
    return new Notice(
        UUID.randomUUID(), channel, receiver, subject, body, null, at, at.plus(LIFETIME));
  }

  /** The same under an id by which it is told once. */
  public Notice withId(UUID other) {
    return new Notice(other, channel, receiver, subject, body, unsubscribe, at, until);
  }

  /** The same with another body, in which the id may stand. */
  public Notice withBody(String other) {
    return new Notice(id, channel, receiver, subject, other, unsubscribe, at, until);
  }

  /** The same with an address that ends such notices. */
  public Notice withUnsubscribe(URI address) {
    return new Notice(id, channel, receiver, subject, body, address, at, until);
  }

  /** The same, worth telling for as long. */
  public Notice until(Instant end) {
    return new Notice(id, channel, receiver, subject, body, unsubscribe, at, end);
  }

  /** Whether a text can stand in a header: 500 characters at most, none of them of control. */
  public static boolean isLine(String text) {
    return text.length() <= LONGEST_LINE && text.chars().noneMatch(Character::isISOControl);
  }

  /** Neither whom it is for nor what it says. */
  @Override
  public String toString() {
    return "Notice[" + id + " by " + channel + "]";
  }
}
