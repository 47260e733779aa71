package org.sealward.people;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.Clock;
import java.util.UUID;
import org.sealward.api.Page;
import org.sealward.api.ProfileUpdate;
import org.sealward.api.SpecialistProfile;
import org.sealward.identity.Accounts;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.platform.Problem;
import org.sealward.platform.Problems;

/** Specialists' profiles: written by themselves, searched by everybody who is logged in. */
@Tag(name = "Specialists")
@Controller("/v1")
@Secured(SecurityRule.IS_AUTHENTICATED)
class SpecialistController {
  private final ProfileRepository profiles;
  private final Accounts accounts;
  private final Clock clock;

  SpecialistController(ProfileRepository profiles, Accounts accounts, Clock clock) {
    this.profiles = profiles;
    this.accounts = accounts;
    this.clock = clock;
  }

  /** What the caller tells patients; the first time, the profile begins. */
  @Put("/me/profile")
  @Secured(Role.SPECIALIST_GROUP)
  @Problems("specialist-not-found")
  SpecialistProfile update(Caller caller, @Body @Valid ProfileUpdate body) {
    return accounts.write(
        caller.userId(),
        _ -> {
          profiles.put(
              caller.userId(),
              body.displayName(),
              body.specialty(),
              String.join(" ", body.languages()),
              body.about(),
              body.accepting(),
              clock.instant());
          return find(caller.userId());
        });
  }

  /** Confirmed specialists with a profile; of canary institutions only for who belongs there. */
  @Get("/specialists")
  @Problems("invalid-cursor")
  Page<SpecialistProfile> search(
      Caller caller,
      @QueryValue @Nullable UUID institution,
      @QueryValue @Nullable String specialty,
      @QueryValue @Nullable String cursor) {
    return Paging.page(
        after -> profiles.search(caller.userId(), institution, specialty, after, Paging.SIZE + 1),
        cursor,
        ProfileRow::userId,
        ProfileRow::shown);
  }

  /** A confirmed specialist with a profile. */
  @Get("/specialists/{id}")
  @Problems("specialist-not-found")
  SpecialistProfile find(UUID id) {
    return profiles
        .find(id)
        .map(ProfileRow::shown)
        .orElseThrow(
            () ->
                new Problem(
                    PeopleProblem.SPECIALIST_NOT_FOUND,
                    "Only specialists whom an institution confirmed, and who have a profile, are"
                        + " found."));
  }
}
