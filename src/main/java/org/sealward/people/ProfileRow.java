package org.sealward.people;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.List;
import java.util.UUID;
import org.sealward.api.SpecialistProfile;

/**
 * A specialist's profile with the institution that confirmed them, as the search reads it.
 *
 * @param languages BCP 47 tags, separated by spaces
 */
@MappedEntity("specialist_profile")
record ProfileRow(
    @Id UUID userId,
    UUID institutionId,
    String institutionName,
    String displayName,
    String specialty,
    String languages,
    String about,
    boolean accepting) {

  SpecialistProfile shown() {
    return new SpecialistProfile(
        userId,
        institutionId,
        institutionName,
        displayName,
        specialty,
        languages.isEmpty() ? List.of() : List.of(languages.split(" ")),
        about,
        accepting);
  }
}
