package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealward.TestUser;
import org.sealward.attacks.Attack.By;
import org.sealward.client.Content;
import org.sealward.client.Conversation;
import org.sealward.client.Insider;
import org.sealward.client.Received;
import org.sealward.client.Transcript;
import org.sealward.envelope.Altered;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.ForgedMessages;
import org.sealward.envelope.Forger;
import org.sealward.envelope.MessageHeader;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.SealedMessage;

/**
 * A member whose messages are forged and rightly signed: the service stores them, and who reads
 * must refuse them. After each, the same member's honest message is read.
 */
final class MaliciousPeerMessagesTest extends Scene {
  /** Of a body: salt, commitment, chunks of 16 KiB and 16 bytes of tag. */
  private static final int COMMITMENT = 24;

  private static final int CHUNKS = 56;
  private static final int TAG = 16;
  private static final int CHUNK = 16_384 + TAG;

  private Intruder intruder;
  private Conversation read;

  @BeforeAll
  void comeIn() {
    intruder = Intruder.at(clinic, patient);
  }

  @BeforeEach
  void begin() {
    read = patient.session().conversations().get(intruder.begin(patient));
  }

  /** The forgeries are refused for this reason, one by one, and an honest message is read. */
  private void refusedByTheReader(Failure failure, SealedMessage... forgeries) {
    for (SealedMessage forged : forgeries) {
      intruder.send(forged);
    }
    intruder.send(intruder.sealed(new Content.Text("honest")));
    List<Received> seen = read.history().toList();
    assertThat(seen).hasSize(forgeries.length + 1);
    assertThat(seen.subList(0, forgeries.length)).allSatisfy(refused(failure));
    assertThat(text(seen.getLast())).isEqualTo("honest");
  }

  @Test
  @Attack(
      on = "7",
      by = By.PEER,
      proves =
          "a body that was sealed for another message is refused, though its sender signed both")
  void line07_bodyOfAnotherMessage_signedAnew_isRefused() {
    SealedMessage other = intruder.sealed(new Content.Text("take two pills"));

    refusedByTheReader(
        Failure.WRONG_KEY_OR_CONTEXT,
        ForgedMessages.signed(intruder.header(), other.body(), intruder.keys()));
  }

  @Test
  @Attack(
      on = "8",
      by = By.PEER,
      proves =
          "a body of which a bit of the salt, the commitment, a chunk or its tag was flipped is"
              + " refused, though it was signed so")
  void line08_anyPartOfABody_flipped_signedAnew_isRefused() {
    SealedMessage honest = intruder.sealed(new Content.Text("take one pill"));
    int length = honest.body().length();

    refusedByTheReader(
        Failure.WRONG_KEY_OR_CONTEXT, flipped(0), flipped(COMMITMENT - 1), flipped(COMMITMENT));
    begin();
    refusedByTheReader(
        Failure.CORRUPT_CHUNK, flipped(CHUNKS), flipped(length - 17), flipped(length - 1));
  }

  private SealedMessage flipped(int at) {
    SealedMessage honest = intruder.sealed(new Content.Text("take one pill"));
    return ForgedMessages.signed(
        honest.header(), Bytes.of(flipped(honest.body().toArray(), at)), intruder.keys());
  }

  @Test
  @Attack(
      on = "8",
      by = By.PEER,
      proves = "padding that is not zero, or of another length, is refused in a message that opens")
  void line08_paddingThatIsNotZero_isRefused() {
    MessageHeader header = intruder.header();
    Bytes content = Insider.content(new Content.Text("take one pill"));
    byte[] dirty = ForgedMessages.padded(content);
    dirty[dirty.length - 1] = 1;
    byte[] longer = Arrays.copyOf(ForgedMessages.padded(content), 272);

    refusedByTheReader(
        Failure.BAD_PADDING,
        ForgedMessages.signed(
            header, ForgedMessages.body(intruder.key(), header, dirty), intruder.keys()),
        again(longer));
  }

  private SealedMessage again(byte[] padded) {
    MessageHeader header = intruder.header();
    return ForgedMessages.signed(
        header, ForgedMessages.body(intruder.key(), header, padded), intruder.keys());
  }

  @Test
  @Attack(
      on = "9",
      by = By.PEER,
      proves =
          "chunks of a message cannot be reordered, repeated, cut or appended, though signed so")
  void line09_chunksMoved_signedAnew_areRefused() {
    String text = "a".repeat(16_384) + "b".repeat(16_000);

    refusedByTheReader(
        Failure.CORRUPT_CHUNK, moved(text, 1, 0), moved(text, 0, 0), moved(text, 1, 1));
    begin();
    // One chunk less and one more are lengths that other messages have.
    refusedByTheReader(Failure.CORRUPT_CHUNK, moved(text, 0), moved(text, 0, 1, 1));
  }

  /** A body of the chunks with these numbers, and its true end, which is an empty chunk. */
  private SealedMessage moved(String text, int... chunks) {
    SealedMessage honest = intruder.sealed(new Content.Text(text));
    byte[] body = honest.body().toArray();
    assertThat(body).hasSize(CHUNKS + 2 * CHUNK + TAG);
    byte[] forged = Arrays.copyOf(body, CHUNKS + chunks.length * CHUNK + TAG);
    for (int i = 0; i < chunks.length; i++) {
      System.arraycopy(body, CHUNKS + chunks[i] * CHUNK, forged, CHUNKS + i * CHUNK, CHUNK);
    }
    System.arraycopy(body, body.length - TAG, forged, forged.length - TAG, TAG);
    return ForgedMessages.signed(honest.header(), Bytes.of(forged), intruder.keys());
  }

