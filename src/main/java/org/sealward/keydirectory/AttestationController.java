package org.sealward.keydirectory;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.UUID;
import org.sealward.api.Page;
import org.sealward.envelope.SignedAttestation;
import org.sealward.envelope.SignedInstitutionKey;
import org.sealward.identity.Affiliations;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.Problems;

/** Keys of institutions, and what they say of their specialists. */
@Tag(name = "Attestations")
@Controller("/v1")
@Secured(SecurityRule.IS_AUTHENTICATED)
class AttestationController {
  private static final int PAGE = 50;
  private static final UUID START = new UUID(0, 0);

  private final InstitutionKeys keys;
  private final Attestations attestations;
  private final Affiliations affiliations;

  AttestationController(
      InstitutionKeys keys, Attestations attestations, Affiliations affiliations) {
    this.keys = keys;
    this.attestations = attestations;
    this.affiliations = affiliations;
  }

  /** Publishes a version of an institution's key. For its admins. */
  @Put("/institutions/{id}/keys/{version}")
  @Secured(Role.INSTITUTION_ADMIN_GROUP)
  @Problems("institution-key-version-taken")
  @Status(HttpStatus.NO_CONTENT)
  void publishKey(Caller caller, UUID id, int version, @Body SignedInstitutionKey body) {
    affiliations.requireAdmin(caller, id);
    if (body.key().version() != version) {
      throw new Problem(GeneralProblem.INVALID_REQUEST, "Path and key name different versions.");
    }
    keys.publish(id, caller.userId(), body);
  }

  /**
   * Every version of an institution's key in order, none when it has no key.
   *
   * @param after the last version that the client has
   */
  @Get("/institutions/{id}/keys")
  Page<SignedInstitutionKey> institutionKeys(
      UUID id, @QueryValue(defaultValue = "0") @Min(0) int after) {
    List<SignedInstitutionKey> found = keys.page(id, after, PAGE + 1);
    if (found.size() <= PAGE) {
      return new Page<>(found, null);
    }
    List<SignedInstitutionKey> page = found.subList(0, PAGE);
    return new Page<>(page, String.valueOf(page.getLast().key().version()));
  }

  /** Stores what an institution says of a specialist. For its admins. */
  @Put("/institutions/{id}/attestations/{userId}")
  @Secured(Role.INSTITUTION_ADMIN_GROUP)
  @Problems({"institution-key-not-found", "bundle-not-found", "not-a-specialist-there"})
  @Status(HttpStatus.NO_CONTENT)
  void attest(Caller caller, UUID id, UUID userId, @Body SignedAttestation body) {
    affiliations.requireAdmin(caller, id);
    if (!affiliations.institution(userId, Role.SPECIALIST).filter(id::equals).isPresent()) {
      throw new Problem(
          KeyProblem.NOT_A_SPECIALIST_THERE, "Confirm them as a specialist of yours first.");
    }
    if (!body.attestation().institutionId().equals(id)
        || !body.attestation().userId().equals(userId)) {
      throw new Problem(GeneralProblem.INVALID_REQUEST, "Path and attestation differ.");
    }
    attestations.put(id, userId, caller.userId(), body);
  }

  /**
   * What an institution says of its specialists, in the order of their ids. For its admins.
   *
   * @param after a page's {@code next}
   */
  @Get("/institutions/{id}/attestations")
  @Secured(Role.INSTITUTION_ADMIN_GROUP)
  Page<SignedAttestation> attestations(Caller caller, UUID id, @QueryValue @Nullable UUID after) {
    affiliations.requireAdmin(caller, id);
    List<SignedAttestation> found = attestations.page(id, after == null ? START : after, PAGE + 1);
    if (found.size() <= PAGE) {
      return new Page<>(found, null);
    }
    List<SignedAttestation> page = found.subList(0, PAGE);
    return new Page<>(page, page.getLast().attestation().userId().toString());
  }

  /** What the institution said last of the specialist, if they still belong to it. */
  @Get("/specialists/{id}/attestation")
  @Problems("attestation-not-found")
  SignedAttestation attestation(UUID id) {
    return attestations
        .find(id)
        .filter(
            found ->
                affiliations
                    .institution(id, Role.SPECIALIST)
                    .filter(found.attestation().institutionId()::equals)
                    .isPresent())
        .orElseThrow(
            () ->
                new Problem(
                    KeyProblem.ATTESTATION_NOT_FOUND, "No institution vouches for the user."));
  }
}
