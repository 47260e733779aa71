package org.sealward.image;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.sealward.conversation.Retention;
import org.sealward.objects.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Frees what nobody can reach any more. */
@Singleton
class ImageSweeper {
  private static final Logger LOG = LoggerFactory.getLogger(ImageSweeper.class);
  private static final int BATCH = 200;

  /** Far longer than from the creation of an object to the commit of the row that names it. */
  private static final Duration ORPHAN_AGE = Duration.ofDays(7);

  private final ImageRepository images;
  private final ObjectStore objects;
  private final ImageErasure erasure;
  private final ImageProperties limits;
  private final Clock clock;

  ImageSweeper(
      ImageRepository images,
      ObjectStore objects,
      ImageErasure erasure,
      ImageProperties limits,
      Clock clock) {
    this.images = images;
    this.objects = objects;
    this.erasure = erasure;
    this.limits = limits;
    this.clock = clock;
  }

  /** Ends uploads whose time is over. */
  @Scheduled(initialDelay = "1m", fixedDelay = "10m")
  void sweepExpiredUploads() {
    int swept = 0;
    List<ImageRow> expired;
    do {
      expired = images.expired(clock.instant(), BATCH);
      for (ImageRow upload : expired) {
        if (images.deleteExpired(upload.id(), upload.objectKey(), clock.instant()) > 0) {
          objects.delete(upload.objectKey());
          swept++;
        }
      }
    } while (expired.size() == BATCH);
    if (swept > 0) {
      LOG.info("{} expired uploads deleted", swept);
    }
  }

  /** Deletes finished uploads whose owner gave the key to nobody, not even to themselves. */
  @Scheduled(initialDelay = "5m", fixedDelay = "1h")
  void sweepUnclaimed() {
    Instant before = clock.instant().minus(limits.unclaimedLifetime());
    long swept = 0;
    long batch;
    do {
      batch =
          images.unclaimed(before, BATCH).stream()
              .filter(
                  image -> erasure.eraseUnclaimed(image.id(), image.ownerId(), Retention.SERVICE))
              .count();
      swept += batch;
    } while (batch == BATCH);
    if (swept > 0) {
      LOG.info("{} finished uploads deleted that nobody could read", swept);
    }
  }

  /** Deletes objects that no row names: what a crash between object and row left behind. */
  @Scheduled(initialDelay = "1h", fixedDelay = "24h")
  void sweepOrphans() {
    List<UUID> batch = new ArrayList<>();
    objects.forEachUntouchedSince(
        clock.instant().minus(ORPHAN_AGE),
        key -> {
          batch.add(key);
          if (batch.size() == BATCH) {
            deleteOrphans(batch);
            batch.clear();
          }
        });
    deleteOrphans(batch);
  }

  private void deleteOrphans(List<UUID> keys) {
    if (keys.isEmpty()) {
      return;
    }
    Set<UUID> orphans = new HashSet<>(keys);
    images.referenced(keys).forEach(orphans::remove);
    orphans.forEach(objects::delete);
    if (!orphans.isEmpty()) {
      LOG.info("{} orphaned objects deleted", orphans.size());
    }
  }
}
