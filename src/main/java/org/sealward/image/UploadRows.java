package org.sealward.image;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.sealward.api.ImageMetadata;
import org.sealward.envelope.ContentTree;
import org.sealward.identity.Accounts;
import org.sealward.objects.ObjectStore;
import org.sealward.platform.EventBodies;
import org.sealward.platform.Problem;
import org.sealward.platform.Transactions;

/** Writes the beginning and the end of uploads. */
@Singleton
class UploadRows {
  private static final String EVENT = "image-uploaded";
  private static final int BUFFER = 256 * 1024;

  private final ImageRepository images;
  private final ObjectStore objects;
  private final Accounts accounts;
  private final EventBodies bodies;
  private final Clock clock;
  private final DistributionSummary stored;

  UploadRows(
      ImageRepository images,
      ObjectStore objects,
      Accounts accounts,
      EventBodies bodies,
      Clock clock,
      MeterRegistry metrics) {
    this.stored =
        DistributionSummary.builder("sealward.images.stored")
            .description("Images stored, by their size")
            .baseUnit("bytes")
            .register(metrics);
    this.images = images;
    this.objects = objects;
    this.accounts = accounts;
    this.bodies = bodies;
    this.clock = clock;
  }

  /**
   * Begins one.
   *
   * @return false when there is an image of that id
   */
  boolean begin(
      UUID ownerId,
      UUID objectKey,
      UploadMetadata metadata,
      long length,
      Instant createdAt,
      Instant expiresAt) {
    return write(
            ownerId,
            objectKey,
            _ ->
                images.insert(
                    metadata.imageId(),
                    objectKey,
                    ownerId,
                    metadata.subjectId(),
                    metadata.conversationId(),
                    length,
                    metadata.header(),
                    createdAt,
                    expiresAt))
        > 0;
  }

  /**
   * Makes an image of an upload whose bytes are all there: finishes the object, hashes it, and
   * writes digest, leaf hashes and the event {@code image-uploaded} in one transaction. Doing it
   * again after a crash in the middle gives the same; doing it twice changes nothing.
   */
  void complete(ImageRow upload) {
    objects.complete(upload.objectKey(), upload.length());
    ContentTree tree = hash(upload);
    ImageMetadata image =
        new ImageMetadata(
            upload.id(),
            upload.subjectId(),
            upload.ownerId(),
            upload.conversationId(),
            tree.contentDigest(),
            upload.length(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    write(
        upload.ownerId(),
        upload.objectKey(),
        unit -> {
          if (images.finish(
                  upload.id(), upload.objectKey(), image.contentDigest(), image.storedAt())
              > 0) {
            images.insertLeaves(upload.id(), tree.encodedLeaves());
            unit.append(bodies.event(upload.ownerId(), EVENT, upload.ownerId(), image));
            unit.afterCommit(() -> stored.record((double) upload.length()));
          }
          return image;
        });
  }

  /** Of an owner whose account was deleted no object stays, nor comes back by being finished. */
  private <T> T write(UUID ownerId, UUID objectKey, Transactions.Work<T> work) {
    try {
      return accounts.write(ownerId, work);
    } catch (Problem e) {
      objects.delete(objectKey);
      throw e;
    }
  }

  private ContentTree hash(ImageRow upload) {
    ContentTree.Builder tree = new ContentTree.Builder();
    byte[] buffer = new byte[BUFFER];
    try (InputStream content =
        Channels.newInputStream(objects.read(upload.objectKey(), 0, upload.length()))) {
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        tree.update(buffer, 0, count);
      }
    } catch (IOException e) {
      throw new Problem(ImageProblem.STORAGE_UNAVAILABLE, "hashing broke off", e);
    }
    return tree.build();
  }
}
