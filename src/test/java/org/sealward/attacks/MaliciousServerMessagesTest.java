package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.api.StoredMessage;
import org.sealward.attacks.Attack.By;
import org.sealward.client.Content;
import org.sealward.client.Conversation;
import org.sealward.client.ImageDescription;
import org.sealward.client.Insider;
import org.sealward.client.OutgoingImage;
import org.sealward.client.Progress;
import org.sealward.client.Received;
import org.sealward.client.Session;
import org.sealward.envelope.Altered;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.MessageHeader;
import org.sealward.envelope.SealedMessage;

/** A service that lies about messages and images, which it can alter and cannot sign. */
final class MaliciousServerMessagesTest extends Scene {
  @TempDir private Path folder;

  private Conversation talk;
  private Session reader;

  @BeforeEach
  void begin() {
    talk = begun();
    reader = logIn();
  }

  @AfterEach
  void end() {
    reader.close();
  }

  private Conversation read() {
    return reader.conversations().get(talk.id());
  }

  private void lieAboutMessages(UnaryOperator<List<StoredMessage>> lie) {
    liar.aboutPage(path(talk, "messages"), StoredMessage.class, lie);
  }

  @Test
  @Attack(on = "7", by = By.SERVER, proves = "the bodies of two messages cannot be swapped")
  void line07_swappedBodies_areRefused() {
    talk.send("take one pill");
    talk.send("take two pills");
    lieAboutMessages(
        messages ->
            List.of(
                withBody(messages.get(0), messages.get(1)),
                withBody(messages.get(1), messages.get(0))));

    assertThat(read().history()).hasSize(2).allSatisfy(refused(Failure.BAD_SIGNATURE));
    liar.tellsTheTruth();
    assertThat(texts(read())).containsExactly("take one pill", "take two pills");
  }

  @Test
  @Attack(
      on = "8",
      by = By.SERVER,
      proves = "a message of which a bit of the header or the body was flipped is refused")
  void line08_headerOrBody_altered_isRefused() {
    talk.send("take one pill");
    List<UnaryOperator<SealedMessage>> alterations =
        List.of(
            message ->
                Altered.with(
                    message,
                    "header",
                    Altered.with(
                        message.header(), "sentAt", message.header().sentAt().plusMillis(1))),
            message ->
                Altered.with(
                    message,
                    "header",
                    Altered.with(message.header(), "seenHash", Bytes.of(new byte[32]))),
            message -> Altered.with(message, "body", Bytes.of(flipped(message.body().toArray()))));
    for (UnaryOperator<SealedMessage> alteration : alterations) {
      lieAboutMessages(
          messages ->
              messages.stream()
                  .map(m -> Altered.with(m, "message", alteration.apply(message(m))))
                  .toList());
      assertThat(read().history()).singleElement().satisfies(refused(Failure.BAD_SIGNATURE));
      liar.tellsTheTruth();
    }
    assertThat(texts(read())).containsExactly("take one pill");
  }

  @Test
  @Attack(on = "12", by = By.SERVER, proves = "a message that names another suite is refused")
  void line12_messageOfAnotherSuite_isRefused() {
    talk.send("take one pill");
    liar.about(
        path(talk, "messages"),
        body ->
            new String(body, StandardCharsets.UTF_8)
                .replace("\"suite\":1", "\"suite\":2")
                .getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> read().history().toList()).satisfies(notUnderstood());
    liar.tellsTheTruth();
    assertThat(texts(read())).containsExactly("take one pill");
  }

  @Test
  @Attack(
      on = "15",
      by = By.SERVER,
      proves = "a signed message does not count in another conversation of the same people")
  void line15_messageOfAnotherConversation_isRefused() {
    Conversation other = begun();
    Received.Message moved = talk.send("only here");
    other.send("something else");
    AtomicReference<@Nullable StoredMessage> stolen = new AtomicReference<>();
    lieAboutMessages(
        messages -> {
          stolen.set(messages.getFirst());
          return messages;
        });
    liar.aboutPage(
        path(other, "messages"),
        StoredMessage.class,
        _ -> List.of(Objects.requireNonNull(stolen.get())));

    assertThat(read().history()).containsExactly(moved);
    assertThat(reader.conversations().get(other.id()).history())
        .singleElement()
        .satisfies(refused(Failure.WRONG_ADDRESS));
  }

  @Test
  @Attack(
      on = "15",
      by = By.SERVER,
      proves = "a message does not count under the name of another member than who signed it")
  void line15_anothersMessage_underAMembersName_isRefused() {
    talk.send("signed by the doctor");
    lieAboutMessages(
        messages -> messages.stream().map(m -> with(m, m.seq(), patient.id())).toList());

    assertThat(read().history()).singleElement().satisfies(refused(Failure.BAD_SIGNATURE));
    liar.tellsTheTruth();
    assertThat(texts(read())).containsExactly("signed by the doctor");
  }

