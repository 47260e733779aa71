package org.sealward.keydirectory;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.sealward.envelope.AttestationVerifier;
import org.sealward.envelope.InstitutionKey;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SignedAttestation;
import org.sealward.envelope.SignedBundle;
import org.sealward.envelope.SignedInstitutionKey;
import org.sealward.identity.Accounts;
import org.sealward.platform.Act;
import org.sealward.platform.EventBodies;
import org.sealward.platform.PersonalData;
import org.sealward.platform.Problem;
import org.sealward.platform.Unit;

/** What institutions say of their specialists: the last word for each, checked as clients do. */
@Singleton
class Attestations implements PersonalData {
  /** Kind of the event on the specialist's stream whose body is a {@link SignedAttestation}. */
  static final String EVENT = "attestation";

  private final AttestationRepository rows;
  private final InstitutionKeys institutions;
  private final KeyDirectory keys;
  private final Accounts accounts;
  private final EventBodies bodies;
  private final Clock clock;

  Attestations(
      AttestationRepository rows,
      InstitutionKeys institutions,
      KeyDirectory keys,
      Accounts accounts,
      EventBodies bodies,
      Clock clock) {
    this.rows = rows;
    this.institutions = institutions;
    this.keys = keys;
    this.accounts = accounts;
    this.bodies = bodies;
    this.clock = clock;
  }

  Optional<SignedAttestation> find(UUID userId) {
    return rows.find(userId).map(this::signed);
  }

  /** In the order of the specialists' ids. */
  List<SignedAttestation> page(UUID institutionId, UUID after, int limit) {
    return rows.page(institutionId, after, limit).stream().map(this::signed).toList();
  }

  /**
   * Stores what the institution says of the specialist, in place of what it said before.
   *
   * @throws Problem {@link KeyProblem#INSTITUTION_KEY_NOT_FOUND}, {@link
   *     KeyProblem#BUNDLE_NOT_FOUND}
   * @throws org.sealward.envelope.InvalidEnvelopeException when it is not by the institution's
   *     newest key, about the user's newest bundle, and in force
   */
  void put(UUID institutionId, UUID userId, UUID admin, SignedAttestation signed) {
    InstitutionKey institution =
        institutions
            .newest(institutionId)
            .map(SignedInstitutionKey::key)
            .orElseThrow(
                () ->
                    new Problem(
                        KeyProblem.INSTITUTION_KEY_NOT_FOUND, "An admin has to make one first."));
    PublicBundle subject =
        keys.newest(userId).map(SignedBundle::bundle).orElseThrow(Attestations::notThere);
    AttestationVerifier.verify(signed, institution, subject, clock.instant());
    accounts.write(
        admin,
        Set.of(userId),
        (unit, erased) -> {
          if (erased.contains(userId)) {
            throw notThere();
          }
          rows.put(userId, institutionId, bodies.write(signed), clock.instant());
          unit.record(
              Act.of(Act.Kind.SPECIALIST_ATTESTED, admin)
                  .atInstitution(institutionId)
                  .withTarget(userId));
          return unit.append(bodies.event(userId, EVENT, admin, signed));
        });
  }

  private static Problem notThere() {
    return new Problem(
        KeyProblem.BUNDLE_NOT_FOUND,
        "There is no such user, or they never logged in, or deleted their account.");
  }

  /** It says who the user is. */
  @Override
  public void erase(Unit unit, UUID userId, UUID receipt) {
    rows.delete(userId);
  }

  private SignedAttestation signed(AttestationRow row) {
    return bodies.read(row.body(), SignedAttestation.class);
  }
}
