package org.sealward.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;

/**
 * The connection of a patient with a specialist; the body of {@code connection} events.
 *
 * @param state "requested", "accepted", "declined" or "ended"
 * @param decidedAt when the specialist accepted or declined; null before
 * @param endedAt when one of the two ended what was accepted; null before
 */
@Serdeable
public record Connection(
    UUID id,
    UUID patientId,
    UUID specialistId,
    String state,
    Instant requestedAt,
    @Nullable Instant decidedAt,
    @Nullable Instant endedAt) {}
