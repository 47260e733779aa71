package org.sealward.people;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.sealward.api.AuditExport;
import org.sealward.audit.AuditExports;
import org.sealward.envelope.AuditRecord;
import org.sealward.identity.Affiliations;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.platform.Act;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.Problems;
import org.sealward.platform.Transactions;

/** What was done at an institution, for its admins and for reviewers. */
@Tag(name = "Institutions")
@Controller("/v1/institutions/{id}/audit")
@Secured({Role.INSTITUTION_ADMIN_GROUP, Role.REVIEWER_GROUP})
class AuditController {
  private final AuditExports exports;
  private final Affiliations affiliations;
  private final InstitutionRepository institutions;
  private final Transactions transactions;
  private final Clock clock;

  AuditController(
      AuditExports exports,
      Affiliations affiliations,
      InstitutionRepository institutions,
      Transactions transactions,
      Clock clock) {
    this.exports = exports;
    this.affiliations = affiliations;
    this.institutions = institutions;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * The institution's audit records of a period, in a form that {@code ./sealward verify audit}
   * verifies. Reviewers also ask for the nil id: for acts that concern no institution. That it was
   * asked for is on record itself.
   *
   * @param from such as {@code 2026-11-01T00:00:00Z}; the beginning when left out
   * @param to now when left out, or later than now
   */
  @Get
  @Problems({
    "institution-not-found",
    "log-not-found",
    "log-key-unavailable",
    "checkpoint-not-ready",
    "period-too-long"
  })
  AuditExport export(
      Caller caller, UUID id, @QueryValue @Nullable String from, @QueryValue @Nullable String to) {
    if (!caller.is(Role.REVIEWER)) {
      affiliations.requireAdmin(caller, id);
    } else if (!id.equals(AuditRecord.NONE) && !institutions.existsById(id)) {
      throw new Problem(PeopleProblem.INSTITUTION_NOT_FOUND, "Look it up by its list.");
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant begin = from == null ? Instant.EPOCH : time(from);
    Instant asked = to == null ? now : time(to);
    Instant end = asked.isAfter(now) ? now : asked;
    if (begin.isBefore(Instant.EPOCH) || !begin.isBefore(end)) {
      throw new Problem(GeneralProblem.INVALID_REQUEST, "The period has to begin before it ends.");
    }
    transactions.write(
        unit -> unit.record(Act.of(Act.Kind.AUDIT_EXPORTED, caller.userId()).atInstitution(id)));
    return exports.of(id, begin, end);
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
    } catch (DateTimeParseException _) {
      throw new Problem(
          GeneralProblem.INVALID_REQUEST, "A time is written as 2026-11-01T00:00:00Z.");
    }
  }
}
