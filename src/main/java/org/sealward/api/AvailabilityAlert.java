package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;

/**
 * What a webhook is told of a contract whose budget burns.
 *
 * @param id the same however often it is told
 * @param kind {@code alert-raised} or {@code alert-ended}
 * @param contract id of its policy
 * @param rate {@code fastest}, {@code fast}, {@code slow} or {@code slowest}
 * @param incident that the alert belongs to
 * @param at when it was raised or ended
 */
@Serdeable
public record AvailabilityAlert(
    UUID id,
    String kind,
    String contract,
    String rate,
    AvailabilityIncident incident,
    Instant at) {}
