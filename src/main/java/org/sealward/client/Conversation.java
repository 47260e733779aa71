package org.sealward.client;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.sealward.api.Archived;
import org.sealward.api.ConversationSummary;
import org.sealward.api.StoredEntry;
import org.sealward.api.StoredMessage;
import org.sealward.api.WrapProof;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.ConversationException.Reason;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.client.internal.http.Call;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.Member;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.SignedLeave;

/**
 * A conversation of the user. Who takes part is verified from the first entry on, and nothing is
 * sent to or believed of anybody else. Thread-safe.
 */
public final class Conversation {
  private final Context context;
  private final ConversationState state;
  private final MessageReader reader;
  private final MessageHistory history;
  private final MembershipEditor editor;
  private final MessageSender sender;
  private final Departure departure;
  private final Images images;

  Conversation(Context context, Images images, ConversationState state) {
    this.context = context;
    this.images = images;
    this.state = state;
    this.reader = new MessageReader(state, context.pins(), context.log());
    this.history = new MessageHistory(context, state, reader);
    this.editor = new MembershipEditor(context);
    this.sender = new MessageSender(context, state, reader, editor);
    this.departure = new Departure(context, state, editor);
  }

  /** How much of the past a new member may read. */
  public enum History {
    NONE,
    /** Everything that the user who adds the member may read. */
    ALL
  }

  public UUID id() {
    return state.id();
  }

  /** The present members, asked of the service anew. */
  public List<Member> members() {
    return state.locked(
        () -> {
          state.refresh();
          return state.chain().newest().members();
        });
  }

  public Received.Message send(String text) {
    return send(new Content.Text(text));
  }

  /**
   * Seals and sends a message; returns when the service has stored it durably. If the members
   * changed in between, it is sealed again for the new ones. After an {@link
   * org.sealward.client.error.UnreachableException} it may or may not have been stored.
   */
  public Received.Message send(Content content) {
    return state.locked(() -> sender.send(ContentJson.write(content)));
  }

  /**
   * Sends what a message says here too, with what this client does not know of it. An image is
   * readable only by those to whom {@link Images#grant} gives it.
   */
  public Received.Message forward(Received.Message message) {
    return state.locked(() -> sender.send(Bytes.utf8(message.source().json())));
  }

  /**
   * Tells the other members that this device has these messages and all before them. Of several one
   * receipt is sent, and none when an earlier one includes it.
   *
   * @param received what was read or heard, in any order
   * @return the receipt, empty when none was due
   */
  public Optional<Received.Message> markDelivered(Collection<? extends Received> received) {
    return mark(Content.Receipt.State.DELIVERED, received);
  }

  /** The same of what the user has seen, which includes that it was delivered. */
  public Optional<Received.Message> markRead(Collection<? extends Received> received) {
    return mark(Content.Receipt.State.READ, received);
  }

  private Optional<Received.Message> mark(
      Content.Receipt.State reached, Collection<? extends Received> received) {
    return state.locked(() -> sender.sendReceipt(reached, received));
  }

  /**
   * Seals an image, uploads it, lets every present member read it and tells them in a message.
   * Memory is constant, whatever the image's size; a broken line is made up for.
   *
   * @throws UntrustedKeyException when a member's keys do not follow from those known
   */
  public Received.Message sendImage(OutgoingImage image, Progress.Listener listener)
      throws IOException {
    ImageContext about =
        new ImageContext(UUID.randomUUID(), image.subjectId(), context.userId(), id());
    ImageDescription shown =
        new ImageUpload(context, listener).shared(image, about, images, this::members);
    return send(new Content.Image(shown));
  }

  /**
   * What came after a place in the history, in order.
   *
   * @param afterSeq 0 for the beginning, or the {@link Received#seq()} that was read last
   * @param limit 1 to 200; fewer come only at the end
   */
  public List<Received> read(long afterSeq, int limit) {
    return history.after(afterSeq, limit);
  }

  /** The newest messages, in order: what a chat shows first. */
  public List<Received> newest(int limit) {
    return history.newest(limit);
  }

  /**
   * What came before a place in the history, in order.
   *
   * @param beforeSeq the {@link Received#seq()} of the oldest that was read
   * @param limit 1 to 200; fewer come only at the beginning
   */
  public List<Received> readBefore(long beforeSeq, int limit) {
    return history.before(beforeSeq, limit);
  }

  /**
   * Places before which a message is missing that somebody had: the service holds it back, or lost
   * it. A place is no longer among them once the message has come.
   *
   * @return {@link Received#seq()} of the messages after the gaps, as far as they were read
   */
  public List<Long> gaps() {
    return state.locked(state::gaps);
  }

  /**
   * Deletes a message of the user at the service, for everybody; again, nothing happens. Members'
   * devices are told to drop their copies, but whoever has read it has read it.
   *
   * @throws ProblemException 403 when somebody else sent it
   */
  public void erase(Received.Message message) {
    context.api().send(Call.of("DELETE", state.path() + "/messages/" + message.seq(), true));
  }

