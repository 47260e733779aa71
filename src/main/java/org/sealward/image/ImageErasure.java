package org.sealward.image;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.ErasedImage;
import org.sealward.conversation.LegalHolds;
import org.sealward.envelope.ErasureRecord;
import org.sealward.platform.Act;
import org.sealward.platform.Erasures;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.PersonalData;
import org.sealward.platform.Problem;
import org.sealward.platform.RepeatedErasure;
import org.sealward.platform.Transactions;
import org.sealward.platform.Unit;

/**
 * Deletes stored images: row, leaf hashes, grants and with them the wrapped keys, the object, and
 * what the streams of owner and readers tell of it. They are told that it is gone.
 */
@Singleton
class ImageErasure implements PersonalData, RepeatedErasure {
  private final ImageRepository images;
  private final GrantRepository grants;
  private final DoomedObjects doomed;
  private final Erasures erasures;
  private final LegalHolds holds;
  private final Transactions transactions;

  ImageErasure(
      ImageRepository images,
      GrantRepository grants,
      DoomedObjects doomed,
      Erasures erasures,
      LegalHolds holds,
      Transactions transactions) {
    this.images = images;
    this.grants = grants;
    this.doomed = doomed;
    this.erasures = erasures;
    this.holds = holds;
    this.transactions = transactions;
  }

  /**
   * Deletes an image for its owner or for whom it shows.
   *
   * @return the id of the receipt
   * @throws Problem {@link GeneralProblem#FORBIDDEN} for others who may read it, {@link
   *     ImageProblem#IMAGE_NOT_FOUND} for everybody else, and when it is gone, {@link
   *     org.sealward.conversation.LegalHoldProblem#LEGAL_HOLD}
   */
  UUID erase(UUID id, UUID userId) {
    return transactions.write(
        unit -> {
          ImageRow image = images.lockStored(id).orElseThrow(Images::notFound);
          if (!image.ownerId().equals(userId) && !image.subjectId().equals(userId)) {
            throw images.findReadable(id, userId).isPresent()
                ? new Problem(
                    GeneralProblem.FORBIDDEN, "Only its owner and whom it shows may delete it.")
                : Images.notFound();
          }
          holds.requireImageErasable(unit, id);
          UUID receipt = erasures.record(unit, act(image, userId));
          destroy(unit, image, userId, receipt);
          return receipt;
        });
  }

  /**
   * Deletes an image of which nobody was ever given the key, so that no message can show it.
   *
   * @param actor who wants that
   * @return false when there is no such image of that owner, or it was granted to somebody
   * @throws Problem {@link org.sealward.conversation.LegalHoldProblem#LEGAL_HOLD}
   */
  boolean eraseUnclaimed(UUID id, UUID ownerId, UUID actor) {
    return transactions.write(
        unit -> {
          Optional<ImageRow> image =
              images
                  .lockStored(id)
                  .filter(row -> row.ownerId().equals(ownerId) && !images.wasGranted(id));
          if (image.isPresent()) {
            holds.requireImageErasable(unit, id);
            erase(unit, image.get(), actor);
          }
          return image.isPresent();
        });
  }

  /** Deletes the user's own images and uploads, and their grants to images of others. */
  @Override
  public void erase(Unit unit, UUID userId, UUID receipt) throws SQLException {
    for (ImageRow image : images.lockAllOf(userId)) {
      if (image.ownerId().equals(userId)) {
        eraseAny(unit, image, userId, receipt);
      }
    }
    images.markGrantedTo(userId);
    grants.deleteTo(userId);
  }

  private void eraseAny(Unit unit, ImageRow image, UUID actor, @Nullable UUID receipt)
      throws SQLException {
    if (image.isStored()) {
      erase(unit, image, actor, receipt);
    } else if (images.deleteUpload(image.id(), image.objectKey()) > 0) {
      doomed.add(unit, image.objectKey(), receipt);
    }
  }

  private static Act act(ImageRow image, UUID actor) {
    return Act.of(Act.Kind.IMAGE_ERASED, actor)
        .aboutSubject(image.subjectId())
        .withTarget(image.ownerId())
        .onObject(image.id());
  }

  @Override
  public String kind() {
    return Erasures.IMAGE;
  }

  /** The restored state may be one of its upload. */
  @Override
  public void repeat(Unit unit, ErasureRecord order) throws SQLException {
    UUID id = erasures.told(order, ErasedImage.class).imageId();
    Optional<ImageRow> image = images.lock(id).filter(row -> !row.createdAt().isAfter(order.at()));
    if (image.isPresent()) {
      eraseAny(unit, image.get(), order.actor(), null);
    }
  }

  /** Deletes a stored image, whose row is locked. */
  void erase(Unit unit, ImageRow image, UUID actor) throws SQLException {
    erase(unit, image, actor, null);
  }

  private void erase(Unit unit, ImageRow image, UUID actor, @Nullable UUID receipt)
      throws SQLException {
    unit.record(act(image, actor));
    destroy(unit, image, actor, receipt);
  }

  private void destroy(Unit unit, ImageRow image, UUID actor, @Nullable UUID receipt) {
    Set<UUID> told = new LinkedHashSet<>(List.of(image.ownerId()));
    told.addAll(grants.recipients(image.id()));
    grants.deleteOf(image.id());
    images.deleteLeaves(image.id());
    images.delete(image.id());
    doomed.add(unit, image.objectKey(), receipt);
    for (UUID stream : told) {
      erasures.order(unit, stream, Erasures.IMAGE, actor, new ErasedImage(image.id()));
    }
  }
}
