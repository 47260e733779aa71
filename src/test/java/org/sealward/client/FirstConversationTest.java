package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.api.Connection;
import org.sealward.api.ConversationSummary;
import org.sealward.api.SpecialistProfile;
import org.sealward.client.error.ProblemException;
import org.sealward.envelope.MemberRole;

/** The path the product exists for, through a real service and the AWS stand-in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FirstConversationTest {
  private TestService service;
  private Person patient;
  private Person specialist;
  private Person colleague;

  @BeforeAll
  void meet() {
    service = TestService.get();
    TestClinic clinic = TestClinic.open(service);
    specialist = Person.specialist(service, clinic, "angiology");
    colleague = Person.specialist(service, clinic, "radiology");
    patient = Person.loggedIn(service).connectedWith(specialist);
  }

  @AfterAll
  void part() {
    patient.close();
    specialist.close();
    colleague.close();
  }

  @Test
  void specialist_isFound_byPatient() {
    assertThat(patient.session().specialists().search("angiology"))
        .extracting(SpecialistProfile::userId)
        .contains(specialist.id());
    assertThat(patient.session().specialists().search("dermatology-x")).isEmpty();
    assertThat(patient.session().specialists().find(specialist.id())).isPresent();
    assertThat(patient.session().specialists().find(patient.id())).isEmpty();
  }

  @Test
  void connection_isEnded_andMadeAnew() {
    Person leaver = Person.loggedIn(service).connectedWith(specialist);
    try {
      Conversation talk = leaver.session().conversations().start(Set.of(specialist.id()));
      Connection ended =
          leaver.session().connections().end(leaver.session().connections().list().getFirst().id());
      assertThat(ended.state()).isEqualTo("ended");
      assertThat(specialist.session().connections().list()).contains(ended);

      assertThatThrownBy(() -> leaver.session().conversations().start(Set.of(specialist.id())))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.is("member-not-reachable")).isTrue());
      talk.send("still here");
      assertThat(texts(specialist.session().conversations().get(talk.id())))
          .containsExactly("still here");

      leaver.connectedWith(specialist);
      assertThat(leaver.session().conversations().start(Set.of(specialist.id())).id())
          .isNotEqualTo(talk.id());
    } finally {
      leaver.close();
    }
  }

  @Test
  void messages_areReadByBothSides_inOrder() {
    Conversation mine = patient.session().conversations().start(Set.of(specialist.id()));
    mine.send("Good morning");
    Conversation theirs = specialist.session().conversations().get(mine.id());
    assertThat(texts(theirs)).containsExactly("Good morning");
    theirs.send("How can I help?");
    mine.send("My knee");

    assertThat(texts(mine)).containsExactly("Good morning", "How can I help?", "My knee");
    assertThat(texts(theirs)).containsExactly("Good morning", "How can I help?", "My knee");
    assertThat(specialist.session().conversations().list())
        .extracting(ConversationSummary::id)
        .contains(mine.id());
  }

  @Test
  void message_namesTheNewestOneItsSenderHadSeen() {
    Conversation mine = patient.session().conversations().start(Set.of(specialist.id()));
    Conversation theirs = specialist.session().conversations().get(mine.id());
    Received.Message first = mine.send("one");
    assertThat(theirs.history()).containsExactly(first);
    Received.Message second = theirs.send("two");

    assertThat(first.seenHash()).isNull();
    assertThat(second.seenHash()).isEqualTo(first.hash());
    assertThat(mine.history().toList()).contains(first, second);
  }

  @Test
  void longHistory_isReadPageByPage() {
    Conversation mine = patient.session().conversations().start(Set.of(specialist.id()));
    List<String> sent = IntStream.range(0, 230).mapToObj(i -> "message " + i).toList();
    sent.forEach(mine::send);

    assertThat(texts(mine)).isEqualTo(sent);
    assertThat(mine.read(0, 3)).hasSize(3);
  }

  @Test
  void addedMember_readsOnlyWhatTheyWereGiven() {
    Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
    talk.send("before");
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
    talk.send("after");

    Conversation theirs = colleague.session().conversations().get(talk.id());
    assertThat(texts(theirs)).containsExactly("after");
    assertThat(texts(patient.session().conversations().get(talk.id())))
        .containsExactly("before", "after");
  }

  @Test
  void addedMember_withHistory_readsItAll() {
    Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
    talk.send("before");
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.ALL);
    talk.send("after");

    Conversation theirs = colleague.session().conversations().get(talk.id());
    assertThat(texts(theirs)).containsExactly("before", "after");
    theirs.send("hello");
    assertThat(texts(talk)).containsExactly("before", "after", "hello");
  }

  @Test
  void removedMember_readsNothingMore_withWarmCaches() {
    Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.ALL);
    talk.send("with you");
    Conversation theirs = colleague.session().conversations().get(talk.id());
    assertThat(texts(theirs)).containsExactly("with you");

    talk.remove(colleague.id());
    talk.send("without you");

    assertThatThrownBy(() -> theirs.read(0, 100))
        .isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.status()).isEqualTo(404));
    assertThatThrownBy(() -> theirs.send("still here")).isInstanceOf(ProblemException.class);
    assertThat(texts(patient.session().conversations().get(talk.id())))
        .containsExactly("with you", "without you");
  }

  @Test
  void staleSender_sealsAgain_forTheNewMembers() {
    Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
    Conversation mine = patient.session().conversations().get(talk.id());
    mine.send("warm");
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);

    mine.send("to all three");

    assertThat(texts(colleague.session().conversations().get(talk.id())))
        .containsExactly("to all three");
  }

  @Test
  void stranger_findsNoConversation() {
    Conversation talk = patient.session().conversations().start(Set.of(specialist.id()));

    assertThatThrownBy(() -> colleague.session().conversations().get(talk.id()).read(0, 10))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.is("conversation-not-found")).isTrue());
  }

  @Test
  void unknownContent_isKept() {
    Conversation talk = patient.session().conversations().start(Set.of(specialist.id()));
    String json = "{\"type\":\"poll\",\"question\":\"When?\",\"options\":[1,2]}";
    talk.send(new Content.Other("poll", json));

    assertThat(specialist.session().conversations().get(talk.id()).history())
        .singleElement()
        .extracting(received -> ((Received.Message) received).content())
        .isEqualTo(new Content.Other("poll", json));
  }

  @Test
  void safetyNumber_isTheSameOnBothSides() {
    assertThat(patient.session().keys().safetyNumber(specialist.id()))
        .isEqualTo(specialist.session().keys().safetyNumber(patient.id()));
  }

  static List<String> texts(Conversation conversation) {
    return conversation
        .history()
        .map(
            received ->
                received instanceof Received.Message message
                        && message.content() instanceof Content.Text(String text)
                    ? text
                    : received.toString())
        .toList();
  }
}
