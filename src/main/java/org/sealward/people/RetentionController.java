package org.sealward.people;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.UUID;
import org.sealward.api.Retention;
import org.sealward.identity.Affiliations;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.platform.Act;
import org.sealward.platform.EventBodies;
import org.sealward.platform.Transactions;

/** How long an institution keeps messages and images, set by its admins. */
@Controller("/v1/institutions/{id}/retention")
@Secured(Role.INSTITUTION_ADMIN_GROUP)
@Tag(name = "Institutions")
class RetentionController {
  /** Kind of the event on an institution's stream whose body is a {@link Retention}. */
  private static final String EVENT = "retention";

  private final InstitutionRepository institutions;
  private final Affiliations affiliations;
  private final Transactions transactions;
  private final EventBodies bodies;

  RetentionController(
      InstitutionRepository institutions,
      Affiliations affiliations,
      Transactions transactions,
      EventBodies bodies) {
    this.institutions = institutions;
    this.affiliations = affiliations;
    this.transactions = transactions;
    this.bodies = bodies;
  }

  /** How long the institution keeps messages and images. */
  @Get
  Retention get(Caller caller, UUID id) {
    affiliations.requireAdmin(caller, id);
    return new Retention(institutions.retentionDays(id).orElse(null));
  }

  /** Sets how long the institution keeps messages and images; without days, for ever. */
  @Put
  Retention set(Caller caller, UUID id, @Body @Valid Retention body) {
    affiliations.requireAdmin(caller, id);
    return transactions.write(
        unit -> {
          institutions.keep(id, body.days());
          unit.record(
              Act.of(Act.Kind.RETENTION_SET, caller.userId())
                  .atInstitution(id)
                  .numbered(body.days() == null ? 0 : body.days()));
          unit.append(bodies.event(id, EVENT, caller.userId(), body));
          return body;
        });
  }
}
