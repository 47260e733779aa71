package org.sealward.image;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.sealward.api.OutdatedImages;
import org.sealward.api.StoredGrant;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.GrantVerifier;
import org.sealward.envelope.ImageGrant;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SignedBundle;
import org.sealward.envelope.SignedGrant;
import org.sealward.envelope.SignedRevocation;
import org.sealward.identity.Accounts;
import org.sealward.keydirectory.KeyDirectory;
import org.sealward.platform.Act;
import org.sealward.platform.EventBodies;
import org.sealward.platform.Problem;

/**
 * The rules of granting and revoking (protocol §8.4–8.5), as far as the service can check them: who
 * signed, about which image, to which keys. That the wrap inside opens is for the recipient to see.
 */
@Singleton
class Grants {
  private static final String GRANTED = "image-granted";

  private final ImageRepository images;
  private final GrantRepository grants;
  private final KeyDirectory keys;
  private final Accounts accounts;
  private final EventBodies bodies;
  private final Clock clock;

  Grants(
      ImageRepository images,
      GrantRepository grants,
      KeyDirectory keys,
      Accounts accounts,
      EventBodies bodies,
      Clock clock) {
    this.images = images;
    this.grants = grants;
    this.keys = keys;
    this.accounts = accounts;
    this.bodies = bodies;
    this.clock = clock;
  }

  /**
   * Stores a grant by somebody who may read the image. The same grant again changes nothing, unless
   * it was revoked: then it is refused, and only a newly signed one counts. One to somebody who
   * deleted their account is taken, since a granter cannot know that, and not stored.
   *
   * @throws Problem {@link ImageProblem#IMAGE_NOT_FOUND}, {@link ImageProblem#GRANT_NOT_VALID},
   *     {@link ImageProblem#GRANT_KEY_OUTDATED}, {@link ImageProblem#GRANT_REVOKED}
   */
  void grant(UUID imageId, UUID granterId, SignedGrant signed) {
    ImageGrant grant = signed.grant();
    ImageRow image = images.findReadable(imageId, granterId).orElseThrow(Images::notFound);
    Bytes grantHash = grant.grantHash();
    Optional<GrantRow> there = grants.find(imageId, grantHash);
    if (there.isPresent()) {
      requireHolds(there.get());
      return;
    }
    requireAbout(image, grant);
    if (!grant.granterId().equals(granterId)) {
      throw invalidGrant("The granter is somebody else.");
    }
    PublicBundle granter = newest(granterId, grant.granterFingerprint());
    newest(grant.recipientId(), grant.recipientFingerprint());
    verify(() -> GrantVerifier.verify(signed, granter), ImageProblem.GRANT_NOT_VALID);
    accounts.write(
        granterId,
        Set.of(grant.recipientId()),
        (unit, erased) -> {
          if (images.keepStored(imageId).isEmpty()) {
            throw Images.notFound();
          }
          if (!erased.contains(grant.recipientId())
              && grants.insert(
                      grantHash,
                      imageId,
                      grant.recipientId(),
                      grant.recipientFingerprint(),
                      bodies.write(signed),
                      clock.instant())
                  > 0) {
            unit.record(
                act(Act.Kind.IMAGE_GRANTED, granterId, image).withTarget(grant.recipientId()));
            unit.append(bodies.event(grant.recipientId(), GRANTED, granterId, signed));
          }
          return grantHash;
        });
  }

  /**
   * Grants in the order of their hashes: all of them to owner and subject, but of those to the
   * caller the unrevoked ones alone. That wraps of the user's are handed out is on record before
   * they are.
   *
   * @param after the last grant's hash that the caller has, or {@link Bytes#EMPTY}
   */
  List<StoredGrant> page(UUID imageId, UUID userId, Bytes after, int limit) {
    ImageRow image = images.findStored(imageId).orElseThrow(Images::notFound);
    boolean seesAll = image.ownerId().equals(userId) || image.subjectId().equals(userId);
    if (!seesAll && images.findReadable(imageId, userId).isEmpty()) {
      throw Images.notFound();
    }
    List<GrantRow> rows =
        seesAll
            ? grants.page(imageId, userId, after, limit)
            : grants.pageFor(imageId, userId, after, limit);
    if (rows.stream().anyMatch(row -> row.recipientId().equals(userId))) {
      accounts.write(userId, unit -> unit.record(act(Act.Kind.WRAP_FETCHED, userId, image)));
    }
    return rows.stream().map(this::shown).toList();
  }

  /**
   * Images that the user may read through grants to other keys of theirs alone, in the order of
   * their ids.
   */
  OutdatedImages outdated(UUID userId, Bytes fingerprint, UUID after, int limit) {
    List<UUID> found = grants.imagesNotGrantedTo(userId, fingerprint, after, limit + 1);
    long total = grants.countNotGrantedTo(userId, fingerprint);
    return found.size() <= limit
        ? new OutdatedImages(total, found, null)
        : new OutdatedImages(total, found.subList(0, limit), found.get(limit - 1));
  }

  private static Act act(Act.Kind kind, UUID actor, ImageRow image) {
    return Act.of(kind, actor).aboutSubject(image.subjectId()).onObject(image.id());
  }

  private static void requireHolds(GrantRow row) {
    if (row.isRevoked()) {
      throw new Problem(ImageProblem.GRANT_REVOKED, "Sign a new grant.");
    }
  }

  private static void requireAbout(ImageRow image, ImageGrant grant) {
    if (!grant.imageId().equals(image.id())
        || !grant.ownerId().equals(image.ownerId())
        || !grant.subjectId().equals(image.subjectId())
        || !grant.conversationId().equals(image.conversationId())) {
      throw invalidGrant("It is about another image, owner, subject or conversation.");
    }
    if (!grant.contentDigest().equals(image.digest())
        || grant.ciphertextLength() != image.length()) {
      throw invalidGrant("The service stores other ciphertext.");
    }
  }

  /** The user's newest bundle, if that is its fingerprint. */
  PublicBundle newest(UUID userId, Bytes fingerprint) {
    return keys.newest(userId)
        .map(SignedBundle::bundle)
        .filter(bundle -> bundle.fingerprint().equals(fingerprint))
        .orElseThrow(
            () ->
                new Problem(
                    ImageProblem.GRANT_KEY_OUTDATED,
                    "The fingerprint is not that of " + userId + "'s newest bundle."));
  }

  static void verify(Runnable rules, ImageProblem otherwise) {
    try {
      rules.run();
    } catch (InvalidEnvelopeException e) {
      throw new Problem(otherwise, e.failure() + ": " + e.getMessage());
    }
  }

  private static Problem invalidGrant(String detail) {
    return new Problem(ImageProblem.GRANT_NOT_VALID, detail);
  }

  SignedGrant signedGrant(GrantRow row) {
    return bodies.read(row.body(), SignedGrant.class);
  }

  private StoredGrant shown(GrantRow row) {
    return new StoredGrant(
        signedGrant(row),
        row.revocation() == null ? null : bodies.read(row.revocation(), SignedRevocation.class));
  }
}
