package org.sealward.image;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.GrantVerifier;
import org.sealward.envelope.ImageGrant;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SignedRevocation;
import org.sealward.identity.Accounts;
import org.sealward.platform.Act;
import org.sealward.platform.Erasures;
import org.sealward.platform.EventBodies;
import org.sealward.platform.Problem;

/** Taking grants back (protocol §8.5). */
@Singleton
class Revocations {
  private final Grants grants;
  private final GrantRepository rows;
  private final Accounts accounts;
  private final Erasures erasures;
  private final EventBodies bodies;
  private final Clock clock;

  Revocations(
      Grants grants,
      GrantRepository rows,
      Accounts accounts,
      Erasures erasures,
      EventBodies bodies,
      Clock clock) {
    this.grants = grants;
    this.rows = rows;
    this.accounts = accounts;
    this.erasures = erasures;
    this.bodies = bodies;
    this.clock = clock;
  }

  /**
   * Takes a grant back; from now on its recipient reads nothing through it, and their stream does
   * not tell the wrap any more. Revoking it again, with whatever signature, changes nothing.
   *
   * @throws Problem {@link ImageProblem#IMAGE_NOT_FOUND} for whoever may not revoke it, {@link
   *     ImageProblem#REVOCATION_NOT_VALID}, {@link ImageProblem#GRANT_KEY_OUTDATED}
   */
  void revoke(UUID imageId, UUID revokerId, SignedRevocation signed) {
    Bytes grantHash = signed.revocation().grantHash();
    GrantRow row = rows.find(imageId, grantHash).orElseThrow(Images::notFound);
    ImageGrant grant = grants.signedGrant(row).grant();
    if (!mayRevoke(grant, revokerId)) {
      throw Images.notFound();
    }
    if (!signed.revocation().revokerId().equals(revokerId)) {
      throw new Problem(ImageProblem.REVOCATION_NOT_VALID, "The revoker is somebody else.");
    }
    PublicBundle revoker = grants.newest(revokerId, signed.revocation().revokerFingerprint());
    Grants.verify(
        () -> GrantVerifier.verify(signed, grant, revoker), ImageProblem.REVOCATION_NOT_VALID);
    accounts.write(
        revokerId,
        unit -> {
          if (rows.revoke(grantHash, bodies.write(signed), clock.instant()) > 0) {
            unit.record(
                Act.of(Act.Kind.GRANT_REVOKED, revokerId)
                    .aboutSubject(grant.subjectId())
                    .withTarget(grant.recipientId())
                    .onObject(imageId));
            erasures.order(unit, grant.recipientId(), Erasures.GRANT, revokerId, signed);
          }
          return grantHash;
        });
  }

  private static boolean mayRevoke(ImageGrant grant, UUID userId) {
    return userId.equals(grant.ownerId())
        || userId.equals(grant.granterId())
        || userId.equals(grant.subjectId());
  }
}
