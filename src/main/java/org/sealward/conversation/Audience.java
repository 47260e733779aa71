package org.sealward.conversation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.sealward.api.StoredEntry;
import org.sealward.envelope.Member;
import org.sealward.envelope.MembershipEntry;
import org.sealward.platform.Event;

/**
 * Whom an event of the log is for. A conversation's event is for the members at its place in the
 * log, not for those of today, so a removed member gets nothing later; an entry is also for those
 * whom it removes, so that they learn of it. Any other stream is a user's own.
 *
 * <p>Used by one thread, with events in log order: membership changes in that order too.
 */
@Singleton
public class Audience {
  private static final int CACHED = 20_000;

  private final Cache<UUID, StoredEntry> newest = Caffeine.newBuilder().maximumSize(CACHED).build();
  private final Chains chains;

  Audience(Chains chains) {
    this.chains = chains;
  }

  public List<UUID> of(Event event) {
    return switch (event.kind()) {
      case Chains.EVENT -> {
        StoredEntry entry = chains.stored(event);
        newest.put(event.stream(), entry);
        yield Stream.concat(members(before(entry)), members(Optional.of(entry)))
            .distinct()
            .toList();
      }
      case Messages.EVENT, MemberKeysNotice.EVENT -> members(newest(event)).toList();
      default -> List.of(event.stream());
    };
  }

  private Optional<StoredEntry> newest(Event event) {
    StoredEntry cached = newest.getIfPresent(event.stream());
    if (cached != null) {
      return Optional.of(cached);
    }
    Optional<StoredEntry> found = chains.entryAt(event.stream(), event.seq());
    found.ifPresent(entry -> newest.put(event.stream(), entry));
    return found;
  }

  private Optional<StoredEntry> before(StoredEntry stored) {
    MembershipEntry entry = stored.entry().entry();
    return entry.epoch() == 0
        ? Optional.empty()
        : chains.entry(entry.conversationId(), entry.epoch() - 1);
  }

  private static Stream<UUID> members(Optional<StoredEntry> stored) {
    return stored.stream().flatMap(s -> s.entry().entry().members().stream()).map(Member::userId);
  }
}
