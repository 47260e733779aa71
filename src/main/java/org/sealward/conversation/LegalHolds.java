package org.sealward.conversation;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.sealward.api.LegalHold;
import org.sealward.api.LegalHold.LiftReason;
import org.sealward.api.NewLegalHold;
import org.sealward.envelope.ErasureRecord;
import org.sealward.platform.Act;
import org.sealward.platform.Erasures;
import org.sealward.platform.EventBodies;
import org.sealward.platform.PersonalData;
import org.sealward.platform.Problem;
import org.sealward.platform.RepeatedErasure;
import org.sealward.platform.Transactions;
import org.sealward.platform.Unit;

/**
 * What institutions forbid to delete (db/migration/V15__holds_and_erasure.sql says what a hold
 * covers). Whoever deletes asks here first, in the same transaction: from the moment that a hold
 * has been set nothing is deleted that it covers.
 */
@Singleton
public class LegalHolds implements PersonalData, RepeatedErasure {
  private final Transactions transactions;
  private final EventBodies bodies;
  private final Clock clock;

  LegalHolds(Transactions transactions, EventBodies bodies, Clock clock) {
    this.transactions = transactions;
    this.bodies = bodies;
    this.clock = clock;
  }

  /**
   * Sets a hold; the same again changes nothing.
   *
   * @throws Problem {@link LegalHoldProblem#LEGAL_HOLD_EXISTS}, {@link
   *     LegalHoldProblem#NOTHING_TO_HOLD}
   */
  LegalHold set(UUID id, UUID institution, UUID admin, NewLegalHold asked) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var hold =
        new LegalHold(
            id, institution, asked.userId(), asked.reason(), admin, now, null, null, null);
    return transactions.write(
        unit -> {
          LegalHoldTable.pauseDeletion(unit.connection());
          if (!LegalHoldTable.insert(unit.connection(), hold)) {
            return LegalHoldTable.byId(unit.connection(), id).stream()
                .filter(
                    there ->
                        there.liftedAt() == null
                            && there.institutionId().equals(institution)
                            && there.userId().equals(asked.userId())
                            && there.reason() == asked.reason())
                .findFirst()
                .orElseThrow(
                    () ->
                        new Problem(
                            LegalHoldProblem.LEGAL_HOLD_EXISTS, "Choose a new id for a new hold."));
          }
          if (!LegalHoldTable.covers(unit.connection(), id)) {
            throw new Problem(
                LegalHoldProblem.NOTHING_TO_HOLD,
                "They are in no conversation with its specialists, and on no image there.");
          }
          return announce(unit, Act.Kind.LEGAL_HOLD_SET, admin, hold);
        });
  }

  /**
   * Lifts a hold; again, nothing happens.
   *
   * @throws Problem {@link LegalHoldProblem#LEGAL_HOLD_NOT_FOUND}
   */
  LegalHold lift(UUID id, UUID institution, UUID admin, LiftReason reason) {
    return transactions.write(
        unit -> {
          LegalHoldTable.pauseDeletion(unit.connection());
          LegalHold hold = find(unit, id, institution);
          if (hold.liftedAt() != null) {
            return hold;
          }
          var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
          LegalHoldTable.lift(unit.connection(), id, admin, now, reason);
          return announce(unit, Act.Kind.LEGAL_HOLD_LIFTED, admin, find(unit, id, institution));
        });
  }

  @Override
  public String kind() {
    return Erasures.LEGAL_HOLD;
  }

  @Override
  public void repeat(Unit unit, ErasureRecord order) throws SQLException {
    LegalHold told = bodies.read(order.body(), LegalHold.class);
    if (LegalHoldTable.insert(unit.connection(), told)) {
      announce(unit, Act.Kind.LEGAL_HOLD_SET, told.setBy(), told);
    }
    if (told.liftedBy() != null
        && told.liftedAt() != null
        && told.liftReason() != null
        && LegalHoldTable.lift(
            unit.connection(), told.id(), told.liftedBy(), told.liftedAt(), told.liftReason())) {
      announce(unit, Act.Kind.LEGAL_HOLD_LIFTED, told.liftedBy(), told);
    }
  }

  private static LegalHold find(Unit unit, UUID id, UUID institution) throws SQLException {
    return LegalHoldTable.byId(unit.connection(), id).stream()
        .filter(hold -> hold.institutionId().equals(institution))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                    LegalHoldProblem.LEGAL_HOLD_NOT_FOUND, "See the institution's list of holds."));
  }

  private LegalHold announce(Unit unit, Act.Kind kind, UUID admin, LegalHold hold)
      throws SQLException {
    unit.record(
        Act.of(kind, admin)
            .atInstitution(hold.institutionId())
            .aboutSubject(hold.userId())
            .onObject(hold.id()));
    unit.append(bodies.event(hold.institutionId(), Erasures.LEGAL_HOLD, admin, hold));
    unit.append(bodies.event(hold.userId(), Erasures.LEGAL_HOLD, admin, hold));
    return hold;
  }

  List<LegalHold> page(UUID institution, UUID after, int limit) {
    return transactions.read(
        connection -> LegalHoldTable.page(connection, institution, after, limit));
  }

  /** Those in force because of which the user cannot delete what they could otherwise. */
  List<LegalHold> concerning(UUID userId) {
    return transactions.read(connection -> LegalHoldTable.concerning(connection, userId));
  }

  /**
   * Refuses when a hold covers the messages of a conversation.
   *
   * @throws Problem {@link LegalHoldProblem#LEGAL_HOLD}
   */
  void requireMessagesErasable(Unit unit, UUID conversationId) throws SQLException {
    LegalHoldTable.pauseSetting(unit.connection());
    refuse(LegalHoldTable.ofConversation(unit.connection(), conversationId));
  }

  /** Whether messages of a conversation have to wait for the end of a hold. */
  boolean coverMessages(Unit unit, UUID conversationId) throws SQLException {
    LegalHoldTable.pauseSetting(unit.connection());
    return !LegalHoldTable.ofConversation(unit.connection(), conversationId).isEmpty();
  }

  /**
   * Refuses when a hold covers a stored image.
   *
   * @throws Problem {@link LegalHoldProblem#LEGAL_HOLD}
   */
  public void requireImageErasable(Unit unit, UUID imageId) throws SQLException {
    LegalHoldTable.pauseSetting(unit.connection());
    refuse(LegalHoldTable.ofImage(unit.connection(), imageId));
  }

  /** Until the unit ends no hold is set, for who asks about many images in one statement. */
  public void pauseSetting(Unit unit) throws SQLException {
    LegalHoldTable.pauseSetting(unit.connection());
  }

  @Override
  public void requireErasable(Unit unit, UUID userId) throws SQLException {
    LegalHoldTable.pauseSetting(unit.connection());
    refuse(LegalHoldTable.concerning(unit.connection(), userId));
  }

  /** What was held, and by whom, stays on record. */
  @Override
  public void erase(Unit unit, UUID userId, UUID receipt) {}

  private static void refuse(List<LegalHold> holds) {
    if (!holds.isEmpty()) {
      throw new Problem(
          LegalHoldProblem.LEGAL_HOLD,
          holds.stream()
              .map(hold -> hold.id().toString())
              .collect(
                  Collectors.joining(
                      ", ", "Held by ", ": GET /v1/me/legal-holds says by whom and why.")));
    }
  }
}
