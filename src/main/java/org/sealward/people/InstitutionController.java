package org.sealward.people;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.sealward.api.AcceptInvitation;
import org.sealward.api.Affiliation;
import org.sealward.api.Institution;
import org.sealward.api.Invitation;
import org.sealward.api.NewInstitution;
import org.sealward.api.NewInvitation;
import org.sealward.api.Page;
import org.sealward.identity.Affiliations;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.identity.SecondFactors;
import org.sealward.platform.Act;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.Problems;
import org.sealward.platform.Transactions;

@Tag(name = "Institutions")
@Controller("/v1")
class InstitutionController {
  private final InstitutionRepository institutions;
  private final Invitations invitations;
  private final Affiliations affiliations;
  private final SecondFactors secondFactors;
  private final Transactions transactions;
  private final Clock clock;

  InstitutionController(
      InstitutionRepository institutions,
      Invitations invitations,
      Affiliations affiliations,
      SecondFactors secondFactors,
      Transactions transactions,
      Clock clock) {
    this.institutions = institutions;
    this.invitations = invitations;
    this.affiliations = affiliations;
    this.secondFactors = secondFactors;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Registers an institution. A canary, for probers, is in no list but its members', nor are its
   * specialists, and what is sent there is kept for a day.
   */
  @Post("/institutions")
  @Status(HttpStatus.CREATED)
  @Secured(Role.OPERATOR_GROUP)
  @Problems("institution-exists")
  Institution create(Caller caller, @Body @Valid NewInstitution body) {
    var created = new Institution(UUID.randomUUID(), body.name().strip());
    boolean canary = Boolean.TRUE.equals(body.canary());
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return transactions.write(
        unit -> {
          if (institutions.insert(created.id(), created.name(), now, canary) == 0) {
            throw new Problem(PeopleProblem.INSTITUTION_EXISTS, "Choose another name.");
          }
          unit.record(
              Act.of(Act.Kind.INSTITUTION_REGISTERED, caller.userId())
                  .atInstitution(created.id())
                  .numbered(canary ? 1 : 0));
          return created;
        });
  }

  /** All institutions; canaries only for who belongs to them. */
  @Get("/institutions")
  @Secured(SecurityRule.IS_AUTHENTICATED)
  @Problems("invalid-cursor")
  Page<Institution> list(Caller caller, @QueryValue @Nullable String cursor) {
    return Paging.page(
        after -> institutions.page(caller.userId(), after, Paging.SIZE + 1),
        cursor,
        InstitutionRow::id,
        InstitutionRow::shown);
  }

  /** Makes a one-time code that brings a specialist or an admin to the institution. */
  @Post("/institutions/{id}/invitations")
  @Status(HttpStatus.CREATED)
  @Secured({Role.OPERATOR_GROUP, Role.INSTITUTION_ADMIN_GROUP})
  @Problems("institution-not-found")
  Invitation invite(Caller caller, UUID id, @Body @Valid NewInvitation body) {
    boolean forAdmin = body.role().equals(Role.INSTITUTION_ADMIN.group());
    if (caller.is(Role.OPERATOR) && forAdmin) {
      requireInstitution(id);
    } else {
      affiliations.requireAdmin(caller, id);
    }
    return invitations.invite(caller, id, forAdmin ? Role.INSTITUTION_ADMIN : Role.SPECIALIST);
  }

  /**
   * Takes an invitation, which needs a login with an authenticator app. A specialist then waits for
   * an admin to confirm it; an admin does not.
   */
  @Post("/invitations/accept")
  @Secured(SecurityRule.IS_AUTHENTICATED)
  @Problems({
    "forbidden",
    "second-factor-required",
    "second-factor-unknown",
    "invitation-not-valid",
    "already-affiliated"
  })
  Affiliation accept(Caller caller, @Body @Valid AcceptInvitation body) {
    if (caller.is(Role.OPERATOR)) {
      throw new Problem(GeneralProblem.FORBIDDEN, "An operator belongs to no institution.");
    }
    secondFactors.require(caller.userId());
    return invitations.accept(caller, body.code());
  }

  /** The institution's specialists who wait for confirmation, or who have it. */
  @Get("/institutions/{id}/specialists")
  @Secured(Role.INSTITUTION_ADMIN_GROUP)
  @Problems("invalid-cursor")
  Page<Affiliation> specialists(
      Caller caller,
      UUID id,
      @QueryValue(defaultValue = "pending") @Pattern(regexp = "pending|active") String state,
      @QueryValue @Nullable String cursor) {
    affiliations.requireAdmin(caller, id);
    return Paging.page(
        after ->
            affiliations.page(id, Role.SPECIALIST, state.equals("active"), after, Paging.SIZE + 1),
        cursor,
        Affiliation::userId,
        affiliation -> affiliation);
  }

  /** An admin confirms that somebody is a specialist of the institution. */
  @Post("/institutions/{id}/specialists/{userId}/confirm")
  @Secured(Role.INSTITUTION_ADMIN_GROUP)
  @Problems({"affiliation-not-found", "second-factor-required", "second-factor-unknown"})
  Affiliation confirm(Caller caller, UUID id, UUID userId) {
    affiliations.requireAdmin(caller, id);
    if (affiliations.of(userId).stream().anyMatch(asked -> asked.institutionId().equals(id))) {
      secondFactors.requireOf(userId);
    }
    return transactions
        .write(unit -> affiliations.confirm(unit, userId, id, Role.SPECIALIST, caller.userId()))
        .orElseThrow(
            () ->
                new Problem(
                    PeopleProblem.AFFILIATION_NOT_FOUND,
                    "The specialist has to accept an invitation of this institution first."));
  }

  private void requireInstitution(UUID id) {
    if (!institutions.existsById(id)) {
      throw new Problem(PeopleProblem.INSTITUTION_NOT_FOUND, "Look it up by its list.");
    }
  }
}
