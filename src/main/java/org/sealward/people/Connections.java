package org.sealward.people;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import org.sealward.api.Connection;
import org.sealward.identity.Accounts;
import org.sealward.identity.Affiliations;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.platform.Act;
import org.sealward.platform.EventBodies;
import org.sealward.platform.Problem;
import org.sealward.platform.Unit;

/**
 * Who may reach whom. A patient asks, the specialist decides, either ends it; both see each step as
 * an event on their own stream.
 */
@Singleton
public class Connections {
  /** Kind of the event on both users' streams whose body is a {@link Connection}. */
  public static final String EVENT = "connection";

  private final ConnectionRepository rows;
  private final ProfileRepository profiles;
  private final Affiliations affiliations;
  private final Accounts accounts;
  private final EventBodies bodies;
  private final Clock clock;

  Connections(
      ConnectionRepository rows,
      ProfileRepository profiles,
      Affiliations affiliations,
      Accounts accounts,
      EventBodies bodies,
      Clock clock) {
    this.rows = rows;
    this.profiles = profiles;
    this.affiliations = affiliations;
    this.accounts = accounts;
    this.bodies = bodies;
    this.clock = clock;
  }

  /**
   * Whether one may bring the other into a conversation: an accepted connection ties them, or both
   * are confirmed specialists.
   */
  public boolean mayReach(UUID a, UUID b) {
    return a.equals(b) || rows.connected(a, b) || (isSpecialist(a) && isSpecialist(b));
  }

  private boolean isSpecialist(UUID userId) {
    return affiliations.institution(userId, Role.SPECIALIST).isPresent();
  }

  Connection request(Caller patient, UUID specialistId) {
    return accounts.write(
        patient.userId(),
        Set.of(specialistId),
        (unit, _) -> { // who deleted the account has no profile
          ProfileRow profile =
              profiles
                  .find(specialistId)
                  .orElseThrow(
                      () ->
                          new Problem(
                              PeopleProblem.SPECIALIST_NOT_FOUND, "Look them up by the search."));
          if (!profile.accepting()) {
            throw new Problem(PeopleProblem.SPECIALIST_NOT_ACCEPTING, "Choose another one.");
          }
          UUID id = UUID.randomUUID();
          if (rows.request(id, patient.userId(), specialistId, now()) == 0) {
            throw new Problem(PeopleProblem.CONNECTION_EXISTS, "See the list of connections.");
          }
          return announce(unit, id, patient.userId(), Act.Kind.CONNECTION_REQUESTED);
        });
  }

  Connection decide(Caller specialist, UUID id, boolean accepted) {
    return accounts.write(
        specialist.userId(),
        unit -> {
          if (rows.findById(id)
              .filter(row -> row.specialistId().equals(specialist.userId()))
              .isEmpty()) {
            throw new Problem(PeopleProblem.CONNECTION_NOT_FOUND, "See the list of connections.");
          }
          if (rows.decide(id, accepted ? "accepted" : "declined", now()) == 0) {
            throw new Problem(PeopleProblem.CONNECTION_DECIDED, "See the list of connections.");
          }
          return announce(
              unit,
              id,
              specialist.userId(),
              accepted ? Act.Kind.CONNECTION_ACCEPTED : Act.Kind.CONNECTION_DECLINED);
        });
  }

  Connection end(Caller caller, UUID id) {
    return accounts.write(
        caller.userId(),
        unit -> {
          if (rows.findById(id)
              .filter(
                  row ->
                      row.patientId().equals(caller.userId())
                          || row.specialistId().equals(caller.userId()))
              .isEmpty()) {
            throw new Problem(PeopleProblem.CONNECTION_NOT_FOUND, "See the list of connections.");
          }
          if (rows.end(id, now()) == 0) {
            throw new Problem(
                PeopleProblem.CONNECTION_NOT_ACCEPTED, "See the list of connections.");
          }
          return announce(unit, id, caller.userId(), Act.Kind.CONNECTION_ENDED);
        });
  }

  private Connection announce(Unit unit, UUID id, UUID actor, Act.Kind kind) throws SQLException {
    Connection shown = rows.findById(id).orElseThrow().shown();
    unit.record(
        Act.of(kind, actor)
            .aboutSubject(shown.patientId())
            .withTarget(shown.specialistId())
            .onObject(id));
    unit.append(bodies.event(shown.patientId(), EVENT, actor, shown));
    unit.append(bodies.event(shown.specialistId(), EVENT, actor, shown));
    return shown;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