  /** The whole history in order, fetched page by page while it is consumed. */
  public Stream<Received> history() {
    return history.all();
  }

  /**
   * Adds a member under a new key, which needs the user to be an admin of the conversation. The
   * topic is repeated for one who cannot read the history.
   *
   * @throws ConversationException {@link Reason#NO_KEYS_PUBLISHED} when the person never logged in
   */
  public void add(UUID userId, MemberRole role, History history) {
    state.locked(
        () -> {
          editor.append(
              state,
              present -> {
                if (present.stream().anyMatch(m -> m.userId().equals(userId))) {
                  return present;
                }
                long from =
                    switch (history) {
                      case NONE -> state.chain().length();
                      case ALL -> context.own(state.chain().newest()).readsFromEpoch();
                    };
                return Stream.concat(present.stream(), Stream.of(editor.member(userId, role, from)))
                    .toList();
              });
          if (history == History.NONE) {
            topic().ifPresent(topic -> send(new Content.Topic(topic)));
          }
          return userId;
        });
  }

  /** Removes a member: what is sent from now on is under a key that they never get. */
  public void remove(UUID userId) {
    state.locked(
        () -> {
          editor.append(
              state, present -> present.stream().filter(m -> !m.userId().equals(userId)).toList());
          return userId;
        });
  }

  /**
   * Makes a member an admin, or an admin a member; for admins.
   *
   * @throws ConversationException {@link Reason#LAST_ADMIN}
   */
  public void setRole(UUID userId, MemberRole role) {
    state.locked(
        () -> {
          editor.append(
              state,
              present -> {
                List<Member> changed =
                    present.stream().map(m -> m.userId().equals(userId) ? in(role, m) : m).toList();
                if (changed.stream().noneMatch(m -> m.role() == MemberRole.ADMIN)) {
                  throw new ConversationException(Reason.LAST_ADMIN, id());
                }
                return changed;
              });
          return userId;
        });
  }

  private static Member in(MemberRole role, Member member) {
    return new Member(member.userId(), member.fingerprint(), role, member.readsFromEpoch());
  }

  /**
   * Leaves the conversation. The user reads and receives nothing of it from now on; what was read
   * before stays on the device if the app keeps it.
   *
   * @throws ConversationException {@link Reason#LAST_ADMIN}: {@link #setRole} first
   */
  public void leave() {
    state.locked(
        () -> {
          departure.leave();
          return id();
        });
  }

  /**
   * That the keys of a member, which the conversation's key is wrapped for, stand in the log of
   * keys, for somebody who is offline ({@link WrapProofs}); empty where there is no log.
   */
  public Optional<WrapProof> wrapProof(UUID memberId) {
    return state.locked(
        () -> {
          state.refresh();
          return context.proofs().of(state.chain().newestSigned(), memberId);
        });
  }

  /** Puts the conversation away, or takes it back, on all of the user's devices. */
  public void archive(boolean archived) {
    context
        .api()
        .send(
            Call.put(state.path() + "/archived", new Archived(archived)),
            ConversationSummary.class);
  }

  /**
   * What the conversation is called. Unless it was read before, the history is searched from its
   * end, page by page.
   */
  public Optional<String> topic() {
    return history.topic();
  }

  /**
   * Lets a member who began anew with other keys take part again, and read what they could read
   * before: after {@link Keys#trust}, when the person has confirmed the keys. For admins.
   *
   * @throws UntrustedKeyException before {@link Keys#trust}
   * @throws ConversationException {@link Reason#NOT_AN_ADMIN}
   */
  public void confirm(UUID userId) {
    state.locked(
        () -> {
          context.pins().newest(userId);
          state.refresh();
          if (context.own(state.newest()).role() != MemberRole.ADMIN) {
            throw new ConversationException(Reason.NOT_AN_ADMIN, id());
          }
          editor.append(state, UnaryOperator.identity());
          return userId;
        });
  }

  /** Brings the user's newest keys into the conversation, under a new epoch. */
  void refreshKeys() {
    state.locked(
        () -> {
          editor.append(state, UnaryOperator.identity());
          return id();
        });
  }

  /** Takes note of an event that the live stream brought. */
  void heard(long seq) {
    state.locked(
        () -> {
          state.heard(seq);
          return seq;
        });
  }

  /**
   * Takes a leave that the live stream brought.
   *
   * @return who left
   */
  UUID receive(SignedLeave leave) {
    return state.locked(() -> departure.heard(leave));
  }

  /** Takes what the live stream brought. */
  Received receive(StoredMessage stored) {
    return state.locked(() -> reader.read(stored));
  }

  /** Takes a membership entry that the live stream brought. */
  void receive(StoredEntry entry) {
    state.locked(
        () -> {
          state.take(entry);
          return entry;
        });
  }

  ConversationState state() {
    return state;
  }
}
