package org.sealward.people;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.sealward.api.Institution;

/** A row of the table {@code institution}. */
@MappedEntity("institution")
record InstitutionRow(@Id UUID id, String name, Instant createdAt) {
  Institution shown() {
    return new Institution(id, name);
  }
}
