package org.sealward.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;

/**
 * A time for which the provider does not answer, and what shows that (protocol §19.3).
 *
 * @param cause {@code hosting-provider} or {@code planned-maintenance}
 * @param statement what happened
 * @param link where others tell of it; null where nobody does
 * @param by who says so
 * @param recordedAt when it was said
 */
@Serdeable
public record AvailabilityExclusion(
    UUID id,
    Instant from,
    Instant to,
    String cause,
    String statement,
    @Nullable String link,
    String by,
    Instant recordedAt) {}
