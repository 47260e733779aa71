package org.sealward.image;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.objects.ObjectStore;
import org.sealward.platform.Unit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes objects whose rows are gone. That an object is to go is committed together with the end
 * of its row, so neither a crash nor a failing medium keeps it for longer than they last.
 */
@Singleton
class DoomedObjects {
  private static final Logger LOG = LoggerFactory.getLogger(DoomedObjects.class);
  private static final int BATCH = 200;

  private final ImageRepository images;
  private final ObjectStore objects;
  private final Clock clock;
  private volatile int left;

  DoomedObjects(ImageRepository images, ObjectStore objects, Clock clock, MeterRegistry metrics) {
    this.images = images;
    this.objects = objects;
    this.clock = clock;
    Gauge.builder("sealward.objects.doomed", this, doomed -> doomed.left)
        .description("Objects of deleted images that the last sweep could not delete")
        .register(metrics);
  }

  /**
   * The object goes once the unit, which ends what refers to it, has been committed.
   *
   * @param receipt that is given out when it has gone; null for none
   */
  void add(Unit unit, UUID objectKey, @Nullable UUID receipt) {
    images.doom(objectKey, clock.instant(), receipt);
    unit.afterCommit(() -> delete(objectKey));
  }

  private void delete(UUID objectKey) {
    objects.delete(objectKey);
    images.undoom(objectKey);
  }

  /** Goes on with what a crash or a failing medium left. */
  @Scheduled(initialDelay = "1m", fixedDelay = "1m")
  void sweep() {
    List<UUID> doomed;
    do {
      doomed = images.doomed(BATCH);
      left = doomed.size();
      doomed.forEach(this::delete);
    } while (doomed.size() == BATCH);
    left = 0;
    if (!doomed.isEmpty()) {
      LOG.info("{} objects of deleted images deleted belatedly", doomed.size());
    }
  }
}
