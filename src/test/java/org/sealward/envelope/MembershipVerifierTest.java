package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may change a membership and how, protocol §6; lines 4, 14, 16 and 17 of §14. */
class MembershipVerifierTest {
  private final Cast cast = new Cast();
  private final MembershipVerifier verifier = new MembershipVerifier(cast);
  private final OwnKeys admin = cast.patient;
  private final OwnKeys member = cast.specialist;
  private final OwnKeys stranger = cast.colleague;

  private final SignedEntry genesis = begin(Cast.admin(admin), Cast.member(member, 0));
  private final MembershipEntry before = genesis.entry();

  @Test
  void genesis_byItsAdmin_isAccepted() {
    assertThatCode(() -> verifier.verifyGenesis(genesis)).doesNotThrowAnyException();
    assertThat(before.epoch()).isZero();
  }

  @Test
  void admin_addsRemovesAndPromotes_isAccepted() {
    accepts(next(admin, Cast.admin(admin), Cast.member(member, 0), Cast.member(stranger, 1)));
    accepts(next(admin, Cast.admin(admin)));
    accepts(next(admin, Cast.admin(admin), Cast.admin(member)));
  }

  @Test
  void line04_memberOrStrangerAddsSomebody_isRefused() {
    assertThat(
            refusal(
                next(member, Cast.admin(admin), Cast.member(member, 0), Cast.member(stranger, 1))))
        .isEqualTo(Failure.NOT_ENTITLED);
    assertThat(refusal(next(stranger, Cast.admin(admin), Cast.admin(stranger))))
        .isEqualTo(Failure.NOT_ENTITLED);
  }

  @Test
  void line04_memberPromotesItself_isRefused() {
    assertThat(refusal(next(member, Cast.admin(admin), Cast.admin(member))))
        .isEqualTo(Failure.NOT_ENTITLED);
  }

  @Test
  void line04_memberDemotesTheAdmin_isRefused() {
    assertThat(refusal(next(member, Cast.member(admin, 0), Cast.admin(member))))
        .isEqualTo(Failure.NOT_ENTITLED);
  }

  @Test
  void line04_memberRemovesAnother_isRefusedWithoutALeave() {
    SignedEntry three = begin(Cast.admin(admin), Cast.member(member, 0), Cast.member(stranger, 0));
    SignedLeave leave = MembershipAuthor.leave(stranger, three.entry());
    Member[] rest = {Cast.admin(admin), Cast.member(member, 0)};
    assertThatCode(
            () ->
                verifier.verifyNext(
                    three.entry(), follow(member, three.entry(), List.of(leave), rest)))
        .doesNotThrowAnyException();
    assertThat(
            Refusals.of(
                () ->
                    verifier.verifyNext(
                        three.entry(), follow(member, three.entry(), List.of(), rest))))
        .isEqualTo(Failure.NOT_ENTITLED);
  }

  @Test
  void leave_ofAnEarlierEntry_isRefused() {
    SignedEntry three = begin(Cast.admin(admin), Cast.member(member, 0), Cast.member(stranger, 0));
    SignedLeave leave = MembershipAuthor.leave(stranger, three.entry());
    SignedEntry refreshed =
        follow(
            admin,
            three.entry(),
            List.of(),
            Cast.admin(admin),
            Cast.member(member, 0),
            Cast.member(stranger, 0));
    SignedEntry removal =
        follow(
            member, refreshed.entry(), List.of(leave), Cast.admin(admin), Cast.member(member, 0));
    assertThat(Refusals.of(() -> verifier.verifyNext(refreshed.entry(), removal)))
        .isEqualTo(Failure.BROKEN_CHAIN);
  }

  @Test
  void leave_forged_isRefused() {
    SignedEntry three = begin(Cast.admin(admin), Cast.member(member, 0), Cast.member(stranger, 0));
    SignedLeave honest = MembershipAuthor.leave(stranger, three.entry());
    SignedLeave forged = new SignedLeave(honest.leave(), member.sign(honest.leave().signed()));
    SignedEntry removal =
        follow(member, three.entry(), List.of(forged), Cast.admin(admin), Cast.member(member, 0));
    assertThat(Refusals.of(() -> verifier.verifyNext(three.entry(), removal)))
        .isEqualTo(Failure.BAD_SIGNATURE);
  }

