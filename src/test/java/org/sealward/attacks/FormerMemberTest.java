package org.sealward.attacks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.api.StoredEntry;
import org.sealward.api.StoredMessage;
import org.sealward.attacks.Attack.By;
import org.sealward.client.Content;
import org.sealward.client.Conversation;
import org.sealward.client.DeviceStore;
import org.sealward.client.Insider;
import org.sealward.client.Received;
import org.sealward.client.SealwardClient;
import org.sealward.client.Session;
import org.sealward.client.error.ConversationException;
import org.sealward.conversation.TestConversation;
import org.sealward.envelope.EpochKey;
import org.sealward.envelope.EpochWrap;
import org.sealward.envelope.Failure;
import org.sealward.envelope.Forger;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.MembershipAuthor;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.MessageHeader;
import org.sealward.envelope.Opener;
import org.sealward.envelope.SealedMessage;
import org.sealward.envelope.SignedEntry;

/**
 * Somebody who was a member: with every key they ever held and every cache warm, and with a service
 * that shows them, and shows for them, what it should not.
 */
final class FormerMemberTest extends Scene {
  @Test
  @Attack(
      on = "16",
      by = By.FORMER_MEMBER,
      proves =
          "who was removed reads nothing that is written after, with all earlier keys and every"
              + " wrap and message that the service has for the others")
  void line16_removedMember_readsNothingOfTheNextEpoch() {
    Conversation talk = begun();
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.ALL);
    Conversation theirs = colleague.session().conversations().get(talk.id());
    talk.send("while you are here");
    assertThat(texts(theirs)).containsExactly("while you are here");
    EpochKey held = Insider.key(theirs);
    talk.remove(colleague.id());
    talk.send("after you left");

