package org.sealward.identity;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.sealward.api.Affiliation;

/** A row of the table {@code affiliation}. */
@MappedEntity("affiliation")
record AffiliationRow(
    @Id UUID id,
    UUID userId,
    UUID institutionId,
    String role,
    String state,
    Instant since,
    @Nullable UUID confirmedBy) {

  Affiliation shown() {
    return new Affiliation(userId, institutionId, role, state, since);
  }
}
