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
import org.sealward.identity.Affiliations;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.platform.Act;
import org.sealward.platform.EventBodies;
import org.sealward.platform.Transactions;

/** Whether an institution wants assisted decryption (protocol §10), set by its admins. */
@Controller("/v1/institutions/{id}/assisted-decryption")
@Secured(Role.INSTITUTION_ADMIN_GROUP)
@Tag(name = "Institutions")
class AssistedDecryptionController {
  /** Kind of the event on an institution's stream with an {@link AssistedDecryptionPolicy}. */
  private static final String EVENT = "assisted-decryption";

  private final InstitutionRepository institutions;
  private final Affiliations affiliations;
  private final Transactions transactions;
  private final EventBodies bodies;

  AssistedDecryptionController(
      InstitutionRepository institutions,
      Affiliations affiliations,
      Transactions transactions,
      EventBodies bodies) {
    this.institutions = institutions;
    this.affiliations = affiliations;
    this.transactions = transactions;
    this.bodies = bodies;
  }

  /** Whether the institution wants images to be decrypted by the service for apps that cannot. */
  @Get
  AssistedDecryptionPolicy get(Caller caller, UUID id) {
    affiliations.requireAdmin(caller, id);
    return new AssistedDecryptionPolicy(institutions.wantsAssistedDecryption(id).isPresent());
  }

  /** Turns it on or off. An image is decrypted if all institutions of its conversation want it. */
  @Put
  AssistedDecryptionPolicy set(Caller caller, UUID id, @Body @Valid AssistedDecryptionPolicy body) {
    affiliations.requireAdmin(caller, id);
    return transactions.write(
        unit -> {
          institutions.assistDecryption(id, body.enabled());
          unit.record(
              Act.of(Act.Kind.ASSISTED_DECRYPTION_SET, caller.userId())
                  .atInstitution(id)
                  .numbered(body.enabled() ? 1 : 0));
          unit.append(bodies.event(id, EVENT, caller.userId(), body));
          return body;
        });
  }
}
