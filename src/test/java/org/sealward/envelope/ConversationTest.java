package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationTest {
  private final Cast cast = new Cast();
  private final MembershipVerifier verifier = new MembershipVerifier(cast);

  @Test
  void message_betweenTwoMembers_opensToItsContent() {
    NewEpoch epoch =
        MembershipAuthor.begin(
            cast.patient, List.of(Cast.admin(cast.patient), Cast.admin(cast.specialist)));
    verifier.verifyGenesis(epoch.signedEntry());
    MembershipEntry entry = epoch.signedEntry().entry();
    EpochWrap wrap = epoch.key().wrapFor(entry, cast.specialist.bundle());
    SealedMessage message =
        SealedMessage.seal(
            Cast.header(entry, cast.patient, 1),
            Bytes.utf8("{\"type\":\"text\"}"),
            epoch.key(),
            cast.patient);

    try (EpochKey key = Opener.epochKey(wrap, entry, cast.specialist)) {
      Bytes content = Opener.message(message, entry, cast.patient.bundle(), key);
      assertThat(content).isEqualTo(Bytes.utf8("{\"type\":\"text\"}"));
    }
  }

  @Test
  void thirdMember_addedByAdmin_opensLaterEpochOnly() {
    NewEpoch first =
        MembershipAuthor.begin(
            cast.patient, List.of(Cast.admin(cast.patient), Cast.member(cast.specialist, 0)));
    MembershipEntry before = first.signedEntry().entry();
    NewEpoch second =
        MembershipAuthor.next(
            cast.patient,
            before,
            List.of(
                Cast.member(cast.colleague, 1),
                Cast.admin(cast.patient),
                Cast.member(cast.specialist, 0)),
            List.of());
    MembershipEntry after = second.signedEntry().entry();
    verifier.verifyNext(before, second.signedEntry());
    EpochWrap wrap = second.key().wrapFor(after, cast.colleague.bundle());
    try (EpochKey key = Opener.epochKey(wrap, after, cast.colleague)) {
      assertThat(key.epoch()).isEqualTo(1);
    }
    assertThat(Refusals.of(() -> first.key().wrapFor(before, after, cast.colleague.bundle())))
        .isEqualTo(Failure.NOT_ENTITLED);
  }
}
