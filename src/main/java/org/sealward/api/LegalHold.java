package org.sealward.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;

/**
 * An institution's order that what it has of a person is not deleted; the body of {@code
 * legal-hold} events.
 *
 * @param userId the person
 * @param liftedBy null while it is in force, as are the time and the reason
 */
@Serdeable
public record LegalHold(
    UUID id,
    UUID institutionId,
    UUID userId,
    Reason reason,
    UUID setBy,
    Instant setAt,
    @Nullable UUID liftedBy,
    @Nullable Instant liftedAt,
    @Nullable LiftReason liftReason) {

  /** Why it was set. */
  public enum Reason {
    /** A case before a court, or one that is expected. */
    LITIGATION,
    /** An inquiry of an authority. */
    AUTHORITY,
    /** A complaint about a treatment. */
    COMPLAINT,
    /** Somebody came to harm, or nearly did. */
    INCIDENT,
    /** Another one, which the institution's files tell. */
    OTHER
  }

  /** Why it was lifted. */
  public enum LiftReason {
    /** What it was set for has ended. */
    CLOSED,
    /** It should not have been set. */
    MISTAKE
  }
}
