package org.sealward.people;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.UUID;
import org.sealward.api.AssistedDecryptionPolicy;
import org.sealward.api.Retention;
import org.sealward.identity.Affiliations;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.platform.Act;
import org.sealward.platform.EventBodies;
import org.sealward.platform.Problem;
import org.sealward.platform.Problems;
import org.sealward.platform.Transactions;

/** What an institution's admins set for it: how long it keeps things, and assisted decryption. */
@Controller("/v1/institutions/{id}")
@Secured(Role.INSTITUTION_ADMIN_GROUP)
@Tag(name = "Institutions")
class InstitutionPolicyController {
  /** Kind of the event on an institution's stream whose body is a {@link Retention}. */
  private static final String RETENTION = "retention";

  /** Kind of the event on an institution's stream with an {@link AssistedDecryptionPolicy}. */
  private static final String ASSISTED_DECRYPTION = "assisted-decryption";

  private final InstitutionRepository institutions;
  private final Affiliations affiliations;
  private final Transactions transactions;
  private final EventBodies bodies;

  InstitutionPolicyController(
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
  @Get("/retention")
  Retention retention(Caller caller, UUID id) {
    affiliations.requireAdmin(caller, id);
    return new Retention(institutions.retentionDays(id).orElse(null));
  }

  /** Sets how long the institution keeps messages and images; without days, for ever. */
  @Put("/retention")
  @Problems("canary-retention")
  Retention setRetention(Caller caller, UUID id, @Body @Valid Retention body) {
    affiliations.requireAdmin(caller, id);
    return transactions.write(
        unit -> {
          if (institutions.keep(id, body.days()) == 0) {
            throw new Problem(PeopleProblem.CANARY_RETENTION, "Leave it at one day.");
          }
          unit.record(
              Act.of(Act.Kind.RETENTION_SET, caller.userId())
                  .atInstitution(id)
                  .numbered(body.days() == null ? 0 : body.days()));
          unit.append(bodies.event(id, RETENTION, caller.userId(), body));
          return body;
        });
  }

  /** Whether the institution wants images to be decrypted by the service for apps that cannot. */
  @Get("/assisted-decryption")
  AssistedDecryptionPolicy assistedDecryption(Caller caller, UUID id) {
    affiliations.requireAdmin(caller, id);
    return new AssistedDecryptionPolicy(institutions.wantsAssistedDecryption(id).isPresent());
  }

  /** Turns it on or off. An image is decrypted if all institutions of its conversation want it. */
  @Put("/assisted-decryption")
  AssistedDecryptionPolicy setAssistedDecryption(
      Caller caller, UUID id, @Body @Valid AssistedDecryptionPolicy body) {
    affiliations.requireAdmin(caller, id);
    return transactions.write(
        unit -> {
          institutions.assistDecryption(id, body.enabled());
          unit.record(
              Act.of(Act.Kind.ASSISTED_DECRYPTION_SET, caller.userId())
                  .atInstitution(id)
                  .numbered(body.enabled() ? 1 : 0));
          unit.append(bodies.event(id, ASSISTED_DECRYPTION, caller.userId(), body));
          return body;
        });
  }
}
