package org.sealward.conversation;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import java.util.UUID;
import org.sealward.api.LegalHold;
import org.sealward.api.NewLegalHold;
import org.sealward.api.Page;
import org.sealward.identity.Affiliations;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.platform.Problems;

/** Legal holds: set and lifted by an institution's admins, seen by whom they concern. */
@Controller("/v1")
@Tag(name = "Institutions")
class LegalHoldController {
  private static final int PAGE = 100;
  private static final UUID START = new UUID(0, 0);

  private final LegalHolds holds;
  private final Affiliations affiliations;

  LegalHoldController(LegalHolds holds, Affiliations affiliations) {
    this.holds = holds;
    this.affiliations = affiliations;
  }

  /** Sets a legal hold; its id, which the caller chooses, serves once. */
  @Put("/institutions/{id}/legal-holds/{holdId}")
  @Secured(Role.INSTITUTION_ADMIN_GROUP)
  @Problems({"legal-hold-exists", "nothing-to-hold"})
  LegalHold set(Caller caller, UUID id, UUID holdId, @Body @Valid NewLegalHold body) {
    affiliations.requireAdmin(caller, id);
    return holds.set(holdId, id, caller.userId(), body);
  }

  /** Lifts a legal hold, which stays on record; again, nothing happens. */
  @Delete("/institutions/{id}/legal-holds/{holdId}")
  @Secured(Role.INSTITUTION_ADMIN_GROUP)
  @Problems("legal-hold-not-found")
  LegalHold lift(Caller caller, UUID id, UUID holdId, @QueryValue LegalHold.LiftReason reason) {
    affiliations.requireAdmin(caller, id);
    return holds.lift(holdId, id, caller.userId(), reason);
  }

  /** The institution's legal holds, lifted ones too; {@code after} is the last one seen. */
  @Get("/institutions/{id}/legal-holds")
  @Secured(Role.INSTITUTION_ADMIN_GROUP)
  Page<LegalHold> list(Caller caller, UUID id, @QueryValue @Nullable UUID after) {
    affiliations.requireAdmin(caller, id);
    List<LegalHold> found = holds.page(id, after == null ? START : after, PAGE + 1);
    boolean more = found.size() > PAGE;
    List<LegalHold> page = more ? found.subList(0, PAGE) : found;
    return new Page<>(page, more ? page.getLast().id().toString() : null);
  }

  /** The legal holds in force that concern the caller, on the caller or on somebody else. */
  @Get("/me/legal-holds")
  @Secured(SecurityRule.IS_AUTHENTICATED)
  Page<LegalHold> own(Caller caller) {
    return new Page<>(holds.concerning(caller.userId()), null);
  }
}
