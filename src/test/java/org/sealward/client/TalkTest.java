package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.envelope.MemberRole;

/** Messages about messages, between two people and their devices. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TalkTest {
  private TestService service;
  private Person patient;
  private Person doctor;
  private Conversation mine;
  private Conversation theirs;

  @BeforeAll
  void meet() {
    service = TestService.get();
    doctor = Person.specialist(service, TestClinic.open(service), "rheumatology");
    patient = Person.loggedIn(service).connectedWith(doctor);
  }

  @BeforeEach
  void begin() {
    mine = patient.session().conversations().start(Set.of(doctor.id()));
    theirs = doctor.session().conversations().get(mine.id());
  }

  @AfterAll
  void part() {
    patient.close();
    doctor.close();
  }

  private static Transcript transcript(Conversation conversation) {
    Transcript transcript = new Transcript();
    conversation.history().forEach(transcript::add);
    return transcript;
  }

  @Test
  void line20_editAndRetraction_byAnother_countForNothing() {
    Received.Message pills = theirs.send("take ten pills");
    Received.Message wrong = theirs.send("for another patient");
    mine.send(new Content.Edit(pills.ref(), "take none"));
    mine.send(new Content.Retract(pills.ref()));
    theirs.send(new Content.Edit(pills.ref(), "take two pills"));
    theirs.send(new Content.Retract(wrong.ref()));

    List<Transcript.Line> lines = transcript(mine).lines();

    assertThat(lines).hasSize(4);
    assertThat(lines.get(0))
        .isEqualTo(new Transcript.Line.Said(pills, new Content.Text("take two pills"), true));
    assertThat(lines.get(1)).isEqualTo(new Transcript.Line.Retracted(wrong));
    assertThat(lines.subList(2, 4)).hasOnlyElementsOfType(Transcript.Line.Ignored.class);
    assertThat(transcript(theirs).lines()).isEqualTo(lines);
  }

  @Test
  void sender_whoListens_sendsOverThatLine_andNothingTwiceWhenItBreaks() {
    List<String> sent = IntStream.range(0, 12).mapToObj(i -> "m" + i).toList();
    Heard heard = new Heard();
    try (BreakableLine line = new BreakableLine(service.url());
        SealwardClient client = SealwardClient.of(line.url(), DeviceStore.inMemory()).connect();
        Session session = patient.logIn(client);
        Live _ = session.listen(heard)) {
      heard.await(h -> h.caughtUp.getCount() == 0);
      Conversation here = session.conversations().get(mine.id());
      for (String text : sent) {
        here.send(text);
        if (text.equals("m3") || text.equals("m7")) {
          line.breakNow();
        }
      }
    }
    assertThat(FirstConversationTest.texts(theirs)).isEqualTo(sent);
    assertThat(theirs.gaps()).isEmpty();
  }

  @Test
  void reply_toWhatTheReaderDoesNotHave_isShownAsSuch() {
    Received.Message question = mine.send("Does it hurt?");
    theirs.send(new Content.Reply(question.ref(), "yes"));

    Transcript part = new Transcript();
    mine.newest(1).forEach(part::add);
    assertThat(part.lines()).singleElement().isInstanceOf(Transcript.Line.Said.class);
    assertThat(part.find(question.ref())).isEmpty();
    mine.readBefore(question.seq() + 1, 1).forEach(part::add);
    assertThat(part.find(question.ref())).contains(question);
  }

  @Test
  void receipts_tellWhoHasReadWhat_oneForAllBefore() {
    Received.Message first = mine.send("one");
    Received.Message second = mine.send("two");
    List<Received> read = theirs.history().toList();

    assertThat(theirs.markDelivered(read)).isPresent();
    assertThat(theirs.markRead(read.subList(0, 1))).isPresent();
    assertThat(theirs.markRead(read.subList(0, 1))).as("the same again").isEmpty();
    assertThat(theirs.markDelivered(read)).as("included").isEmpty();
    assertThat(theirs.markRead(List.of(theirs.send("an own one")))).isEmpty();

    assertThat(transcript(mine).readings())
        .containsOnly(Map.entry(doctor.id(), new Transcript.Reading(second.seq(), first.seq())));

    List<Received> all = mine.history().toList();
    assertThat(mine.markRead(all)).as("of the doctor's message").isPresent();
    assertThat(theirs.markRead(theirs.history().toList()).map(m -> m.content()))
        .as("of what is no receipt")
        .contains(new Content.Receipt(second.ref(), Content.Receipt.State.READ));
    assertThat(theirs.markRead(theirs.history().toList())).isEmpty();
  }

  @Test
  void secondDevice_knowsTheReceiptsOfTheFirst() {
    mine.send("one");
    theirs.markRead(theirs.history().toList());
    try (SealwardClient client =
            SealwardClient.of(service.url(), DeviceStore.inMemory()).connect();
        Session other = doctor.logIn(client)) {
      Conversation there = other.conversations().get(mine.id());

      assertThat(there.markRead(there.history().toList())).isEmpty();
      mine.send("two");
      assertThat(there.markRead(there.history().toList())).isPresent();
    }
  }

  @Test
  void forwarded_message_keepsWhatThisClientDoesNotKnow() {
    String poll = "{\"type\":\"poll\",\"options\":[1,2]}";
    String text = "{\"type\":\"text\",\"text\":\"x\",\"mood\":\"fine weather\"}";
    mine.send(new Content.Other("poll", poll));
    mine.send(new Content.Other("text", text));
    Conversation other = patient.session().conversations().start(Set.of(doctor.id()));
    mine.history().forEach(m -> other.forward((Received.Message) m));

    List<Received.Message> received =
        doctor
            .session()
            .conversations()
            .get(other.id())
            .history()
            .map(Received.Message.class::cast)
            .toList();

    assertThat(received)
        .extracting(Received.Message::content)
        .containsExactly(new Content.Other("poll", poll), new Content.Text("x"));
    assertThat(received)
        .extracting(Received.Message::source)
        .containsExactly(new Received.Source(poll), new Received.Source(text));
    assertThat(received.getLast().toString()).doesNotContain("fine weather");
  }

  @Test
  void history_isReadFromItsEnd_pageByPage() {
    for (int i = 0; i < 7; i++) {
      mine.send("m" + i);
    }
    List<Received> shown = new ArrayList<>(theirs.newest(3));
    assertThat(shown).hasSize(3);
    assertThat(((Received.Message) shown.getFirst()).seen())
        .as("what it names was not read yet")
        .isEqualTo(Received.Seen.NOT_READ);
    while (true) {
      List<Received> page = theirs.readBefore(shown.getFirst().seq(), 3);
      if (page.isEmpty()) {
        break;
      }
      shown.addAll(0, page);
    }
    assertThat(shown).extracting(Received::seq).isSorted().hasSize(7);
    assertThat(theirs.gaps()).isEmpty();
    assertThat(theirs.newest(3))
        .allSatisfy(
            m -> assertThat(((Received.Message) m).seen()).isEqualTo(Received.Seen.PRESENT));
  }

  @Test
  void memberWithoutHistory_seesNoGapWhereTheirPartBegins() {
    Person colleague = Person.specialist(service, TestClinic.open(service), "radiology");
    try (colleague) {
      Conversation talk = doctor.session().conversations().start(Set.of(patient.id()));
      talk.send("before");
      talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
      talk.send("after");
      Conversation seen = colleague.session().conversations().get(talk.id());

      assertThat(seen.history().map(m -> ((Received.Message) m).seen()))
          .containsExactly(Received.Seen.NOT_READ);
      assertThat(seen.gaps()).isEmpty();
      assertThat(Optional.of(seen.read(0, 10)).map(List::size)).contains(1);
    }
  }
}
