package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sealward.TestUser;
import org.sealward.TestUser.Answer;
import org.sealward.api.NewEntry;
import org.sealward.attacks.Attack.By;
import org.sealward.client.Content;
import org.sealward.client.Conversation;
import org.sealward.client.Insider;
import org.sealward.client.Session;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.envelope.Altered;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EpochWrap;
import org.sealward.envelope.Failure;
import org.sealward.envelope.Forger;
import org.sealward.envelope.Hash;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.Member;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.MembershipAuthor;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.NewEpoch;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.PublicBundle;

/** A member who writes entries that are not theirs to write. */
final class MaliciousPeerMembershipTest extends Scene {
  @Test
  @Attack(
      on = "4",
      by = By.PEER,
      proves = "a member who is no admin adds, removes and promotes nobody; an admin does")
  void line04_memberWhoIsNoAdmin_addsRemovesAndPromotesNobody() {
    Conversation talk = begun();
    Conversation theirs = patient.session().conversations().get(talk.id());

    assertThatThrownBy(() -> theirs.setRole(patient.id(), MemberRole.ADMIN))
        .satisfies(refusedByTheService("invalid-envelope"));
    assertThatThrownBy(
            () -> theirs.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE))
        .satisfies(refusedByTheService("invalid-envelope"));
    assertThat(talk.members()).hasSize(2);
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
    assertThat(theirs.members()).hasSize(3);
    assertThatThrownBy(() -> theirs.remove(colleague.id()))
        .satisfies(refusedByTheService("invalid-envelope"));
    assertThat(talk.members()).hasSize(3);

