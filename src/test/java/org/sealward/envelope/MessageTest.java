package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages, protocol §7; lines 7, 8, 15, 16 and 20 of §14. */
class MessageTest {
  private static final Bytes CONTENT = Bytes.utf8("{\"type\":\"text\",\"text\":\"hello\"}");

  private final Cast cast = new Cast();
  private final OwnKeys sender = cast.patient;
  private final NewEpoch epoch =
      MembershipAuthor.begin(sender, List.of(Cast.admin(sender), Cast.member(cast.specialist, 0)));
  private final MembershipEntry entry = epoch.signedEntry().entry();
  private final SealedMessage message = seal(Cast.header(entry, sender, 1), CONTENT);

  @Test
  void message_asSent_verifiesAndOpens() {
    assertThatCode(() -> MessageVerifier.verify(message, entry, sender.bundle()))
        .doesNotThrowAnyException();
    assertThat(open(message)).isEqualTo(CONTENT);
  }

  @Test
  void line07_bodiesOfTwoMessagesSwapped_areRefused() {
    SealedMessage other = seal(Cast.header(entry, sender, 2), CONTENT);
    SealedMessage swapped = new SealedMessage(message.header(), other.body(), message.signature());
    assertThat(Refusals.of(() -> open(swapped))).isEqualTo(Failure.BAD_SIGNATURE);
  }

  /** Even the sender's own signature does not move a body under another header. */
  @Test
  void line07_swappedBodySignedAgain_staysShut() {
    SealedMessage other = seal(Cast.header(entry, sender, 2), CONTENT);
    SealedMessage swapped = signed(message.header(), other.body());
    assertThat(Refusals.of(() -> open(swapped))).isEqualTo(Failure.WRONG_KEY_OR_CONTEXT);
  }

  @Test
  void line08_anyBitOfTheBodyFlipped_isRefused() {
    byte[] body = message.body().toArray();
    for (int bit = 0; bit < 8 * body.length; bit += 7) {
      body[bit / 8] ^= (byte) (1 << (bit % 8));
      Bytes flipped = Bytes.of(body);
      assertThat(
              Refusals.of(
                  () -> open(new SealedMessage(message.header(), flipped, message.signature()))))
          .isEqualTo(Failure.BAD_SIGNATURE);
      body[bit / 8] ^= (byte) (1 << (bit % 8));
    }
    assertThat(open(signed(message.header(), Bytes.of(body)))).isEqualTo(CONTENT);
  }

