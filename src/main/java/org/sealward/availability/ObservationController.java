package org.sealward.availability;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.sealward.api.ObservationBatch;
import org.sealward.api.ObservationsTaken;
import org.sealward.limits.MaxBody;
import org.sealward.platform.Problems;

/** Takes in what probers saw, also while nobody can log in: what they sign says who they are. */
@Tag(name = "Availability")
@Controller("/v1/availability/observations")
@Secured(SecurityRule.IS_ANONYMOUS)
class ObservationController {
  private final Observations observations;

  ObservationController(Observations observations) {
    this.observations = observations;
  }

  /** What a prober saw since its last batch; those that the service has are passed over. */
  @Post
  @MaxBody(500)
  @Problems({"observation-refused", "observation-gap", "clock-skewed"})
  ObservationsTaken take(@Body @Valid ObservationBatch batch) {
    return observations.take(batch);
  }
}
