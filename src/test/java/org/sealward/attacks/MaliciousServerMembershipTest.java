package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sealward.api.StoredEntry;
import org.sealward.attacks.Attack.By;
import org.sealward.client.Conversation;
import org.sealward.client.Insider;
import org.sealward.client.Session;
import org.sealward.envelope.Altered;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EpochWrap;
import org.sealward.envelope.Failure;
import org.sealward.envelope.Forger;
import org.sealward.envelope.Leave;
import org.sealward.envelope.Member;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.MembershipAuthor;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.SignedEntry;
import org.sealward.envelope.SignedLeave;

/** A service that lies about who is in a conversation, alone or with one of its members. */
final class MaliciousServerMembershipTest extends Scene {
  @Test
  @Attack(
      on = "4",
      by = By.SERVER,
      proves =
          "a member who made everybody an admin is refused by clients, where the service is not")
  void line04_selfPromotion_thatTheServiceTook_isRefusedByClients() {
    Conversation talk = begun();
    MembershipEntry before = Insider.newest(talk);
    List<Member> promoted =
        before.members().stream()
            .map(m -> new Member(m.userId(), m.fingerprint(), MemberRole.ADMIN, 0))
            .toList();
    SignedEntry forged =
        MembershipAuthor.next(Insider.keys(patient), before, promoted, List.of()).signedEntry();

    refusedBesideTheTrue(talk, forged, failed(Failure.NOT_ENTITLED));
  }

  @Test
  @Attack(
      on = "4",
      by = By.SERVER,
      proves =
          "an entry by an admin that names keys which nobody published is refused, though it is"
              + " rightly signed and chained")
  void line04_unknownFingerprint_inMidChain_isRefusedByClients() {
    Conversation talk = begun();
    MembershipEntry before = Insider.newest(talk);
    OwnKeys ghost = OwnKeys.first(colleague.id(), PrivateKeys.generate(), now());
    List<Member> withGhost =
        Stream.concat(
                before.members().stream(),
                Stream.of(
                    new Member(
                        colleague.id(),
                        ghost.fingerprint(),
                        MemberRole.MEMBER,
                        before.epoch() + 1)))
            .toList();
    SignedEntry forged =
        MembershipAuthor.next(Insider.keys(doctor), before, withGhost, List.of()).signedEntry();

    refusedBesideTheTrue(talk, forged, failed(Failure.UNKNOWN_KEY));
    // The control: the same act with the keys that the colleague has published.
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
    try (Session session = logIn()) {
      assertThat(session.conversations().get(talk.id()).members()).hasSize(3);
    }
  }

  @Test
  @Attack(
      on = "4",
      by = By.SERVER,
      proves =
          "a second first entry, of the same author, nonce and so conversation, makes the client"
              + " stop for good")
  void line04_secondFirstEntry_isRefused_andNoticed() {
    Conversation talk = begun();
    MembershipEntry first = Insider.newest(talk);
    List<Member> alone =
        first.members().stream().map(m -> Altered.with(m, "role", MemberRole.ADMIN)).toList();
    SignedEntry second = Forger.signed(Altered.with(first, "members", alone), Insider.keys(doctor));
    lie(talk, entries -> Stream.concat(entries.stream(), entry(2, second)).toList());

    try (Session session = logIn()) {
      assertThatThrownBy(() -> session.conversations().get(talk.id()).send("to whom?"))
          .satisfies(forked());
    }
    // What was seen stays evidence on this device; another one, shown the truth, goes on.
    liar.tellsTheTruth();
    try (Session session = logIn()) {
      assertThatThrownBy(() -> session.conversations().get(talk.id()).send("to whom?"))
          .satisfies(forked());
    }
    patient.session().conversations().get(talk.id()).send("to the doctor");
  }

  @Test
  @Attack(
      on = "4",
      by = By.SERVER,
      proves = "a leave that its member did not sign removes nobody, and a genuine one does")
  void line04_forgedLeave_removesNobody_andAGenuineOneDoes() {
    Conversation talk = begun();
    talk.setRole(patient.id(), MemberRole.ADMIN);
    MembershipEntry entry = Insider.newest(talk);
    OwnKeys attacker = OwnKeys.first(doctor.id(), PrivateKeys.generate(), now());
    SignedLeave genuine = MembershipAuthor.leave(Insider.keys(doctor), entry);
    Leave leave = genuine.leave();
    SignedLeave forged =
        new SignedLeave(leave, MembershipAuthor.leave(attacker, entry).signature());
    try (Session session = logIn()) {
      Conversation read = session.conversations().get(talk.id());
      liar.aboutPage(path(talk, "leaves"), SignedLeave.class, _ -> List.of(forged));
      read.setRole(patient.id(), MemberRole.ADMIN);
      assertThat(read.members()).hasSize(2);

      liar.tellsTheTruth();
      liar.aboutPage(path(talk, "leaves"), SignedLeave.class, _ -> List.of(genuine));
      read.setRole(patient.id(), MemberRole.ADMIN);
      assertThat(read.members()).extracting(Member::userId).containsExactly(patient.id());
    }
  }