    talk.setRole(patient.id(), MemberRole.ADMIN);
    theirs.setRole(doctor.id(), MemberRole.MEMBER);
    assertThat(talk.members())
        .filteredOn(m -> m.role() == MemberRole.ADMIN)
        .extracting(Member::userId)
        .containsExactly(patient.id());
  }

  @Test
  @Attack(
      on = "4",
      by = By.PEER,
      proves =
          "nobody removes themselves, so that no entry is by somebody who does not answer for it:"
              + " an entry without its author is none, though rightly signed")
  void line04_ownRemoval_isRefused_asIsASecondFirstEntry() throws IOException {
    Intruder intruder = Intruder.at(clinic, patient);
    intruder.begin(patient);
    MembershipEntry before = intruder.entry();
    NewEpoch epoch =
        MembershipAuthor.next(
            intruder.keys(),
            before,
            before.members().stream().map(m -> Altered.with(m, "role", MemberRole.ADMIN)).toList(),
            List.of());
    MembershipEntry next = epoch.signedEntry().entry();
    List<Member> without =
        next.members().stream().filter(m -> m.userId().equals(patient.id())).toList();
    Member author = next.member(intruder.user.id()).orElseThrow();
    Bytes encoded = Forger.encoded(next, without);
    Bytes signature = Forger.signature(encoded, intruder.keys());
    // For whoever is left, as the service asks.
    EpochWrap wrap =
        Altered.with(
            epoch.key().wrapFor(next, patient.session().keys().own()),
            "membershipHash",
            Hash.of(encoded));
    String json =
        service.json().writeValueAsString(new NewEntry(epoch.signedEntry(), List.of(wrap)));
    String member = service.json().writeValueAsString(author);
    String genuine = epoch.signedEntry().signature().base64Url();
    assertThat(json).contains(member).contains(genuine);
    String forged =
        json.replace(member + ",", "")
            .replace("," + member, "")
            .replace(genuine, signature.base64Url());

    assertThat(intruder.user.post(intruder.path() + "/entries", forged).problem())
        .isEqualTo("invalid-envelope");
    MembershipEntry genesis = Altered.with(before, "keyCommitment", Bytes.of(new byte[32]));
    assertThat(
            intruder
                .user
                .post(
                    "/v1/conversations",
                    new NewEntry(Forger.signed(genesis, intruder.keys()), wraps(intruder, genesis)))
                .problem())
        .isEqualTo("conversation-exists");
    List<EpochWrap> both =
        Stream.of(intruder.keys().bundle(), patient.session().keys().own())
            .map(bundle -> epoch.key().wrapFor(next, bundle))
            .toList();
    Answer taken =
        intruder.user.post(intruder.path() + "/entries", new NewEntry(epoch.signedEntry(), both));
    assertThat(taken.status()).as("the control: %s", taken.body()).isEqualTo(201);
  }

  @Test
  @Attack(
      on = "4",
      by = By.PEER,
      proves =
          "an admin brings in no keys that their owner has not published, and no member's keys"
              + " change but along that member's rotations")
  void line04_unknownFingerprint_inMidChain_isNotTaken() {
    Intruder intruder = Intruder.at(clinic, patient);
    intruder.begin(patient);
    OwnKeys ghost = OwnKeys.first(doctor.id(), PrivateKeys.generate(), now());
    OwnKeys swapped = OwnKeys.first(patient.id(), PrivateKeys.generate(), now());
    MembershipEntry before = intruder.entry();
    List<Member> withGhost =
        Stream.concat(
                before.members().stream(),
                Stream.of(new Member(doctor.id(), ghost.fingerprint(), MemberRole.MEMBER, 1)))
            .toList();
    List<Member> withSwapped =
        before.members().stream()
            .map(
                m ->
                    m.userId().equals(patient.id())
                        ? Altered.with(m, "fingerprint", swapped.fingerprint())
                        : m)
            .toList();
    for (List<Member> members : List.of(withGhost, withSwapped)) {
      NewEpoch epoch = MembershipAuthor.next(intruder.keys(), before, members, List.of());
      assertThat(intruder.author(epoch.signedEntry()).problem()).isEqualTo("invalid-envelope");
    }

    PublicBundle genuine = doctor.session().keys().own();
    List<Member> withDoctor =
        Stream.concat(
                before.members().stream(),
                Stream.of(new Member(doctor.id(), genuine.fingerprint(), MemberRole.MEMBER, 1)))
            .toList();
    NewEpoch epoch = MembershipAuthor.next(intruder.keys(), before, withDoctor, List.of());
    MembershipEntry entry = epoch.signedEntry().entry();
    List<EpochWrap> wraps =
        Stream.of(intruder.keys().bundle(), patient.session().keys().own(), genuine)
            .map(bundle -> epoch.key().wrapFor(entry, bundle))
            .toList();
    Answer taken =
        intruder.user.post(intruder.path() + "/entries", new NewEntry(epoch.signedEntry(), wraps));
    assertThat(taken.status()).as(taken.body()).isEqualTo(201);
  }

  @Test
  @Attack(
      on = {"5", "6"},
      by = By.PEER,
      proves =
          "an epoch's key that an admin wrapped as that of an image, or for another recipient,"
              + " opens nothing, though it is the right key")
  void line06_epochKey_wrappedAsThatOfAnImage_doesNotOpen() {
    Intruder intruder = Intruder.at(clinic, patient);
    PublicBundle patients = patient.session().keys().own();
    intruder.begin(patient);
    intruder.send(intruder.sealed(new Content.Text("hello")));
    EpochWrap genuine = intruder.key().wrapFor(intruder.entry(), patients);
    var image =
        new ImageContext(
            intruder.entry().conversationId(),
            patient.id(),
            intruder.user.id(),
            intruder.entry().conversationId());
    List<Bytes> forged =
        List.of(
            Forger.epochKeyAsImageWrap(intruder.key(), image, patients),
            intruder.key().wrapFor(intruder.entry(), intruder.keys().bundle()).wrap());
    for (Bytes wrap : forged) {
      liar.aboutPage(
          intruder.path() + "/wraps",
          EpochWrap.class,
          _ -> List.of(Altered.with(genuine, "wrap", wrap)));
      try (Session session = logIn()) {
        assertThat(session.conversations().get(intruder.entry().conversationId()).history())
            .singleElement()
            .satisfies(refused(Failure.WRAP_NOT_OPENED));
      }
      liar.tellsTheTruth();
    }
    liar.aboutPage(intruder.path() + "/wraps", EpochWrap.class, _ -> List.of(genuine));
    try (Session session = logIn()) {
      assertThat(texts(session.conversations().get(intruder.entry().conversationId())))
          .containsExactly("hello");
    }
  }

  @Test
  @Attack(
      on = {"1", "17"},
      by = By.PEER,
      proves =
          "whoever took over an account without its keys is shown to every peer as a reset, and"
              + " enters no conversation by their own entry")
  void line17_silentReset_isRefusedByPeers_andByTheirOwnEntryNotTaken() {
    TestUser other = clinic.specialist("surgery");
    Conversation talk = begun();
    doctor.session().keys().of(other.id());
    talk.add(other.id(), MemberRole.ADMIN, Conversation.History.NONE);
    OwnKeys stolen = OwnKeys.reset(other.keys().bundle(), PrivateKeys.generate(), now());
    assertThat(other.put("/v1/me/bundles/2", stolen.signedBundle()).status()).isEqualTo(204);

    MembershipEntry before = Insider.newest(talk);
    List<Member> reset =
        before.members().stream()
            .map(
                m ->
                    m.userId().equals(other.id())
                        ? Altered.with(m, "fingerprint", stolen.fingerprint())
                        : m)
            .toList();
    for (OwnKeys author : List.of(stolen, other.keys())) {
      NewEpoch epoch = MembershipAuthor.next(author, before, reset, List.of());
      assertThat(
              other
                  .post(path(talk, "entries"), new NewEntry(epoch.signedEntry(), List.of()))
                  .problem())
          .isEqualTo("invalid-envelope");
    }
    assertThatThrownBy(() -> doctor.session().keys().of(other.id()))
        .isInstanceOf(UntrustedKeyException.class);
    assertThatThrownBy(() -> talk.send("to whom?")).isInstanceOf(UntrustedKeyException.class);
    // The control: another admin who compared the new keys lets them in.
    doctor.session().keys().trust(other.id(), stolen.fingerprint());
    talk.confirm(other.id());
    talk.send("welcome back");
    assertThat(talk.members())
        .filteredOn(m -> m.userId().equals(other.id()))
        .extracting(Member::fingerprint)
        .containsExactly(stolen.fingerprint());
  }

  private List<EpochWrap> wraps(Intruder intruder, MembershipEntry entry) {
    return Stream.of(intruder.keys().bundle(), patient.session().keys().own())
        .map(
            bundle ->
                Altered.with(
                    intruder.key().wrapFor(intruder.entry(), bundle),
                    "membershipHash",
                    entry.membershipHash()))
        .toList();
  }
}
