package org.sealward.client;

import java.util.HashMap;
import java.util.Map;
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
    EpochWrap wrap =
        context
            .api()
            .all(
                Call.get("/v1/conversations/" + conversationId + "/wraps")
                    .query("after", entry.epoch() - 1),
                "after",
                EpochWrap.class)
            .stream()
            .filter(found -> found.epoch() == entry.epoch())
            .findFirst()
            .orElseThrow(this::noKey);
    OwnKeys recipient = context.keys().find(wrap.recipientFingerprint()).orElseThrow(this::noKey);
    EpochKey opened = Opener.epochKey(wrap, entry, recipient);
    keys.put(entry.epoch(), opened);
    return opened;
  }

  private ConversationException noKey() {
    return new ConversationException(Reason.NO_KEY, conversationId);
  }

  void close() {
    keys.values().forEach(EpochKey::close);
    keys.clear();
  }
}