  @Test
  @Attack(
      on = "20",
      by = By.SERVER,
      proves = "of two messages of one sender under one id, both signed, the first alone counts")
  void line20_secondMessageUnderOneId_isRefused_andTheFirstStays() {
    Received.Message first = talk.send("one pill");
    AtomicReference<@Nullable SealedMessage> original = new AtomicReference<>();
    lieAboutMessages(
        messages -> {
          original.set(message(messages.getFirst()));
          return messages;
        });
    read().read(0, 100);
    liar.tellsTheTruth();
    SealedMessage second =
        SealedMessage.seal(
            Objects.requireNonNull(original.get()).header(),
            Insider.content(new Content.Text("ten pills")),
            Insider.key(talk),
            Insider.keys(doctor));
    lieAboutMessages(messages -> List.of(messages.getFirst(), new StoredMessage(9, now(), second)));

    try (Session again = logIn()) {
      List<Received> seen = again.conversations().get(talk.id()).history().toList();
      assertThat(seen.getFirst()).isEqualTo(first);
      assertThat(seen.getLast()).satisfies(refused(Failure.REPEATED_ID));
    }
  }

  @Test
  @Attack(
      on = "20",
      by = By.SERVER,
      proves = "a message that is served again, as if it were new, is refused")
  void line20_messageServedAgain_asIfNew_isRefused() {
    Received.Message once = talk.send("one pill, now");
    Received.Message last = talk.send("enough");
    lieAboutMessages(
        messages -> {
          List<StoredMessage> twice = new ArrayList<>(messages);
          twice.add(with(messages.getFirst(), last.seq() + 1, doctor.id()));
          return twice;
        });

    List<Received> seen = read().history().toList();
    assertThat(seen.subList(0, 2)).containsExactly(once, last);
    assertThat(seen.getLast()).satisfies(refused(Failure.REPEATED_ID));
    liar.tellsTheTruth();
    assertThat(read().history()).containsExactly(once, last);
  }

  @Test
  @Attack(
      on = "withheld message",
      by = By.SERVER,
      proves = "a message that is held back shows as a gap once a later one came, until it comes")
  void withheldMessage_isAGap_whichClosesWhenItComes() {
    talk.send("one");
    Received.Message two = talk.send("two");
    Received.Message three = talk.send("three");
    talk.send("four");
    lieAboutMessages(messages -> messages.stream().filter(m -> m.seq() != two.seq()).toList());

    assertThat(seen(read().history()))
        .containsExactly(Received.Seen.NOTHING, Received.Seen.MISSING, Received.Seen.PRESENT);
    assertThat(read().gaps()).containsExactly(three.seq());

    liar.tellsTheTruth();
    read().read(two.seq() - 1, 1);
    assertThat(read().gaps()).isEmpty();
    assertThat(seen(read().history())).doesNotContain(Received.Seen.MISSING);
  }

  @Test
  @Attack(
      on = "16",
      by = By.SERVER,
      proves = "a message of an earlier epoch that is shown as stored later says that it is late")
  void line16_messageOfAnEarlierEpoch_storedLater_saysSo() {
    Received.Message early = talk.send("early");
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
    Received.Message last = talk.send("last");
    lieAboutMessages(
        messages ->
            messages.stream()
                .map(m -> m.seq() == early.seq() ? with(m, last.seq() + 1, doctor.id()) : m)
                .toList());

    assertThat(read().history().map(m -> ((Received.Message) m).late()))
        .containsExactly(true, false);
    liar.tellsTheTruth();
    try (Session again = logIn()) {
      assertThat(again.conversations().get(talk.id()).history())
          .containsExactly(early, last)
          .allMatch(m -> !((Received.Message) m).late());
    }
  }

  @Test
  @Attack(
      on = {"8", "9"},
      by = By.SERVER,
      proves =
          "a picture of which the ciphertext or the list of its segments was altered is not shown,"
              + " and no file of it appears")
  void line08_ciphertextOfAnImage_altered_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("x.png"), "x".repeat(100_000));
    talk.sendImage(OutgoingImage.of(file, patient.id()), Progress.Listener.NONE);
    ImageDescription image =
        read()
            .history()
            .map(m -> ((Content.Image) ((Received.Message) m).content()).description())
            .findFirst()
            .orElseThrow();
    Path target = folder.resolve("received");

    liar.about("/v1/images/.*/content", Scene::flipped);
    assertThatThrownBy(() -> reader.images().download(image, target, Progress.Listener.NONE))
        .satisfies(failed(Failure.DIGEST_MISMATCH));
    assertThat(target).doesNotExist();

    liar.tellsTheTruth();
    liar.about("/v1/images/.*/leaves", Scene::flipped);
    assertThatThrownBy(() -> reader.images().open(image))
        .satisfies(failed(Failure.DIGEST_MISMATCH));

    liar.tellsTheTruth();
    reader.images().download(image, target, Progress.Listener.NONE);
    assertThat(target).hasSameBinaryContentAs(file);
  }

  private static List<Received.Seen> seen(Stream<Received> history) {
    return history.map(m -> ((Received.Message) m).seen()).toList();
  }

  private static SealedMessage message(StoredMessage stored) {
    return Objects.requireNonNull(stored.message());
  }

  private static StoredMessage withBody(StoredMessage stored, StoredMessage other) {
    return Altered.with(
        stored, "message", Altered.with(message(stored), "body", message(other).body()));
  }

  /** The same message at another place, or in another's name. */
  private static StoredMessage with(StoredMessage stored, long seq, UUID sender) {
    MessageHeader header = Altered.with(message(stored).header(), "senderId", sender);
    return new StoredMessage(seq, stored.at(), Altered.with(message(stored), "header", header));
  }
}
