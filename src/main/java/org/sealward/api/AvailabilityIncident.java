package org.sealward.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;

/**
 * What people were told of an outage.
 *
 * @param to null while it lasts
 */
@Serdeable
public record AvailabilityIncident(UUID id, String title, Instant from, @Nullable Instant to) {}
