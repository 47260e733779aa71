package org.sealward.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.ConversationException.Reason;
import org.sealward.client.internal.http.Call;
import org.sealward.envelope.EpochKey;
import org.sealward.envelope.EpochWrap;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.Opener;
import org.sealward.envelope.OwnKeys;

/**
 * The epoch keys of a conversation that the user was given, opened when needed. Not thread-safe.
 */
final class EpochKeys {
  private final UUID conversationId;
  private final Context context;
  private final Map<Long, EpochKey> keys = new HashMap<>();

  EpochKeys(UUID conversationId, Context context) {
    this.conversationId = conversationId;
    this.context = context;
  }

  /** Keeps the key of an epoch that this user began. */
  void keep(EpochKey key) {
    keys.put(key.epoch(), key);
  }

  /**
   * The key of an accepted entry's epoch.
   *
   * @throws ConversationException {@link Reason#NO_KEY}
   */
  EpochKey key(MembershipEntry entry) {
    EpochKey known = keys.get(entry.epoch());
    if (known != null) {
      return known;
    }
    List<EpochWrap> wraps =
        context
            .api()
            .all(
                Call.get("/v1/conversations/" + conversationId + "/wraps")
                    .query("after", entry.epoch() - 1),
                "after",
                EpochWrap.class)
            .stream()
            .filter(found -> found.epoch() == entry.epoch())
            .toList();
    EpochKey opened = open(wraps, entry).or(() -> openAnew(wraps, entry)).orElseThrow(this::noKey);
    keys.put(entry.epoch(), opened);
    return opened;
  }

  /** A wrap to keys that another device made. */
  private Optional<EpochKey> openAnew(List<EpochWrap> wraps, MembershipEntry entry) {
    if (wraps.isEmpty()) {
      return Optional.empty();
    }
    context.keys().reread();
    return open(wraps, entry);
  }

  private Optional<EpochKey> open(List<EpochWrap> wraps, MembershipEntry entry) {
    for (EpochWrap wrap : wraps) {
      Optional<OwnKeys> recipient = context.keys().find(wrap.recipientFingerprint());
      if (recipient.isPresent()) {
        return Optional.of(Opener.epochKey(wrap, entry, recipient.get()));
      }
    }
    return Optional.empty();
  }

  private ConversationException noKey() {
    return new ConversationException(Reason.NO_KEY, conversationId);
  }

  void close() {
    keys.values().forEach(EpochKey::close);
    keys.clear();
  }
}
