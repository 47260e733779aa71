package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.api.Changes;
import org.sealward.api.ConversationChange;
import org.sealward.api.ConversationSummary;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.ProblemException;
import org.sealward.envelope.Member;
import org.sealward.envelope.MemberRole;

/** Groups of carers over their time: who comes, who goes, what they are called. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GroupTest {
  private TestService service;
  private Person doctor;
  private Person nurse;
  private Person surgeon;

  /** Of the doctor, who is its admin, with nurse and surgeon. */
  private Conversation ward;

  @BeforeAll
  void meet() {
    service = TestService.get();
    TestClinic clinic = TestClinic.open(service);
    doctor = Person.specialist(service, clinic, "paediatrics");
    nurse = Person.specialist(service, clinic, "nursing");
    surgeon = Person.specialist(service, clinic, "surgery");
  }

  @BeforeEach
  void begin() {
    ward = doctor.session().conversations().start(Set.of(nurse.id(), surgeon.id()));
  }

  @AfterAll
  void part() {
    doctor.close();
    nurse.close();
    surgeon.close();
  }

  private Conversation of(Person person) {
    return person.session().conversations().get(ward.id());
  }

  private static List<UUID> ids(Conversation conversation) {
    return conversation.members().stream().map(Member::userId).toList();
  }

  /** Everything of the removed one stays as it was: session, keys, caches, socket, token. */
  @Test
  void line16_removedMember_readsNothingLater_withEveryCacheWarm() {
    Conversation theirs = of(nurse);
    ward.send("warm");
    theirs.send("warm too");
    Heard heard = new Heard();
    try (Live _ = nurse.session().listen(heard)) {
      heard.await(h -> h.texts().contains("warm too"));

      ward.remove(nurse.id());
      ward.send("without you");
      of(surgeon).send("neither this");

      heard.await(h -> h.events.stream().anyMatch(LiveEvent.ConversationLeft.class::isInstance));
      assertThatThrownBy(() -> theirs.read(0, 100)).satisfies(GroupTest::isGone);
      assertThatThrownBy(() -> theirs.newest(100)).satisfies(GroupTest::isGone);
      assertThatThrownBy(() -> theirs.send("still here?")).isInstanceOf(RuntimeException.class);
      assertThat(FirstConversationTest.texts(of(surgeon)))
          .containsExactly("warm", "warm too", "without you", "neither this");
      assertThat(heard.texts()).doesNotContain("without you", "neither this");
      assertThat(nurse.session().conversations().list())
          .extracting(ConversationSummary::id)
          .doesNotContain(ward.id());
    }
  }

  @Test
  void leaver_isOut_andTheNextWriterRemovesThem() {
    of(nurse).send("I am going");
    of(nurse).leave();
    of(nurse).leave();

    assertThatThrownBy(() -> of(nurse).read(0, 10)).satisfies(GroupTest::isGone);
    assertThat(ids(of(surgeon))).contains(nurse.id());
    // The surgeon, who is no admin, may remove who has left.
    of(surgeon).send("farewell");

    assertThat(ids(ward)).containsExactlyInAnyOrder(doctor.id(), surgeon.id());
    assertThat(FirstConversationTest.texts(ward)).containsExactly("I am going", "farewell");
  }

  @Test
  void leave_isHeard_andAnsweredAtOnce() {
    Heard byDoctor = new Heard();
    Heard bySurgeon = new Heard();
    ward.send("warm");
    try (Live _ = doctor.session().listen(byDoctor);
        Live _ = surgeon.session().listen(bySurgeon)) {
      of(nurse).leave();

      byDoctor.await(h -> h.members(ward.id()) == 2);
      bySurgeon.await(h -> h.members(ward.id()) == 2);
      assertThat(byDoctor.events)
          .anySatisfy(
              event ->
                  assertThat(event)
                      .isInstanceOfSatisfying(
                          LiveEvent.MemberLeft.class,
                          left -> assertThat(left.userId()).isEqualTo(nurse.id())));
    }
  }

  @Test
  void leaver_isLetInAgain_evenBeforeAnybodyRemovedThem() {
    of(nurse).leave();

    ward.add(nurse.id(), MemberRole.MEMBER, Conversation.History.NONE);
    ward.send("welcome back");

    assertThat(FirstConversationTest.texts(of(nurse))).containsExactly("welcome back");
  }

  @Test
  void lastAdmin_leaves_afterMakingAnother() {
    assertThatThrownBy(ward::leave).satisfies(GroupTest::lacksAnAdmin);
    assertThatThrownBy(() -> ward.setRole(doctor.id(), MemberRole.MEMBER))
        .satisfies(GroupTest::lacksAnAdmin);

    ward.setRole(surgeon.id(), MemberRole.ADMIN);
    ward.leave();
    of(surgeon).add(doctor.id(), MemberRole.MEMBER, Conversation.History.ALL);

    assertThat(of(surgeon).members())
        .filteredOn(m -> m.role() == MemberRole.ADMIN)
        .extracting(Member::userId)
        .containsExactly(surgeon.id());
  }

  @Test
  void topic_isTheNewestOne_andRepeatedForWhoCannotReadTheHistory() {
    assertThat(ward.topic()).isEmpty();
    ward.send(new Content.Topic("Ward 3"));
    of(nurse).send(new Content.Topic("Ward 3, night"));
    assertThat(of(surgeon).topic()).contains("Ward 3, night");

    ward.remove(surgeon.id());
    ward.add(surgeon.id(), MemberRole.MEMBER, Conversation.History.NONE);

    assertThat(of(surgeon).topic()).contains("Ward 3, night");
    assertThat(of(surgeon).history()).hasSize(1);
  }

  @Test
  void archived_isTheUsersOwn_onAllDevices() {
    Heard heard = new Heard();
    try (Live _ = nurse.session().listen(heard)) {
      of(nurse).archive(true);

      heard.await(
          h ->
              h.events.stream()
                  .anyMatch(
                      e ->
                          e instanceof LiveEvent.ConversationArchived archived
                              && archived.conversation().id().equals(ward.id())));
    }
    assertThat(nurse.session().conversations().list(true))
        .extracting(ConversationSummary::id)
        .contains(ward.id());
    assertThat(doctor.session().conversations().list(true)).isEmpty();
    of(nurse).archive(false);
    assertThat(nurse.session().conversations().list(false))
        .extracting(ConversationSummary::id)
        .contains(ward.id());
  }

  @Test
  void changes_nameTheConversations_inWhichSomethingHappened() {
    Conversations all = nurse.session().conversations();
    Changes before = all.changes(null);
    while (before.more()) {
      before = all.changes(before.cursor());
    }
    assertThat(all.changes(before.cursor()).items()).isEmpty();

    ward.send("news");

    Changes after = all.changes(before.cursor());
    assertThat(after.items()).extracting(ConversationChange::id).containsExactly(ward.id());
    assertThat(after.timeline()).isEqualTo(before.timeline());
    String foreign = after.cursor().substring(0, 4) + "AAAA" + after.cursor().substring(8);
    assertThat(all.changes(foreign).items())
        .as("after a restore everything is told anew")
        .extracting(ConversationChange::id)
        .contains(ward.id());
  }

  private static void isGone(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.is("conversation-not-found")).isTrue());
  }

  private static void lacksAnAdmin(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            ConversationException.class,
            e -> assertThat(e.reason()).isEqualTo(ConversationException.Reason.LAST_ADMIN));
  }
}
