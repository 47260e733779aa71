package org.sealward.conversation;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.TestUser;
import org.sealward.api.NewEntry;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EpochKey;
import org.sealward.envelope.EpochWrap;
import org.sealward.envelope.Member;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.MembershipAuthor;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.MessageHeader;
import org.sealward.envelope.NewEpoch;
import org.sealward.envelope.SealedMessage;
import org.sealward.envelope.SignedEntry;
import org.sealward.envelope.SignedLeave;

/** The author's side of a conversation: makes entries and messages, right ones unless told else. */
public final class TestConversation {
  private final TestUser author;
  private final List<TestUser> people;
  private NewEpoch newest;

  private TestConversation(TestUser author, List<TestUser> people) {
    this.author = author;
    this.people = people;
    this.newest =
        MembershipAuthor.begin(author.keys(), people.stream().map(u -> member(u, 0)).toList());
  }

  /** Begins one on the author's device only. */
  public static TestConversation draft(TestUser author, TestUser... others) {
    List<TestUser> people = new ArrayList<>(List.of(author));
    people.addAll(Arrays.asList(others));
    return new TestConversation(author, people);
  }

  /** Begins one at the service. */
  public static TestConversation begin(TestUser author, TestUser... others) {
    TestConversation conversation = draft(author, others);
    TestUser.Answer answer = author.post("/v1/conversations", conversation.body());
    if (answer.status() != 201) {
      throw new IllegalStateException(answer.toString());
    }
    return conversation;
  }

  private static Member member(TestUser user, long readsFromEpoch) {
    return new Member(user.id(), user.keys().fingerprint(), MemberRole.ADMIN, readsFromEpoch);
  }

  public UUID id() {
    return entry().conversationId();
  }

  public String path() {
    return "/v1/conversations/" + id();
  }

  public MembershipEntry entry() {
    return newest.signedEntry().entry();
  }

  public EpochKey key() {
    return newest.key();
  }

  public SignedEntry signedEntry() {
    return newest.signedEntry();
  }

  /** The newest entry with a wrap for each member. */
  public NewEntry body() {
    return new NewEntry(newest.signedEntry(), wraps());
  }

  public List<EpochWrap> wraps() {
    return people.stream().map(u -> key().wrapFor(entry(), u.keys().bundle())).toList();
  }

  /** Writes the next entry, by which these are the other members; posts nothing. */
  public void change(TestUser... others) {
    MembershipEntry before = entry();
    people.clear();
    people.add(author);
    people.addAll(Arrays.asList(others));
    newest =
        MembershipAuthor.next(
            author.keys(),
            before,
            people.stream()
                .map(u -> before.member(u.id()).orElseGet(() -> member(u, before.epoch() + 1)))
                .toList(),
            List.of());
  }

  /** A wish of a member to be removed from the newest entry. */
  public SignedLeave leave(TestUser leaver) {
    return MembershipAuthor.leave(leaver.keys(), entry());
  }

  /** Writes the next entry in another's name, in which these are the members; posts nothing. */
  public void authored(TestUser by, List<SignedLeave> leaves, Map<TestUser, MemberRole> members) {
    MembershipEntry before = entry();
    people.clear();
    people.addAll(members.keySet());
    newest =
        MembershipAuthor.next(
            by.keys(),
            before,
            members.entrySet().stream()
                .map(
                    member ->
                        new Member(
                            member.getKey().id(),
                            member.getKey().keys().fingerprint(),
                            member.getValue(),
                            before
                                .member(member.getKey().id())
                                .map(Member::readsFromEpoch)
                                .orElse(before.epoch() + 1)))
                .toList(),
            leaves);
  }

  public SealedMessage message(TestUser sender, String text) {
    return message(sender, text, uuid7(), null);
  }

  public SealedMessage message(TestUser sender, String text, UUID id, @Nullable Bytes seenHash) {
    return SealedMessage.seal(header(sender, id, seenHash), Bytes.utf8(text), key(), sender.keys());
  }

  public MessageHeader header(TestUser sender, UUID id, @Nullable Bytes seenHash) {
    return new MessageHeader(
        1,
        id(),
        entry().epoch(),
        entry().membershipHash(),
        sender.id(),
        null,
        id,
        Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS),
        seenHash);
  }

  /** A random UUID of version 7. */
  public static UUID uuid7() {
    UUID random = UUID.randomUUID();
    long millis = Clock.systemUTC().millis();
    return new UUID(
        millis << 16 | 0x7000 | (random.getMostSignificantBits() & 0xfff),
        random.getLeastSignificantBits());
  }
}
