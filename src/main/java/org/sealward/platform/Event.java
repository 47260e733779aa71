package org.sealward.platform;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;

/**
 * One row of the log. Rows are never changed or deleted, but that {@code erase} takes the body
 * away.
 *
 * @param position orders the whole log; has gaps; never leaves the server, for it tells how much
 *     traffic there is
 * @param seq orders the stream; from 1, without gaps
 * @param at when it was appended, by the appending node's clock, to the millisecond; orders nothing
 * @param digest SHA-256, 32 bytes
 * @param body UTF-8 JSON; null when there was none or it was erased
 */
public record Event(
    long position,
    UUID stream,
    long seq,
    String kind,
    UUID actor,
    Instant at,
    Bytes digest,
    @Nullable Bytes body) {

  /** The body of an event of a kind that is never erased. */
  public Bytes requiredBody() {
    return Objects.requireNonNull(body, "the event has no body");
  }
}
