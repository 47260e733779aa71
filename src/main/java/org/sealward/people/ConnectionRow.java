package org.sealward.people;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.sealward.api.Connection;

/** A row of the table {@code connection}. */
@MappedEntity("connection")
record ConnectionRow(
    @Id UUID id,
    UUID patientId,
    UUID specialistId,
    String state,
    Instant requestedAt,
    @Nullable Instant decidedAt,
    @Nullable Instant endedAt) {

  Connection shown() {
    return new Connection(id, patientId, specialistId, state, requestedAt, decidedAt, endedAt);
  }
}
