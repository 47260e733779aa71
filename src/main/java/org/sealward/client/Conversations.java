package org.sealward.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sealward.api.Changes;
import org.sealward.api.ConversationSummary;
import org.sealward.api.NewEntry;
import org.sealward.api.StoredEntry;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.ConversationException.Reason;
import org.sealward.client.error.ProblemException;
import org.sealward.client.internal.http.Call;
import org.sealward.envelope.Member;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.MembershipAuthor;
import org.sealward.envelope.NewEpoch;
import org.sealward.envelope.PublicBundle;

/** The user's conversations. Thread-safe. */
public final class Conversations {
  private static final String PATH = "/v1/conversations";

  private final Context context;
  private final Images images;
  private final Map<UUID, Conversation> known = new ConcurrentHashMap<>();

  Conversations(Context context, Images images) {
    this.context = context;
    this.images = images;
  }

  /** All conversations that the user takes part in. */
  public List<ConversationSummary> list() {
    return context.api().all(Call.get(PATH), "after", ConversationSummary.class);
  }

  /** Those that the user has put away, or all others. */
  public List<ConversationSummary> list(boolean archived) {
    return context
        .api()
        .all(Call.get(PATH).query("archived", archived), "after", ConversationSummary.class);
  }

  /**
   * Where something has happened since an earlier answer, one page of it: for an app that comes
   * back, or that does not listen. When the service was restored since, the answer begins anew, and
   * its timeline is another one.
   *
   * @param cursor {@link Changes#cursor()} of the earlier answer, null for everything
   */
  public Changes changes(@Nullable String cursor) {
    try {
      return context.api().send(Call.get("/v1/changes").query("since", cursor), Changes.class);
    } catch (ProblemException e) {
      if (cursor == null || !e.is("foreign-cursor")) {
        throw e;
      }
      return changes(null);
    }
  }

  /** A conversation of the user by its id; whether there is one shows when it is used. */
  public Conversation get(UUID id) {
    return known.computeIfAbsent(
        id, i -> new Conversation(context, images, new ConversationState(i, context)));
  }

  /**
   * Starts a conversation of which the user is the admin.
   *
   * @param members the others; with a patient and a specialist, their connection must be accepted
   * @throws ConversationException {@link Reason#NO_KEYS_PUBLISHED} when one of them never logged in
   */
  public Conversation start(Set<UUID> members) {
    List<PublicBundle> bundles = new ArrayList<>();
    bundles.add(context.ownKeys().bundle());
    members.stream()
        .filter(id -> !id.equals(context.userId()))
        .map(context.pins()::newest)
        .forEach(bundles::add);
    bundles.forEach(context.proofs()::keep);
    NewEpoch genesis =
        MembershipAuthor.begin(context.ownKeys(), bundles.stream().map(this::member).toList());
    Conversation conversation = get(genesis.signedEntry().entry().conversationId());
    StoredEntry stored = create(conversation, MembershipEditor.begun(genesis, bundles));
    return conversation
        .state()
        .locked(
            () -> {
              conversation.state().keep(stored, genesis.key());
              return conversation;
            });
  }

  private StoredEntry create(Conversation conversation, NewEntry body) {
    try {
      // The id is made of a random number, so what exists under it is this conversation.
      return context.api().send(Call.post(PATH, body).idempotent(), StoredEntry.class);
    } catch (ProblemException e) {
      if (!e.is("conversation-exists")) {
        throw e;
      }
      String entries = PATH + "/" + conversation.id() + "/entries";
      return context
          .api()
          .all(Call.get(entries).query("after", -1), "after", StoredEntry.class)
          .getFirst();
    }
  }

  private Member member(PublicBundle bundle) {
    boolean self = bundle.userId().equals(context.userId());
    return new Member(
        bundle.userId(), bundle.fingerprint(), self ? MemberRole.ADMIN : MemberRole.MEMBER, 0);
  }

  void close() {
    known.values().forEach(conversation -> conversation.state().close());
  }
}