    assertThatThrownBy(() -> theirs.read(0, 100))
        .satisfies(refusedByTheService("conversation-not-found"));
    // The service hands over all that the patient gets.
    Everything leaked = leakedBy(talk);
    MembershipEntry newest = leaked.entries().getLast().entry().entry();
    for (EpochWrap wrap : leaked.wraps().stream().filter(w -> w.epoch() == 2).toList()) {
      assertThatThrownBy(() -> Opener.epochKey(wrap, newest, Insider.keys(colleague)))
          .satisfies(failed(Failure.WRONG_ADDRESS));
      assertThatThrownBy(() -> Opener.epochKey(readdressed(wrap), newest, Insider.keys(colleague)))
          .satisfies(failed(Failure.WRAP_NOT_OPENED));
    }
    SealedMessage after = leaked.messages().getLast();
    assertThat(after.header().epoch()).isEqualTo(2);
    assertThatThrownBy(() -> Forger.open(held, after))
        .satisfies(failed(Failure.WRONG_KEY_OR_CONTEXT));
    // The controls: the key opens what it is for, and the patient reads on.
    assertThat(new String(Forger.open(held, leaked.messages().getFirst()), UTF_8))
        .contains("while you are here");
    assertThat(texts(patient.session().conversations().get(talk.id())))
        .containsExactly("while you are here", "after you left");
  }

  @Test
  @Attack(
      on = "16",
      by = By.FORMER_MEMBER,
      proves =
          "who was removed writes nothing: not under the last key they held, not under the present"
              + " membership, and no entry")
  void line16_removedMember_writesNothing_whateverTheServiceShows() {
    Conversation talk = begun();
    talk.add(colleague.id(), MemberRole.ADMIN, Conversation.History.NONE);
    Conversation theirs = colleague.session().conversations().get(talk.id());
    theirs.send("as a member");
    EpochKey held = Insider.key(theirs);
    MembershipEntry before = Insider.newest(theirs);
    talk.remove(colleague.id());
    Received.Message last = talk.send("now we are two");
    SealedMessage late =
        SealedMessage.seal(
            headerOf(before, colleague.id()),
            Insider.content(new Content.Text("still here")),
            held,
            Insider.keys(colleague));
    liar.aboutPage(
        path(talk, "messages"),
        StoredMessage.class,
        messages -> plus(messages, new StoredMessage(last.seq() + 1, now(), late)));
    try (Session session = logIn()) {
      List<Received> seen = session.conversations().get(talk.id()).history().toList();
      assertThat(seen).hasSize(3);
      assertThat(seen.getLast()).satisfies(refused(Failure.NOT_ENTITLED));
    }
    liar.tellsTheTruth();

    // As the admin they were: a successor of the entry in which they still are, and of the newest.
    MembershipEntry newest = Insider.newest(talk);
    for (MembershipEntry previous : List.of(before, newest)) {
      SignedEntry entry =
          MembershipAuthor.next(Insider.keys(colleague), previous, before.members(), List.of())
              .signedEntry();
      liar.aboutPage(
          path(talk, "entries"),
          StoredEntry.class,
          entries -> plus(entries, new StoredEntry(last.seq() + 2, now(), entry)));
      try (SealwardClient fresh = behindTheLiar(DeviceStore.inMemory());
          Session session = patient.logIn(fresh)) {
        assertThatThrownBy(() -> session.conversations().get(talk.id()).send("to whom?"))
            .isInstanceOfAny(InvalidEnvelopeException.class, ConversationException.class);
      }
      liar.tellsTheTruth();
    }
    try (Session session = logIn()) {
      session.conversations().get(talk.id()).send("to the doctor");
      assertThat(texts(session.conversations().get(talk.id())))
          .containsExactly("as a member", "now we are two", "to the doctor");
    }
  }

  @Test
  @Attack(
      on = "16",
      by = By.FORMER_MEMBER,
      proves = "a message that a removed member backdated into their time is refused")
  void line16_backdatedMessageOfARemovedMember_isRefused() {
    Conversation talk = begun();
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
    colleague.session().conversations().get(talk.id()).send("while I am here");
    talk.remove(colleague.id());
    Received.Message last = talk.send("now we are two");
    liar.aboutPage(
        path(talk, "messages"),
        StoredMessage.class,
        messages ->
            messages.stream()
                .map(
                    m ->
                        message(m).header().senderId().equals(colleague.id())
                            ? new StoredMessage(last.seq() + 1, m.at(), m.message())
                            : m)
                .toList());

    try (Session session = logIn()) {
      Conversation read = session.conversations().get(talk.id());
      assertThat(read.history().filter(Received.Unreadable.class::isInstance))
          .singleElement()
          .satisfies(refused(Failure.NOT_ENTITLED));
      liar.tellsTheTruth();
      assertThat(texts(read)).containsExactly("while I am here", "now we are two");
    }
  }

  @Test
  @Attack(
      on = "16",
      by = By.SERVER,
      proves =
          "who came without history opens nothing from before, even when the service shows them all"
              + " of it")
  void line16_historyBeforeReadsFromEpoch_staysShut_evenWhenServed() {
    Conversation talk = begun();
    talk.send("before the colleague came");
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
    talk.send("after");
    Everything all = leakedBy(talk);
    liar.aboutPage(path(talk, "messages"), StoredMessage.class, _ -> all.stored());
    try (SealwardClient fresh = behindTheLiar(DeviceStore.inMemory());
        Session session = colleague.logIn(fresh)) {
      List<Received> seen = session.conversations().get(talk.id()).read(0, 100);
      assertThat(seen).hasSize(2);
      assertThat(seen.getFirst())
          .isInstanceOfSatisfying(
              Received.Unreadable.class,
              closed ->
                  assertThat(closed.cause())
                      .isInstanceOfSatisfying(
                          ConversationException.class,
                          e ->
                              assertThat(e.reason())
                                  .isEqualTo(ConversationException.Reason.NO_KEY)));
      assertThat(text(seen.getLast())).isEqualTo("after");
    }
    EpochWrap first = all.wraps().stream().filter(w -> w.epoch() == 0).findFirst().orElseThrow();
    MembershipEntry genesis = all.entry(0);
    assertThatThrownBy(() -> Opener.epochKey(readdressed(first), genesis, Insider.keys(colleague)))
        .satisfies(failed(Failure.WRAP_NOT_OPENED));
    assertThat(Opener.epochKey(first, genesis, Insider.keys(patient)).epoch()).isZero();
  }

  /** What the service has of a conversation, as the patient is given it. */
  private record Everything(
      List<StoredEntry> entries, List<EpochWrap> wraps, List<StoredMessage> stored) {
    List<SealedMessage> messages() {
      return stored.stream().map(FormerMemberTest::message).toList();
    }

    MembershipEntry entry(int epoch) {
      return entries.get(epoch).entry().entry();
    }
  }

  private Everything leakedBy(Conversation talk) {
    return new Everything(
        leaked(talk, "entries", StoredEntry.class),
        leaked(talk, "wraps", EpochWrap.class),
        leaked(talk, "messages", StoredMessage.class));
  }

  private <T> List<T> leaked(Conversation talk, String what, Class<T> item) {
    List<T> found = new ArrayList<>();
    liar.aboutPage(
        path(talk, what),
        item,
        items -> {
          if (items.size() > found.size()) {
            found.clear();
            found.addAll(items);
          }
          return items;
        });
    try (SealwardClient fresh = behindTheLiar(DeviceStore.inMemory());
        Session session = patient.logIn(fresh)) {
      assertThat(session.conversations().get(talk.id()).history()).isNotEmpty();
    }
    liar.tellsTheTruth();
    return found;
  }

  /** The wrap as if it were the colleague's. */
  private EpochWrap readdressed(EpochWrap wrap) {
    return new EpochWrap(
        1,
        wrap.conversationId(),
        wrap.epoch(),
        wrap.membershipHash(),
        colleague.id(),
        Insider.keys(colleague).fingerprint(),
        wrap.wrap());
  }

  private static MessageHeader headerOf(MembershipEntry entry, UUID sender) {
    return new MessageHeader(
        1,
        entry.conversationId(),
        entry.epoch(),
        entry.membershipHash(),
        sender,
        null,
        TestConversation.uuid7(),
        now(),
        null);
  }

  private static SealedMessage message(StoredMessage stored) {
    return Objects.requireNonNull(stored.message());
  }

  private static <T> List<T> plus(List<T> items, T more) {
    List<T> all = new ArrayList<>(items);
    all.add(more);
    return all;
  }
}