  @Test
  void line04_ownRemoval_isRefused() {
    assertThat(
            Refusals.of(
                () -> MembershipAuthor.next(admin, before, List.of(Cast.admin(member)), List.of())))
        .isEqualTo(Failure.MALFORMED);
  }

  @Test
  void line04_membershipWithoutAdmin_isRefused() {
    assertThat(
            Refusals.of(
                () ->
                    MembershipAuthor.next(
                        admin,
                        before,
                        List.of(Cast.member(admin, 0), Cast.member(member, 0)),
                        List.of())))
        .isEqualTo(Failure.MALFORMED);
  }

  @Test
  void line04_secondGenesis_isRefused() {
    SignedEntry second = begin(Cast.admin(admin), Cast.member(member, 0));
    assertThat(refusal(second)).isEqualTo(Failure.BROKEN_CHAIN);
    // A genesis under the id of a conversation that exists does not derive that id.
    MembershipEntry moved = Altered.with(second.entry(), "conversationId", before.conversationId());
    assertThat(refusalOfGenesis(signed(admin, moved))).isEqualTo(Failure.BROKEN_CHAIN);
  }

  @Test
  void line04_unknownFingerprintMidChain_isRefused() {
    OwnKeys unlogged = Cast.person(7);
    assertThat(
            refusal(
                next(admin, Cast.admin(admin), Cast.member(member, 0), Cast.member(unlogged, 1))))
        .isEqualTo(Failure.UNKNOWN_KEY);
  }

  @Test
  void fingerprint_ofAnotherUsersBundle_isRefused() {
    Member mixedUp = new Member(member.userId(), stranger.fingerprint(), MemberRole.MEMBER, 0);
    assertThat(refusal(next(admin, Cast.admin(admin), mixedUp))).isEqualTo(Failure.UNKNOWN_KEY);
  }

  @Test
  void line04_entryOnAnotherPredecessor_isRefused() {
    SignedEntry successor = next(admin, Cast.admin(admin), Cast.member(member, 0));
    accepts(successor);
    SignedEntry other = next(admin, Cast.admin(admin));
    SignedEntry onOther =
        follow(admin, other.entry(), List.of(), Cast.admin(admin), Cast.member(member, 2));
    assertThat(Refusals.of(() -> verifier.verifyNext(successor.entry(), onOther)))
        .isEqualTo(Failure.BROKEN_CHAIN);
    assertThat(Refusals.of(() -> verifier.verifyNext(before, onOther)))
        .isEqualTo(Failure.BROKEN_CHAIN);
  }

  @Test
  void entry_signedByAnother_isRefused() {
    SignedEntry honest = next(admin, Cast.admin(admin), Cast.member(member, 0));
    SignedEntry forged =
        new SignedEntry(honest.entry(), member.sign(honest.entry().signed()), List.of());
    assertThat(refusal(forged)).isEqualTo(Failure.BAD_SIGNATURE);
  }

  @Test
  void rotation_refreshedByAnyMember_isAccepted() {
    OwnKeys rotated = cast.publish(member.rotate(Cast.keys(5), Cast.NOW));
    OwnKeys twice = cast.publish(rotated.rotate(Cast.keys(6), Cast.NOW));
    accepts(next(member, Cast.admin(admin), Cast.member(twice, 0)));
    accepts(next(admin, Cast.admin(admin), Cast.member(twice, 0)));
  }

  @Test
  void line14_fingerprintMovedBack_isRefused() {
    OwnKeys rotated = cast.publish(member.rotate(Cast.keys(5), Cast.NOW));
    SignedEntry refreshed = next(admin, Cast.admin(admin), Cast.member(rotated, 0));
    SignedEntry back =
        follow(admin, refreshed.entry(), List.of(), Cast.admin(admin), Cast.member(member, 0));
    assertThat(Refusals.of(() -> verifier.verifyNext(refreshed.entry(), back)))
        .isEqualTo(Failure.BROKEN_CONTINUITY);
  }

