package org.sealward.identity;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sealward.api.Affiliation;
import org.sealward.platform.Act;
import org.sealward.platform.EventBodies;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.Unit;

/**
 * Who belongs to which institution, as what. A confirmed affiliation makes the user a member of the
 * Cognito group of that role ({@link CognitoGroups}); from the next token on the user has the role.
 */
@Singleton
public class Affiliations {
  /** Kind of the event on a user's stream whose body is an {@link Affiliation}. */
  public static final String EVENT = "affiliation";

  static final String PENDING = "pending";
  static final String ACTIVE = "active";

  private final AffiliationRepository rows;
  private final EventBodies bodies;
  private final Clock clock;

  Affiliations(AffiliationRepository rows, EventBodies bodies, Clock clock) {
    this.rows = rows;
    this.bodies = bodies;
    this.clock = clock;
  }

  public List<Affiliation> of(UUID userId) {
    return rows.findByUserIdOrderByRole(userId).stream().map(AffiliationRow::shown).toList();
  }

  /** The institution at which the user is active in that role. */
  public Optional<UUID> institution(UUID userId, Role role) {
    return rows.findByUserIdAndRole(userId, role.group())
        .filter(row -> row.state().equals(ACTIVE))
        .map(AffiliationRow::institutionId);
  }

  /**
   * Refuses everybody else.
   *
   * @throws Problem {@link GeneralProblem#FORBIDDEN} unless the caller is an active admin there
   */
  public void requireAdmin(Caller caller, UUID institutionId) {
    if (!institution(caller.userId(), Role.INSTITUTION_ADMIN)
        .filter(institutionId::equals)
        .isPresent()) {
      throw new Problem(GeneralProblem.FORBIDDEN, "Only an admin of this institution may do this.");
    }
  }

  /**
   * Records that the user takes a role at an institution.
   *
   * @param active false when an admin of the institution has to confirm it first
   * @throws Problem {@link IdentityProblem#ALREADY_AFFILIATED} when the user has that role already,
   *     or belongs to another institution
   */
  public Affiliation add(Unit unit, UUID userId, UUID institutionId, Role role, boolean active) {
    for (AffiliationRow row : rows.findByUserIdOrderByRole(userId)) {
      if (row.role().equals(role.group()) || !row.institutionId().equals(institutionId)) {
        throw new Problem(
            IdentityProblem.ALREADY_AFFILIATED, "The user belongs to an institution already.");
      }
    }
    var row =
        rows.save(
            new AffiliationRow(
                UUID.randomUUID(),
                userId,
                institutionId,
                role.group(),
                active ? ACTIVE : PENDING,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                null));
    return announce(unit, row, userId);
  }

  /**
   * An admin's yes; a second one changes nothing.
   *
   * @return empty when the user has asked for no such role at the institution
   */
  public Optional<Affiliation> confirm(
      Unit unit, UUID userId, UUID institutionId, Role role, UUID admin) throws SQLException {
    Optional<AffiliationRow> found =
        rows.findByUserIdAndRole(userId, role.group())
            .filter(row -> row.institutionId().equals(institutionId));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var since = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (rows.confirm(found.get().id(), admin, since) == 0) {
      return found.map(AffiliationRow::shown);
    }
    unit.record(
        Act.of(Act.Kind.SPECIALIST_CONFIRMED, admin)
            .atInstitution(institutionId)
            .withTarget(userId));
    return rows.findByUserIdAndRole(userId, role.group()).map(row -> announce(unit, row, admin));
  }

  /** A page of an institution's people in one role and state, in the order of their user ids. */
  public List<Affiliation> page(
      UUID institutionId, Role role, boolean active, UUID after, int limit) {
    return rows.page(institutionId, role.group(), active ? ACTIVE : PENDING, after, limit).stream()
        .map(AffiliationRow::shown)
        .toList();
  }

  private Affiliation announce(Unit unit, AffiliationRow row, UUID actor) {
    unit.append(bodies.event(row.userId(), EVENT, actor, row.shown()));
    return row.shown();
  }
}