  @Test
  @Attack(
      on = {"14", "restored database"},
      by = By.SERVER,
      proves = "a membership that goes back behind what a device has seen makes it stop")
  void rolledBackMembership_isNoticed_byALaterRun() {
    Conversation talk = begun();
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
    try (Session session = logIn()) {
      assertThat(session.conversations().get(talk.id()).members()).hasSize(3);
    }
    lie(talk, entries -> entries.stream().filter(e -> e.entry().entry().epoch() == 0).toList());
    try (Session session = logIn()) {
      assertThatThrownBy(() -> session.conversations().get(talk.id()).send("to whom?"))
          .satisfies(forked());
    }
    liar.tellsTheTruth();
    try (Session session = logIn()) {
      session.conversations().get(talk.id()).send("to all of you");
    }
  }

  @Test
  @Attack(
      on = "5",
      by = By.SERVER,
      proves =
          "an epoch's key opens from no wrap that was made for another epoch, conversation or"
              + " recipient")
  void line05_wrapOfAnotherEpochConversationOrRecipient_doesNotOpen() {
    Conversation talk = begun();
    talk.send("one");
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
    talk.send("two");
    Conversation other = begun();
    other.send("elsewhere");
    Bytes elsewhere =
        Insider.key(other).wrapFor(Insider.newest(other), patient.session().keys().own()).wrap();
    Bytes colleagues =
        Insider.key(talk).wrapFor(Insider.newest(talk), colleague.session().keys().own()).wrap();

    lieAboutWraps(talk, wraps -> List.of(withWrap(wraps, 0, 1), withWrap(wraps, 1, 0)));
    readsNothing(talk);
    for (Bytes moved : List.of(elsewhere, colleagues)) {
      lieAboutWraps(
          talk, wraps -> wraps.stream().map(w -> Altered.with(w, "wrap", moved)).toList());
      readsNothing(talk);
    }
    try (Session session = logIn()) {
      assertThat(texts(session.conversations().get(talk.id()))).containsExactly("one", "two");
    }
  }

  @Test
  @Attack(
      on = "11",
      by = By.SERVER,
      proves =
          "a wrap of which either half of the hybrid KEM, or the sealed key, was altered is shut")
  void line11_eitherHalfOfTheHybridKem_orTheKey_altered_doesNotOpen() {
    Conversation talk = begun();
    talk.send("one");
    talk.send("two");
    // ML-KEM-768's ciphertext, X25519's share behind its 1088 bytes, the key behind both.
    for (int at : new int[] {0, 1087, 1088, 1167}) {
      lieAboutWraps(
          talk,
          wraps ->
              wraps.stream()
                  .map(w -> Altered.with(w, "wrap", Bytes.of(flipped(w.wrap().toArray(), at))))
                  .toList());
      readsNothing(talk);
    }
    try (Session session = logIn()) {
      assertThat(texts(session.conversations().get(talk.id()))).containsExactly("one", "two");
    }
  }

  /** Both messages stay shut, and the liar goes back to the truth. */
  private void readsNothing(Conversation talk) {
    try (Session session = logIn()) {
      assertThat(session.conversations().get(talk.id()).history())
          .hasSize(2)
          .allSatisfy(refused(Failure.WRAP_NOT_OPENED));
    }
    liar.tellsTheTruth();
  }

  /** Shown the forgery as the newest entry, the client refuses; shown the truth, it goes on. */
  private void refusedBesideTheTrue(
      Conversation talk, SignedEntry forged, Consumer<Throwable> refusal) {
    lie(talk, entries -> Stream.concat(entries.stream(), entry(2, forged)).toList());
    try (Session session = logIn()) {
      Conversation read = session.conversations().get(talk.id());
      assertThatThrownBy(() -> read.send("to whom?")).satisfies(refusal);
      liar.tellsTheTruth();
      read.send("to the doctor");
    }
  }

  private void lie(Conversation talk, UnaryOperator<List<StoredEntry>> lie) {
    liar.aboutPage(path(talk, "entries"), StoredEntry.class, lie);
  }

  /** Of all epochs, whichever the client asks for. */
  private void lieAboutWraps(Conversation talk, UnaryOperator<List<EpochWrap>> lie) {
    List<EpochWrap> genuine = new ArrayList<>();
    liar.aboutPage(
        path(talk, "wraps"),
        EpochWrap.class,
        wraps -> {
          if (wraps.size() > genuine.size()) {
            genuine.clear();
            genuine.addAll(wraps);
          }
          return wraps;
        });
    try (Session session = logIn()) {
      assertThat(texts(session.conversations().get(talk.id()))).containsExactly("one", "two");
    }
    liar.tellsTheTruth();
    List<EpochWrap> forged = lie.apply(genuine);
    liar.aboutPage(path(talk, "wraps"), EpochWrap.class, _ -> forged);
  }

  private static EpochWrap withWrap(List<EpochWrap> wraps, int of, int from) {
    return Altered.with(wraps.get(of), "wrap", wraps.get(from).wrap());
  }

  private static Stream<StoredEntry> entry(long seq, SignedEntry entry) {
    return Stream.of(new StoredEntry(seq, now(), entry));
  }
}