  @Test
  void line17_resetByMemberOrByItself_isRefusedButByAnotherAdminAccepted() {
    SignedEntry three = begin(Cast.admin(admin), Cast.admin(member), Cast.member(stranger, 0));
    OwnKeys reset = cast.publish(OwnKeys.reset(member.bundle(), Cast.keys(5), Cast.NOW));
    OwnKeys afterwards = cast.publish(reset.rotate(Cast.keys(6), Cast.NOW));
    for (OwnKeys keys : List.of(reset, afterwards)) {
      Member[] members = {Cast.admin(admin), Cast.admin(keys), Cast.member(stranger, 0)};
      for (OwnKeys author : List.of(member, stranger)) {
        assertThat(
                Refusals.of(
                    () ->
                        verifier.verifyNext(
                            three.entry(), follow(author, three.entry(), List.of(), members))))
            .isEqualTo(Failure.UNCONFIRMED_RESET);
      }
      assertThatCode(
              () ->
                  verifier.verifyNext(
                      three.entry(), follow(admin, three.entry(), List.of(), members)))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void line17_resetKeyAsAuthor_isRefused() {
    OwnKeys reset = cast.publish(OwnKeys.reset(admin.bundle(), Cast.keys(5), Cast.NOW));
    assertThat(refusal(next(reset, Cast.admin(reset), Cast.member(member, 0))))
        .isEqualTo(Failure.NOT_ENTITLED);
  }

  @Test
  void line16_historyForOneself_isRefusedButByAnotherAdminAccepted() {
    SignedEntry late =
        follow(
            admin,
            before,
            List.of(),
            Cast.admin(admin),
            Cast.member(member, 0),
            new Member(stranger.userId(), stranger.fingerprint(), MemberRole.ADMIN, 1));
    accepts(late);
    Member[] withHistory = {Cast.admin(admin), Cast.member(member, 0), Cast.admin(stranger)};
    assertThat(
            Refusals.of(
                () ->
                    verifier.verifyNext(
                        late.entry(), follow(stranger, late.entry(), List.of(), withHistory))))
        .isEqualTo(Failure.NOT_ENTITLED);
    assertThatCode(
            () ->
                verifier.verifyNext(
                    late.entry(), follow(admin, late.entry(), List.of(), withHistory)))
        .doesNotThrowAnyException();
  }

  @Test
  void readsFromEpoch_inTheFuture_isRefused() {
    assertThat(
            Refusals.of(
                () ->
                    MembershipAuthor.next(
                        admin,
                        before,
                        List.of(Cast.admin(admin), Cast.member(member, 2)),
                        List.of())))
        .isEqualTo(Failure.MALFORMED);
  }

  @Test
  void members_outOfOrderOrTwice_areRefused() {
    List<Member> sorted = before.members();
    for (List<Member> wrong :
        List.of(sorted.reversed(), List.of(sorted.getFirst(), sorted.getFirst()))) {
      assertThat(Refusals.of(() -> Altered.with(before, "members", wrong)))
          .isEqualTo(Failure.MALFORMED);
    }
    assertThat(Altered.with(before, "members", sorted)).isEqualTo(before);
  }

  /** {@code UUID.compareTo} is signed and would order these the other way round. */
  @Test
  void members_areOrderedAsUnsignedBytes() {
    assertThat(before.members().get(0).userId().getMostSignificantBits()).isNotNegative();
    assertThat(before.members().get(1).userId().getMostSignificantBits()).isNegative();
  }

  /** Well signed but where the signature is attacked, so that only the attacked check refuses. */
  @Test
  void genesis_withOneThingWrong_isRefused() {
    verifier.verifyGenesis(signed(admin, before));

    assertThat(refusalOfGenesis(signed(admin, Altered.with(before, "epoch", 1L))))
        .isEqualTo(Failure.BROKEN_CHAIN);

    SignedEntry byMember =
        MembershipAuthor.begin(member, List.of(Cast.admin(admin), Cast.member(member, 0)))
            .signedEntry();
    assertThat(refusalOfGenesis(byMember)).isEqualTo(Failure.NOT_ENTITLED);

    OwnKeys rotated = cast.publish(admin.rotate(Cast.keys(5), Cast.NOW));
    SignedEntry byOtherKey = MembershipAuthor.begin(rotated, before.members()).signedEntry();
    assertThat(refusalOfGenesis(byOtherKey)).isEqualTo(Failure.NOT_ENTITLED);

    assertThat(refusalOfGenesis(begin(Cast.admin(admin), Cast.member(Cast.person(7), 0))))
        .isEqualTo(Failure.UNKNOWN_KEY);
    assertThat(refusalOfGenesis(signed(member, before))).isEqualTo(Failure.BAD_SIGNATURE);

    SignedLeave leave = MembershipAuthor.leave(member, before);
    assertThat(refusalOfGenesis(new SignedEntry(before, genesis.signature(), List.of(leave))))
        .isEqualTo(Failure.MALFORMED);
  }

  @Test
  void successor_inAnotherConversationOrOutOfTurn_isRefused() {
    MembershipEntry honest = next(admin, Cast.admin(admin), Cast.member(member, 0)).entry();
    accepts(signed(admin, honest));
    assertThat(refusal(signed(admin, Altered.with(honest, "conversationId", Cast.id(9)))))
        .isEqualTo(Failure.BROKEN_CHAIN);
    assertThat(refusal(signed(admin, Altered.with(honest, "epoch", 2L))))
        .isEqualTo(Failure.BROKEN_CHAIN);
    assertThat(refusal(signed(admin, Altered.with(honest, "previousHash", honest.keyCommitment()))))
        .isEqualTo(Failure.BROKEN_CHAIN);
  }

  @Test
  void leave_twiceOrOfSomebodyWhoStays_isRefused() {
    SignedLeave leave = MembershipAuthor.leave(member, before);
    accepts(follow(admin, before, List.of(leave), Cast.admin(admin)));
    assertThat(refusal(follow(admin, before, List.of(leave, leave), Cast.admin(admin))))
        .isEqualTo(Failure.MALFORMED);
    assertThat(
            refusal(
                follow(admin, before, List.of(leave), Cast.admin(admin), Cast.member(member, 0))))
        .isEqualTo(Failure.MALFORMED);
  }

  @Test
  void leave_byAnotherKeyOfTheMember_isRefused() {
    OwnKeys rotated = cast.publish(member.rotate(Cast.keys(5), Cast.NOW));
    verifier.verifyLeave(before, MembershipAuthor.leave(member, before));
    assertThat(
            Refusals.of(
                () -> verifier.verifyLeave(before, MembershipAuthor.leave(rotated, before))))
        .isEqualTo(Failure.NOT_ENTITLED);
  }

  /** A source that answers with some other accepted bundle is not believed. */
  @Test
  void bundle_thatWasNotAskedFor_isRefused() {
    OwnKeys rotated = member.rotate(Cast.keys(5), Cast.NOW);
    for (OwnKeys other : List.of(stranger, rotated)) {
      MembershipVerifier deceived =
          new MembershipVerifier(
              (userId, fingerprint) ->
                  fingerprint.equals(member.fingerprint())
                      ? Optional.of(other.signedBundle())
                      : cast.find(userId, fingerprint));
      assertThat(Refusals.of(() -> deceived.verifyGenesis(genesis))).isEqualTo(Failure.UNKNOWN_KEY);
    }
  }

  private SignedEntry signed(OwnKeys author, MembershipEntry entry) {
    return new SignedEntry(entry, author.sign(entry.signed()), List.of());
  }

  private Failure refusalOfGenesis(SignedEntry presented) {
    return Refusals.of(() -> verifier.verifyGenesis(presented));
  }

  private SignedEntry begin(Member... members) {
    return MembershipAuthor.begin(admin, List.of(members)).signedEntry();
  }

  private SignedEntry next(OwnKeys author, Member... members) {
    return follow(author, before, List.of(), members);
  }

  private SignedEntry follow(
      OwnKeys author, MembershipEntry previous, List<SignedLeave> leaves, Member... members) {
    return MembershipAuthor.next(author, previous, List.of(members), leaves).signedEntry();
  }

  private void accepts(SignedEntry presented) {
    assertThatCode(() -> verifier.verifyNext(before, presented)).doesNotThrowAnyException();
  }

  private Failure refusal(SignedEntry presented) {
    return Refusals.of(() -> verifier.verifyNext(before, presented));
  }
}
