package org.sealward.local.bench;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.sealward.api.ClientFrame;
import org.sealward.api.NewEntry;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Member;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.MembershipAuthor;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.MessageHeader;
import org.sealward.envelope.NewEpoch;
import org.sealward.envelope.SealedMessage;

/** Two people in a conversation of their own, of whom one sends and the other receives. */
public final class Pair {
  private static final Clock CLOCK = Clock.systemUTC();

  private final BenchUser sender;
  private final BenchUser receiver;
  private final NewEpoch epoch;

  private Pair(BenchUser sender, BenchUser receiver, NewEpoch epoch) {
    this.sender = sender;
    this.receiver = receiver;
    this.epoch = epoch;
  }

  public static Pair begin(BenchUser sender, BenchUser receiver) {
    NewEpoch epoch =
        MembershipAuthor.begin(sender.keys(), List.of(member(sender), member(receiver)));
    MembershipEntry entry = epoch.signedEntry().entry();
    sender
        .api()
        .send(
            Call.post(
                "/v1/conversations",
                new NewEntry(
                    epoch.signedEntry(),
                    List.of(
                        epoch.key().wrapFor(entry, sender.keys().bundle()),
                        epoch.key().wrapFor(entry, receiver.keys().bundle())))));
    return new Pair(sender, receiver, epoch);
  }

  private static Member member(BenchUser user) {
    return new Member(user.id(), user.keys().fingerprint(), MemberRole.ADMIN, 0);
  }

  BenchUser sender() {
    return sender;
  }

  BenchUser receiver() {
    return receiver;
  }

  public UUID conversation() {
    return epoch.key().conversationId();
  }

  /** A sealed message with so many bytes of content. */
  SealedMessage message(int content) {
    MembershipEntry entry = epoch.signedEntry().entry();
    var header =
        new MessageHeader(
            1,
            entry.conversationId(),
            entry.epoch(),
            entry.membershipHash(),
            sender.id(),
            null,
            uuid7(),
            CLOCK.instant().truncatedTo(ChronoUnit.MILLIS),
            null);
    return SealedMessage.seal(
        header,
        Bytes.utf8("{\"t\":\"" + "x".repeat(content - 8) + "\"}"),
        epoch.key(),
        sender.keys());
  }

  /** Frames that send a message each, ready for the network. */
  List<byte[]> frames(int count, int content) {
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(_ -> SocketLoad.frame(Json.write(new ClientFrame.Send(message(content)))))
        .toList();
  }

  private static UUID uuid7() {
    var random = ThreadLocalRandom.current();
    return new UUID(
        CLOCK.millis() << 16 | 0x7000 | random.nextInt(0x1000),
        Long.MIN_VALUE | random.nextLong() >>> 2);
  }
}
