package org.sealward.client;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.sealward.api.MessageStored;
import org.sealward.api.StoredEntry;
import org.sealward.api.StoredMessage;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.ConversationException.Reason;
import org.sealward.client.error.ProblemException;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.client.internal.http.Call;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.Member;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.MessageHeader;
import org.sealward.envelope.SealedContent;
import org.sealward.envelope.SealedMessage;
import org.sealward.envelope.Suite;

/**
 * A conversation of the user. Who takes part is verified from the first entry on, and nothing is
 * sent to or believed of anybody else. Thread-safe.
 */
public final class Conversation {
  private static final int ATTEMPTS = 5;
  private static final int PAGE = 100;

  private final Context context;
  private final ConversationState state;
  private final MessageReader reader;
  private final MembershipEditor editor;
  private final Images images;

  Conversation(Context context, Images images, ConversationState state) {
    this.context = context;
    this.images = images;
    this.state = state;
    this.reader = new MessageReader(state, context.pins());
    this.editor = new MembershipEditor(context);
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
    return state.locked(
        () -> {
          for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            SealedMessage sealed = seal(content);
            try {
              // The id makes it idempotent: the same bytes are stored once.
              Call call = Call.post(state.path() + "/messages", sealed).idempotent();
              return sent(context.api().send(call, MessageStored.class), sealed, content);
            } catch (ProblemException e) {
              if (!e.is("stale-epoch")) {
                throw e;
              }
              state.refresh();
            }
          }
          throw new ConversationException(Reason.CONTENDED, id());
        });
  }

  /**
   * @throws UntrustedKeyException when a member's keys do not follow from those known
   */
  private SealedMessage seal(Content content) {
    MembershipEntry entry = withOwnKeys();
    for (Member member : entry.members()) {
      context.pins().requireTrusted(member.userId());
    }
    MessageHeader header =
        new MessageHeader(
            Suite.ONE,
            id(),
            entry.epoch(),
            entry.membershipHash(),
            context.userId(),
            null,
            MessageIds.next(context.now()),
            context.now(),
            state.newestHash());
    return SealedMessage.seal(
        header, ContentJson.write(content), state.key(entry), context.keysIn(entry));
  }

  /** The newest entry, after one that brings the user's newest keys in if it named others. */
  private MembershipEntry withOwnKeys() {
    MembershipEntry entry = state.newest();
    if (!context.own(entry).fingerprint().equals(context.ownKeys().fingerprint())) {
      // Reads newer entries first: one of them may name the newest keys already.
      editor.append(state, UnaryOperator.identity());
    }
    return state.newest();
  }

  private Received.Message sent(MessageStored stored, SealedMessage sealed, Content content) {
    MessageHeader header = sealed.header();
    Bytes hash = sealed.messageHash();
    state.seen(stored.seq(), hash);
    return new Received.Message(
        id(),
        stored.seq(),
        stored.at(),
        header.messageId(),
        header.senderId(),
        header.sentAt(),
        hash,
        header.seenHash(),
        content);
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
    try (ImageKey key = ImageKey.generate()) {
      long size = Files.size(image.file());
      SealedContent sealed = new ImageUpload(context, listener).run(image.file(), about, key);
      // The sender first, to keep the key.
      images.grant(about, sealed, key, context.userId());
      for (Member member : members()) {
        if (!member.userId().equals(context.userId())) {
          images.grant(about, sealed, key, member.userId());
        }
      }
      return send(
          new Content.Image(
              new ImageDescription(
                  image.name(),
                  image.mediaType(),
                  size,
                  image.width(),
                  image.height(),
                  about,
                  sealed)));
    }
  }

  /**
   * What came after a place in the history, in order.
   *
   * @param afterSeq 0 for the beginning, or the {@link Received#seq()} that was read last
   * @param limit 1 to 200; fewer come only at the end
   */
  public List<Received> read(long afterSeq, int limit) {
    Call call = Call.get(state.path() + "/messages").query("after", afterSeq).query("limit", limit);
    List<StoredMessage> stored = context.api().sendForPage(call, StoredMessage.class).items();
    return state.locked(() -> stored.stream().map(reader::read).toList());
  }

  /** The whole history in order, fetched page by page while it is consumed. */
  public Stream<Received> history() {
    return Stream.iterate(
            read(0, PAGE),
            page -> !page.isEmpty(),
            page -> page.size() < PAGE ? List.of() : read(page.getLast().seq(), PAGE))
        .flatMap(List::stream);
  }

  /**
   * Adds a member under a new key, which needs the user to be an admin of the conversation.
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