  @Test
  @Attack(
      on = "15",
      by = By.PEER,
      proves =
          "who is a member of two conversations cannot say in one what was signed in the other")
  void line15_messageOfAnotherConversation_isNotTaken() {
    SealedMessage here = intruder.send(intruder.sealed(new Content.Text("only here")));
    UUID elsewhere = intruder.begin(patient);
    // In all as a message of there, but for what its sender signed.
    MessageHeader there =
        Altered.with(
            Altered.with(here.header(), "conversationId", elsewhere),
            "membershipHash",
            intruder.header().membershipHash());

    for (SealedMessage forged : List.of(here, Altered.with(here, "header", there))) {
      TestUser.Answer answer = intruder.user.post(intruder.path() + "/messages", forged);
      assertThat(answer.status()).as(answer.body()).isBetween(400, 422);
    }
    intruder.send(intruder.sealed(new Content.Text("only there")));
    assertThat(texts(read)).containsExactly("only here");
    assertThat(texts(patient.session().conversations().get(elsewhere)))
        .containsExactly("only there");
  }

  @Test
  @Attack(on = "15", by = By.PEER, proves = "a member cannot write in another member's name")
  void line15_messageInAnotherMembersName_isNotTaken() {
    MessageHeader patients = Altered.with(intruder.header(), "senderId", patient.id());
    SealedMessage forged =
        ForgedMessages.signed(
            patients,
            ForgedMessages.body(
                intruder.key(),
                patients,
                ForgedMessages.padded(Insider.content(new Content.Text("I take it back")))),
            intruder.keys());

    assertThat(intruder.user.post(intruder.path() + "/messages", forged).status())
        .isBetween(400, 422);
    read.send("I do not");
    assertThat(texts(read)).containsExactly("I do not");
  }

  @Test
  @Attack(
      on = "19",
      by = By.PEER,
      proves =
          "a signature whose R has a part of small order is refused by the service, and so by"
              + " clients, which verify by the same rule")
  void line19_signatureWithMixedOrderR_isRefused() {
    for (int multiple = 1; multiple < 8; multiple++) {
      SealedMessage honest = intruder.sealed(new Content.Text("to be disputed " + multiple));
      SealedMessage forged = Forger.withMixedOrderR(honest, intruder.keys(), multiple);
      assertThat(intruder.user.post(intruder.path() + "/messages", forged).problem())
          .isEqualTo("invalid-envelope");
    }
    // The control: made by the same hand, without that part.
    intruder.send(
        Forger.withMixedOrderR(intruder.sealed(new Content.Text("honest")), intruder.keys(), 8));
    assertThat(texts(read)).containsExactly("honest");
  }

  @Test
  @Attack(
      on = "19",
      by = By.PEER,
      proves = "a signing key of small or mixed order is not published, though it signed itself")
  void line19_weakSigningKey_isNotPublished() {
    TestUser user = TestUser.in(service);
    OwnKeys keys = user.keys();
    for (Bytes weak : List.of(Forger.pointOfSmallOrder(), Forger.pointOfMixedOrder(keys))) {
      assertThat(user.put("/v1/me/bundles/1", Forger.withKey(weak, keys)).problem())
          .isEqualTo("invalid-envelope");
    }
    assertThat(user.put("/v1/me/bundles/1", keys.signedBundle()).status()).isEqualTo(204);
  }

  @Test
  @Attack(
      on = "20",
      by = By.PEER,
      proves = "an edit or a retraction of somebody else's message changes nothing")
  void line20_editAndRetractionOfAnothersMessage_areIgnored() {
    Received.Message theirs = read.send("I am allergic to penicillin");
    intruder.send(
        intruder.sealed(new Content.Edit(theirs.ref(), "I am not allergic to penicillin")));
    intruder.send(intruder.sealed(new Content.Retract(theirs.ref())));
    // The control: the same by who wrote it.
    Received.Message own = read.send("and to nts");
    read.send(new Content.Edit(own.ref(), "and to nuts"));

    Transcript shown = new Transcript();
    read.history().forEach(shown::add);
    List<Transcript.Line> lines = shown.lines();
    assertThat(lines.getFirst())
        .isEqualTo(
            new Transcript.Line.Said(
                theirs, new Content.Text("I am allergic to penicillin"), false));
    assertThat(lines.subList(1, 3)).hasOnlyElementsOfType(Transcript.Line.Ignored.class);
    assertThat(lines.getLast())
        .isEqualTo(new Transcript.Line.Said(own, new Content.Text("and to nuts"), true));
  }

  @Test
  @Attack(
      on = "20",
      by = By.PEER,
      proves =
          "a second message under the id of one that is stored is not taken, other than the same")
  void line20_otherMessageUnderAnIdThatIsTaken_isNotStored() {
    MessageHeader header = intruder.header();
    List<SealedMessage> both = new ArrayList<>();
    for (String text : List.of("one pill", "ten pills")) {
      both.add(
          SealedMessage.seal(
              header, Insider.content(new Content.Text(text)), intruder.key(), intruder.keys()));
    }
    intruder.send(both.getFirst());

    assertThat(intruder.user.post(intruder.path() + "/messages", both.getLast()).problem())
        .isEqualTo("message-id-conflict");
    assertThat(intruder.user.post(intruder.path() + "/messages", both.getFirst()).status())
        .as("the same again")
        .isEqualTo(200);
    assertThat(texts(read)).containsExactly("one pill");
  }
}
