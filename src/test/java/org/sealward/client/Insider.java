package org.sealward.client;

import java.time.Duration;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EpochKey;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.OwnKeys;

/**
 * What somebody with a changed client takes out of its memory: their own keys, and what they see.
 */
public final class Insider {
  private Insider() {}

  public static OwnKeys keys(Person person) {
    return person.session().ownKeys();
  }

  public static MembershipEntry newest(Conversation conversation) {
    return conversation.state().locked(() -> conversation.state().newest());
  }

  /** Of the newest entry. */
  public static EpochKey key(Conversation conversation) {
    ConversationState state = conversation.state();
    return state.locked(() -> state.key(state.newest()));
  }

  /** As it stands inside a message. */
  public static Bytes content(Content content) {
    return ContentJson.write(content);
  }

  /** Waits only so long for keys to come into the log, in tests where they never do. */
  public static SealwardClient.Builder impatient(
      SealwardClient.Builder builder, Duration patience) {
    return builder.patience(patience);
  }
}
