package org.sealward.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.sealward.audit.Audit;
import org.sealward.platform.Transactions;

/** Logins whose tokens have been used here, each on record once. */
@Singleton
final class Sessions {
  private static final int CACHED = 50_000;

  private record Session(UUID userId, UUID id) {}

  private final Cache<Session, Boolean> begun = Caffeine.newBuilder().maximumSize(CACHED).build();
  private final Audit audit;
  private final Transactions transactions;

  Sessions(Audit audit, Transactions transactions) {
    this.audit = audit;
    this.transactions = transactions;
  }

  /** The first use is put on record before it counts. */
  void use(UUID userId, UUID id) {
    Session session = new Session(userId, id);
    if (begun.getIfPresent(session) == null) {
      transactions.write(
          unit -> {
            audit.recordSession(unit, userId, id);
            return id;
          });
      begun.put(session, true);
    }
  }
}
