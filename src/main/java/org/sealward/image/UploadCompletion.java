package org.sealward.image;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.sealward.api.ImageMetadata;
import org.sealward.envelope.ContentTree;
import org.sealward.objects.ObjectStore;
import org.sealward.platform.EventBodies;
import org.sealward.platform.Problem;
import org.sealward.platform.Transactions;

/**
 * Makes an image of an upload whose bytes are all there: finishes the object, hashes it, and writes
 * digest, leaf hashes and the event {@code image-uploaded} in one transaction. Doing it again after
 * a crash in the middle gives the same; doing it twice changes nothing.
 */
@Singleton
class UploadCompletion {
  private static final String EVENT = "image-uploaded";
  private static final int BUFFER = 256 * 1024;

  private final ImageRepository images;
  private final ObjectStore objects;
  private final Transactions transactions;
  private final EventBodies bodies;
  private final Clock clock;
  private final DistributionSummary stored;

  UploadCompletion(
      ImageRepository images,
      ObjectStore objects,
      Transactions transactions,
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
    this.transactions = transactions;
    this.bodies = bodies;
    this.clock = clock;
  }

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
    transactions.write(
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
