package org.sealward.image;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.util.List;
import org.sealward.conversation.LegalHolds;
import org.sealward.conversation.Retention;
import org.sealward.platform.Transactions;

/** Deletes images that are older than the institutions of their conversation keep them. */
@Singleton
class ImageRetention {
  private static final int BATCH = 200;

  private final Retention retention;
  private final ImageRepository images;
  private final ImageErasure erasure;
  private final LegalHolds holds;
  private final Transactions transactions;

  ImageRetention(
      Retention retention,
      ImageRepository images,
      ImageErasure erasure,
      LegalHolds holds,
      Transactions transactions) {
    this.retention = retention;
    this.images = images;
    this.erasure = erasure;
    this.holds = holds;
    this.transactions = transactions;
  }

  @Scheduled(initialDelay = "10m", fixedDelay = "1h")
  void sweep() {
    retention.forEachLimit(
        limit -> {
          while (transactions.write(
              unit -> {
                holds.pauseSetting(unit);
                List<ImageRow> old = images.old(limit.conversationId(), limit.before(), BATCH);
                for (ImageRow image : old) {
                  erasure.erase(unit, image, Retention.SERVICE);
                }
                return old.size() == BATCH;
              })) {
            // The next ones of a conversation with many.
          }
        });
  }
}