  @Test
  void line08_anyHeaderFieldChanged_isRefused() {
    MessageHeader h = message.header();
    List<MessageHeader> changed =
        List.of(
            header(h.messageId(), Cast.NOW.plusMillis(1), h.seenHash()),
            header(
                new UUID(h.messageId().getMostSignificantBits(), Long.MIN_VALUE), h.sentAt(), null),
            header(h.messageId(), h.sentAt(), Bytes.of(new byte[32])));
    for (MessageHeader header : changed) {
      assertThat(
              Refusals.of(
                  () -> open(new SealedMessage(header, message.body(), message.signature()))))
          .isEqualTo(Failure.BAD_SIGNATURE);
    }
    assertThat(
            open(
                new SealedMessage(
                    header(h.messageId(), h.sentAt(), null), message.body(), message.signature())))
        .isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @CsvSource({
    // length field, total length, position of a byte that is not zero (or -1)
    "5, 256, 255",
    "5, 256, 9",
    "300, 256, -1",
    "-1, 256, -1",
    "65533, 256, -1",
    "5, 288, -1",
    "253, 256, -1"
  })
  void line08_paddingOfAnotherKind_isRefused(int length, int total, int notZero) {
    byte[] padded = ByteBuffer.allocate(total).putInt(length).array();
    if (notZero >= 0) {
      padded[notZero] = 1;
    }
    MessageHeader header = message.header();
    Bytes body = ChunkedEncryption.seal(epoch.key().key(), header.encoded(), padded);
    assertThat(Refusals.of(() -> open(signed(header, body)))).isEqualTo(Failure.BAD_PADDING);
  }

  @Test
  void paddingByHand_ofTheRightKind_opens() {
    byte[] padded = ByteBuffer.allocate(256).putInt(2).put((byte) '{').put((byte) '}').array();
    MessageHeader header = message.header();
    Bytes body = ChunkedEncryption.seal(epoch.key().key(), header.encoded(), padded);
    assertThat(open(signed(header, body))).isEqualTo(Bytes.utf8("{}"));
  }

  @ParameterizedTest
  @CsvSource({
    "0,256",
    "252,256",
    "253,272",
    "268,272",
    "269,288",
    "508,512",
    "509,544",
    "1020,1024",
    "1021,1088",
    "5000,5120",
    "60000,61440",
    "65532,65536"
  })
  void padding_ofContent_isTheNextPadmeSize(int content, int padded) {
    assertThat(MessagePadding.pad(Bytes.of(new byte[content]))).hasSize(padded);
    assertThat(MessagePadding.unpad(ByteBuffer.allocate(padded).putInt(content).array()))
        .isEqualTo(Bytes.of(new byte[content]));
  }

  @Test
  void content_aboveTheLimit_isRefused() {
    Bytes limit = Bytes.of(new byte[SealedMessage.MAX_CONTENT]);
    assertThat(open(seal(message.header(), limit))).isEqualTo(limit);
    assertThat(
            Refusals.of(
                () -> seal(message.header(), Bytes.of(new byte[SealedMessage.MAX_CONTENT + 1]))))
        .isEqualTo(Failure.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 327, 329, 343, 345, 65_671, 65_673, 70_000})
  void body_ofALengthThatNoPaddingYields_isRefused(int length) {
    assertThat(
            Refusals.of(
                () ->
                    new SealedMessage(
                        message.header(), Bytes.of(new byte[length]), message.signature())))
        .isEqualTo(Failure.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(ints = {328, 344, 65_672})
  void body_ofALengthThatPaddingYields_isTaken(int length) {
    assertThat(
            new SealedMessage(message.header(), Bytes.of(new byte[length]), message.signature())
                .body()
                .length())
        .isEqualTo(length);
  }

  @Test
  void line15_messageIntoAnotherConversationOrEpoch_isRefused() {
    MembershipEntry other =
        MembershipAuthor.begin(sender, List.of(Cast.admin(sender), Cast.member(cast.specialist, 0)))
            .signedEntry()
            .entry();
    NewEpoch next = MembershipAuthor.next(sender, entry, entry.members(), List.of());
    MembershipEntry later = next.signedEntry().entry();
    for (MembershipEntry target : List.of(other, later)) {
      assertThat(Refusals.of(() -> MessageVerifier.verify(message, target, sender.bundle())))
          .isEqualTo(Failure.WRONG_ADDRESS);
      SealedMessage readdressed =
          new SealedMessage(Cast.header(target, sender, 1), message.body(), message.signature());
      assertThat(Refusals.of(() -> MessageVerifier.verify(readdressed, target, sender.bundle())))
          .isEqualTo(Failure.BAD_SIGNATURE);
    }
  }

  /** Another member puts its own name on somebody's message: it verifies and stays shut. */
  @Test
  void line15_messageUnderAnotherSender_staysShut() {
    OwnKeys thief = cast.specialist;
    MessageHeader stolen = Cast.header(entry, thief, 1);
    SealedMessage forged =
        new SealedMessage(
            stolen, message.body(), thief.sign(SealedMessage.signed(stolen, message.body())));
    assertThatCode(() -> MessageVerifier.verify(forged, entry, thief.bundle()))
        .doesNotThrowAnyException();
    assertThat(Refusals.of(() -> Opener.message(forged, entry, thief.bundle(), epoch.key())))
        .isEqualTo(Failure.WRONG_KEY_OR_CONTEXT);
  }

  @Test
  void line16_messageOfARemovedMember_isRefused() {
    NewEpoch next = MembershipAuthor.next(sender, entry, List.of(Cast.admin(sender)), List.of());
    MembershipEntry after = next.signedEntry().entry();
    OwnKeys removed = cast.specialist;
    SealedMessage late =
        SealedMessage.seal(Cast.header(after, removed, 3), CONTENT, next.key(), removed);
    assertThat(Refusals.of(() -> MessageVerifier.verify(late, after, removed.bundle())))
        .isEqualTo(Failure.NOT_ENTITLED);
    // The control: before the removal it was entitled.
    SealedMessage early =
        SealedMessage.seal(Cast.header(entry, removed, 3), CONTENT, epoch.key(), removed);
    assertThatCode(() -> MessageVerifier.verify(early, entry, removed.bundle()))
        .doesNotThrowAnyException();
  }

  @Test
  void message_withTheSendersOtherKey_isRefused() {
    OwnKeys rotated = sender.rotate(Cast.keys(5), Cast.NOW);
    SealedMessage signed =
        SealedMessage.seal(Cast.header(entry, rotated, 3), CONTENT, epoch.key(), rotated);
    assertThat(Refusals.of(() -> MessageVerifier.verify(signed, entry, rotated.bundle())))
        .isEqualTo(Failure.NOT_ENTITLED);
  }

  @Test
  void actingFor_inThisVersion_isRefused() {
    MessageHeader h = message.header();
    MessageHeader acting =
        new MessageHeader(
            Suite.ONE,
            h.conversationId(),
            h.epoch(),
            h.membershipHash(),
            h.senderId(),
            Cast.id(8),
            h.messageId(),
            h.sentAt(),
            null);
    assertThat(
            Refusals.of(
                () -> MessageVerifier.verify(seal(acting, CONTENT), entry, sender.bundle())))
        .isEqualTo(Failure.UNSUPPORTED_FEATURE);
  }

  @Test
  void line20_messageIdUsedTwice_isVisibleInTheHash() {
    SealedMessage again = seal(message.header(), CONTENT);
    assertThat(again.messageHash()).isNotEqualTo(message.messageHash());
    assertThat(
            new SealedMessage(message.header(), message.body(), message.signature()).messageHash())
        .isEqualTo(message.messageHash());
  }

  @Test
  void line20_messageIdThatIsNoVersion7_isRefused() {
    UUID random = UUID.fromString("4d9c7a4e-0a56-4b53-9d5c-3a1f0e5b7c21");
    assertThat(Refusals.of(() -> header(random, Cast.NOW, null))).isEqualTo(Failure.MALFORMED);
  }

  @Test
  void time_finerThanAMillisecond_isRefused() {
    assertThat(
            Refusals.of(
                () -> header(message.header().messageId(), Instant.ofEpochSecond(1, 1), null)))
        .isEqualTo(Failure.MALFORMED);
  }

  private MessageHeader header(UUID messageId, Instant sentAt, @Nullable Bytes seenHash) {
    return new MessageHeader(
        Suite.ONE,
        entry.conversationId(),
        entry.epoch(),
        entry.membershipHash(),
        sender.userId(),
        null,
        messageId,
        sentAt,
        seenHash);
  }

  private SealedMessage seal(MessageHeader header, Bytes content) {
    return SealedMessage.seal(header, content, epoch.key(), sender);
  }

  private SealedMessage signed(MessageHeader header, Bytes body) {
    return new SealedMessage(header, body, sender.sign(SealedMessage.signed(header, body)));
  }

  private Bytes open(SealedMessage sealed) {
    return Opener.message(sealed, entry, sender.bundle(), epoch.key());
  }
}
