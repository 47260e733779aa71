package org.sealward.conversation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sealward.api.StoredEntry;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.SignedEntry;
import org.sealward.platform.Event;
import org.sealward.platform.EventBodies;
import org.sealward.platform.EventLog;

/**
 * The membership chains, read from the event log: the nth membership event of a conversation's
 * stream is the entry of epoch n.
 */
@Singleton
class Chains {
  /** Kind of the event on a conversation's stream whose body is a {@link SignedEntry}. */
  static final String EVENT = "membership";

  private static final int CACHED = 20_000;

  private record Place(UUID conversationId, long epoch) {}

  private final Cache<Place, StoredEntry> byEpoch =
      Caffeine.newBuilder().maximumSize(CACHED).build();
  private final EventLog log;
  private final EventBodies bodies;

  Chains(EventLog log, EventBodies bodies) {
    this.log = log;
    this.bodies = bodies;
  }

  /** The entry of an epoch; entries never change, so they are kept in memory. */
  Optional<StoredEntry> entry(UUID conversationId, long epoch) {
    Place place = new Place(conversationId, epoch);
    StoredEntry cached = byEpoch.getIfPresent(place);
    if (cached != null) {
      return Optional.of(cached);
    }
    Optional<StoredEntry> found =
        log.readKind(conversationId, EVENT, epoch, 1).stream().findFirst().map(this::stored);
    found.ifPresent(entry -> byEpoch.put(place, entry));
    return found;
  }

  /** The entry of an epoch when it has that hash. */
  Optional<MembershipEntry> entry(UUID conversationId, long epoch, Bytes membershipHash) {
    return entry(conversationId, epoch)
        .map(stored -> stored.entry().entry())
        .filter(entry -> entry.membershipHash().equals(membershipHash));
  }

  /** Entries from an epoch on, in order. */
  List<StoredEntry> page(UUID conversationId, long fromEpoch, int limit) {
    return log.readKind(conversationId, EVENT, fromEpoch, limit).stream()
        .map(this::stored)
        .toList();
  }

  /** The newest entry at or before that place of the stream. */
  Optional<StoredEntry> entryAt(UUID conversationId, long seq) {
    return log.newestOfKind(conversationId, EVENT, seq).map(this::stored);
  }

  StoredEntry stored(Event event) {
    return new StoredEntry(
        event.seq(), event.at(), bodies.read(event.requiredBody(), SignedEntry.class));
  }
}
