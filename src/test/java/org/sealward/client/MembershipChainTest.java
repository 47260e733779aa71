package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sealward.api.StoredEntry;
import org.sealward.client.error.ConversationException;
import org.sealward.envelope.BundleSource;
import org.sealward.envelope.Failure;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.Member;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.MembershipAuthor;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.SignedEntry;

final class MembershipChainTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_000L);

  private final OwnKeys admin = person(1);
  private final OwnKeys member = person(2);
  private final OwnKeys newcomer = person(3);
  private final BundleSource bundles =
      (userId, fingerprint) ->
          Stream.of(admin, member, newcomer)
              .map(OwnKeys::signedBundle)
              .filter(bundle -> bundle.bundle().userId().equals(userId))
              .filter(bundle -> bundle.bundle().fingerprint().equals(fingerprint))
              .findFirst();

  private final SignedEntry genesis =
      MembershipAuthor.begin(admin, List.of(asAdmin(admin), asMember(member, 0))).signedEntry();
  private final SignedEntry added = next(admin, genesis, asMember(newcomer, 1));
  private final MembershipChain chain =
      new MembershipChain(genesis.entry().conversationId(), bundles);

  @Test
  void entries_areAccepted_inOrder() {
    accept(genesis, 1);
    accept(added, 5);
    accept(added, 5);

    assertThat(chain.length()).isEqualTo(2);
    assertThat(chain.newest()).isEqualTo(added.entry());
    assertThat(chain.entry(0)).contains(genesis.entry());
    assertThat(chain.entry(2)).isEqualTo(Optional.empty());
  }

  @Test
  void membership_isTheOneInForce_whenSomethingWasStored() {
    accept(genesis, 1);
    accept(added, 5);

    assertThat(chain.inForceAt(4)).isEqualTo(genesis.entry());
    assertThat(chain.inForceAt(5)).isEqualTo(added.entry());
    assertThat(chain.inForceAt(6)).isEqualTo(added.entry());
  }

  @Test
  void secondValidSuccessor_isAFork() {
    accept(genesis, 1);
    accept(added, 5);
    SignedEntry rival = next(admin, genesis, asMember(newcomer, 1));

    assertThatThrownBy(() -> accept(rival, 6))
        .isInstanceOfSatisfying(
            ConversationException.class,
            e -> assertThat(e.reason()).isEqualTo(ConversationException.Reason.FORKED));
    assertThat(chain.newest()).as("the first one stays").isEqualTo(added.entry());
  }

  @Test
  void secondSuccessor_ofNoEntitledAuthor_isNoFork_butRefused() {
    accept(genesis, 1);
    accept(added, 5);
    SignedEntry rival = next(member, genesis, asMember(newcomer, 1));

    assertThatThrownBy(() -> accept(rival, 6)).satisfies(failed(Failure.NOT_ENTITLED));
  }

  @Test
  void entryAfterAMissingOne_isRefused() {
    accept(genesis, 1);
    SignedEntry third = next(admin, added, asAdmin(admin));

    assertThatThrownBy(() -> accept(third, 9)).satisfies(failed(Failure.BROKEN_CHAIN));
  }

  @Test
  void anotherConversationsEntry_isRefused() {
    SignedEntry other = MembershipAuthor.begin(admin, List.of(asAdmin(admin))).signedEntry();

    assertThatThrownBy(() -> accept(other, 1)).satisfies(failed(Failure.WRONG_ADDRESS));
  }

  @Test
  void head_survivesTheDeviceStore() {
    Head head = Head.of(added.entry());

    assertThat(Head.decode(head.encoded())).isEqualTo(head);
  }

  private void accept(SignedEntry entry, long seq) {
    chain.accept(new StoredEntry(seq, NOW, entry));
  }

  /** The members of before, and one more unless they are there. */
  private static SignedEntry next(OwnKeys author, SignedEntry before, Member more) {
    MembershipEntry previous = before.entry();
    List<Member> members =
        previous.member(more.userId()).isPresent()
            ? previous.members()
            : Stream.concat(previous.members().stream(), Stream.of(more)).toList();
    return MembershipAuthor.next(author, previous, members, List.of()).signedEntry();
  }

  private static OwnKeys person(int number) {
    return OwnKeys.first(new UUID(number, number), PrivateKeys.generate(), NOW);
  }

  private static Member asAdmin(OwnKeys keys) {
    return new Member(keys.userId(), keys.fingerprint(), MemberRole.ADMIN, 0);
  }

  private static Member asMember(OwnKeys keys, long readsFromEpoch) {
    return new Member(keys.userId(), keys.fingerprint(), MemberRole.MEMBER, readsFromEpoch);
  }

  private static Consumer<Throwable> failed(Failure failure) {
    return thrown ->
        assertThat(thrown)
            .isInstanceOfSatisfying(
                InvalidEnvelopeException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }
}
