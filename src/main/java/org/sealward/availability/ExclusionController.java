package org.sealward.availability;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Put;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.UUID;
import org.sealward.api.AvailabilityExclusion;
import org.sealward.api.NewAvailabilityExclusion;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.platform.Problems;

/** For what times the provider of the service does not answer; reports show them. */
@Tag(name = "Availability")
@Controller("/v1/availability/{contract}/exclusions/{id}")
@Secured(Role.OPERATOR_GROUP)
class ExclusionController {
  private final Exclusions exclusions;
  private final Reports reports;

  ExclusionController(Exclusions exclusions, Reports reports) {
    this.exclusions = exclusions;
    this.reports = reports;
  }

  /** Says that a time is excluded; the id, which the caller chooses, serves once. */
  @Put
  @Problems({"contract-not-found", "exclusion-exists"})
  AvailabilityExclusion add(
      Caller caller, String contract, UUID id, @Body @Valid NewAvailabilityExclusion body) {
    AvailabilityExclusion added = exclusions.add(caller.userId(), contract, id, body);
    reports.renew();
    return added;
  }

  /** Takes that back; it stays on record, and in reports that were made before. */
  @Delete
  @Problems("exclusion-not-found")
  AvailabilityExclusion withdraw(Caller caller, String contract, UUID id) {
    AvailabilityExclusion withdrawn = exclusions.withdraw(caller.userId(), contract, id);
    reports.renew();
    return withdrawn;
  }
}
