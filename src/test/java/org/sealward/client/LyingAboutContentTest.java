package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.api.StoredEntry;
import org.sealward.api.StoredMessage;
import org.sealward.client.error.ConversationException;
import org.sealward.envelope.EpochWrap;
import org.sealward.envelope.Failure;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.SealedMessage;

/** Lies about members, messages and images. */
final class LyingAboutContentTest extends LyingScene {
  @TempDir private Path folder;

  @Test
  void rolledBackMembership_isNoticed_byALaterRun() {
    Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
    try (Session session = logIn()) {
      assertThat(session.conversations().get(talk.id()).members()).hasSize(3);
    }
    liar.aboutPage(
        "/v1/conversations/" + talk.id() + "/entries",
        StoredEntry.class,
        entries -> entries.stream().filter(e -> e.entry().entry().epoch() == 0).toList());
    try (Session session = logIn()) {
      assertThatThrownBy(() -> session.conversations().get(talk.id()).send("to whom?"))
          .isInstanceOfSatisfying(
              ConversationException.class,
              e -> assertThat(e.reason()).isEqualTo(ConversationException.Reason.FORKED));
    }
    liar.tellsTheTruth();
    try (Session session = logIn()) {
      session.conversations().get(talk.id()).send("to all of you");
    }
  }

  @Test
  void line07_swappedBodies_areRefused() {
    Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
    talk.send("take one pill");
    talk.send("take two pills");
    liar.aboutPage(
        messagesOf(talk),
        StoredMessage.class,
        messages ->
            List.of(
                withBody(messages.get(0), messages.get(1)),
                withBody(messages.get(1), messages.get(0))));

    try (Session session = logIn()) {
      Conversation read = session.conversations().get(talk.id());
      assertThat(read.history()).hasSize(2).allSatisfy(refusedFor(Failure.BAD_SIGNATURE));
      liar.tellsTheTruth();
      assertThat(FirstConversationTest.texts(read))
          .containsExactly("take one pill", "take two pills");
    }
  }

  @Test
  void line15_messageOfAnotherConversation_isRefused() {
    Conversation one = specialist.session().conversations().start(Set.of(patient.id()));
    Conversation other = specialist.session().conversations().start(Set.of(patient.id()));
    Received.Message moved = one.send("only here");
    other.send("something else");
    AtomicReference<@Nullable StoredMessage> stolen = new AtomicReference<>();
    liar.aboutPage(
        messagesOf(one),
        StoredMessage.class,
        messages -> {
          stolen.set(messages.getFirst());
          return messages;
        });
    liar.aboutPage(
        messagesOf(other), StoredMessage.class, _ -> List.of(Objects.requireNonNull(stolen.get())));

    try (Session session = logIn()) {
      assertThat(session.conversations().get(one.id()).history()).containsExactly(moved);
      assertThat(session.conversations().get(other.id()).history())
          .singleElement()
          .satisfies(refusedFor(Failure.WRONG_ADDRESS));
    }
  }

  @Test
  void line16_backdatedMessageOfARemovedMember_isRefused() {
    Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
    colleague.session().conversations().get(talk.id()).send("while I am here");
    talk.remove(colleague.id());
    Received.Message last = talk.send("now we are two");
    liar.aboutPage(
        messagesOf(talk),
        StoredMessage.class,
        messages ->
            messages.stream()
                .map(
                    m ->
                        sender(m).equals(colleague.id())
                            ? new StoredMessage(last.seq() + 1, m.at(), m.message())
                            : m)
                .toList());

    try (Session session = logIn()) {
      Conversation read = session.conversations().get(talk.id());
      assertThat(read.history().filter(Received.Unreadable.class::isInstance))
          .singleElement()
          .satisfies(refusedFor(Failure.NOT_ENTITLED));
      liar.tellsTheTruth();
      assertThat(FirstConversationTest.texts(read))
          .containsExactly("while I am here", "now we are two");
    }
  }

  @Test
  void wrapOfAnotherEpoch_doesNotOpen() {
    Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
    talk.send("one");
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
    talk.send("two");
    liar.aboutPage(
        "/v1/conversations/" + talk.id() + "/wraps",
        EpochWrap.class,
        wraps ->
            wraps.size() < 2
                ? wraps
                : List.of(
                    withWrap(wraps.get(0), wraps.get(1)), withWrap(wraps.get(1), wraps.get(0))));

    try (Session session = logIn()) {
      Conversation read = session.conversations().get(talk.id());
      assertThat(read.history()).hasSize(2).first().satisfies(refusedFor(Failure.WRAP_NOT_OPENED));
    }
  }

  @Test
  void alteredCiphertext_ofAnImage_isRefused() throws IOException {
    Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
    Path file = Files.writeString(folder.resolve("x.png"), "x".repeat(100_000));
    talk.sendImage(OutgoingImage.of(file, patient.id()), Progress.Listener.NONE);
    liar.about("/v1/images/.*/content", LyingAboutContentTest::flipped);

    try (Session session = logIn()) {
      ImageDescription image =
          session
              .conversations()
              .get(talk.id())
              .history()
              .map(Received.Message.class::cast)
              .map(message -> ((Content.Image) message.content()).description())
              .findFirst()
              .orElseThrow();
      Path target = folder.resolve("received");
      assertThatThrownBy(() -> session.images().download(image, target, Progress.Listener.NONE))
          .satisfies(failed(Failure.DIGEST_MISMATCH));
      assertThat(target).doesNotExist();

      liar.tellsTheTruth();
      liar.about("/v1/images/.*/leaves", LyingAboutContentTest::flipped);
      assertThatThrownBy(() -> session.images().open(image))
          .satisfies(failed(Failure.DIGEST_MISMATCH));

      liar.tellsTheTruth();
      session.images().download(image, target, Progress.Listener.NONE);
      assertThat(target).hasSameBinaryContentAs(file);
    }
  }

  private static String messagesOf(Conversation talk) {
    return "/v1/conversations/" + talk.id() + "/messages";
  }

  private static UUID sender(StoredMessage stored) {
    return message(stored).header().senderId();
  }

  private static StoredMessage withBody(StoredMessage stored, StoredMessage other) {
    var swapped =
        new SealedMessage(
            message(stored).header(), message(other).body(), message(stored).signature());
    return new StoredMessage(stored.seq(), stored.at(), swapped);
  }

  private static SealedMessage message(StoredMessage stored) {
    return Objects.requireNonNull(stored.message());
  }

  private static EpochWrap withWrap(EpochWrap wrap, EpochWrap other) {
    return new EpochWrap(
        1,
        wrap.conversationId(),
        wrap.epoch(),
        wrap.membershipHash(),
        wrap.recipientId(),
        wrap.recipientFingerprint(),
        other.wrap());
  }

  private static Consumer<Received> refusedFor(Failure failure) {
    return received ->
        assertThat(received)
            .isInstanceOfSatisfying(
                Received.Unreadable.class,
                unreadable -> failed(failure).accept(unreadable.cause()));
  }
}
