package org.sealward.keydirectory;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sealward.envelope.AttestationVerifier;
import org.sealward.envelope.InstitutionKey;
import org.sealward.envelope.SignedInstitutionKey;
import org.sealward.platform.Act;
import org.sealward.platform.EventBodies;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.Transactions;

/**
 * The published keys of institutions, append-only as users' bundles are. That a key is the
 * institution's is not promised: clients compare it once.
 */
@Singleton
class InstitutionKeys {
  /** Kind of the event on the institution's stream whose body is a {@link SignedInstitutionKey}. */
  static final String EVENT = "institution-key";

  private final InstitutionKeyRepository rows;
  private final Transactions transactions;
  private final EventBodies bodies;
  private final Clock clock;

  InstitutionKeys(
      InstitutionKeyRepository rows, Transactions transactions, EventBodies bodies, Clock clock) {
    this.rows = rows;
    this.transactions = transactions;
    this.bodies = bodies;
    this.clock = clock;
  }

  Optional<SignedInstitutionKey> newest(UUID institutionId) {
    return rows.newest(institutionId).map(this::signed);
  }

  /** Versions above {@code after}, in order. */
  List<SignedInstitutionKey> page(UUID institutionId, int after, int limit) {
    return rows.page(institutionId, after, limit).stream().map(this::signed).toList();
  }

  /**
   * Publishes the next version; the same key again changes nothing.
   *
   * @throws Problem {@link KeyProblem#INSTITUTION_KEY_VERSION_TAKEN}
   * @throws org.sealward.envelope.InvalidEnvelopeException when it breaks a rule of the protocol
   */
  void publish(UUID institutionId, UUID admin, SignedInstitutionKey signed) {
    InstitutionKey key = signed.key();
    if (!key.institutionId().equals(institutionId)) {
      throw new Problem(GeneralProblem.INVALID_REQUEST, "The key is another institution's.");
    }
    Optional<SignedInstitutionKey> there =
        rows.find(institutionId, key.version()).map(this::signed);
    if (there.isPresent()) {
      if (!there.get().equals(signed)) {
        throw taken();
      }
      return;
    }
    newest(institutionId)
        .ifPresentOrElse(
            newest -> AttestationVerifier.verifyNext(newest, signed),
            () -> AttestationVerifier.verifyFirst(signed));
    transactions.write(
        unit -> {
          if (rows.insert(institutionId, key.version(), bodies.write(signed), clock.instant())
              == 0) {
            throw taken();
          }
          unit.record(
              Act.of(Act.Kind.INSTITUTION_KEY_PUBLISHED, admin)
                  .atInstitution(institutionId)
                  .numbered(key.version()));
          return unit.append(bodies.event(institutionId, EVENT, admin, signed));
        });
  }

  private static Problem taken() {
    return new Problem(
        KeyProblem.INSTITUTION_KEY_VERSION_TAKEN,
        "Fetch the published one before you make a next.");
  }

  private SignedInstitutionKey signed(InstitutionKeyRow row) {
    return bodies.read(row.body(), SignedInstitutionKey.class);
  }
}
