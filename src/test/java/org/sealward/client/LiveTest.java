package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.client.error.UnreachableException;
import org.sealward.envelope.MemberRole;

/** The live stream of a real service, over lines that hold and lines that break. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LiveTest {
  private TestService service;
  private Person patient;
  private Person specialist;
  private Person colleague;
  private Conversation mine;
  private Conversation theirs;

  @TempDir private Path folder;

  @BeforeAll
  void meet() {
    service = TestService.get();
    TestClinic clinic = TestClinic.open(service);
    specialist = Person.specialist(service, clinic, "nephrology");
    colleague = Person.specialist(service, clinic, "urology");
    patient = Person.loggedIn(service).connectedWith(specialist);
  }

  @BeforeEach
  void begin() {
    mine = patient.session().conversations().start(Set.of(specialist.id()));
    theirs = specialist.session().conversations().get(mine.id());
  }

  @AfterAll
  void part() {
    patient.close();
    specialist.close();
    colleague.close();
  }

  @Test
  void messages_areHeard_asTheyAreSent() {
    Heard heard = new Heard();
    try (Live _ = specialist.session().listen(onlyOf(heard))) {
      mine.send("one");
      mine.send("two");
      theirs.send("three");

      assertThat(heard.awaitTexts(3).texts()).containsExactly("one", "two", "three");
      assertThat(heard.breaks).isEmpty();
    }
  }

  @Test
  void otherEvents_areHeard() throws IOException {
    Heard heard = new Heard();
    try (Live _ = colleague.session().listen(heard)) {
      Path picture = Files.writeString(folder.resolve("picture.png"), "pixels");
      Received.Message sent =
          theirs.sendImage(OutgoingImage.of(picture, patient.id()), Progress.Listener.NONE);
      theirs.send("hello");
      Conversation group = specialist.session().conversations().start(Set.of(patient.id()));
      group.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
      group.send("welcome");
      // Who is removed before they have fetched a message does not get it.
      heard.awaitTexts(1);
      group.remove(colleague.id());
      ImageDescription image = ((Content.Image) sent.content()).description();
      specialist.session().images().grant(image, colleague.id());
      specialist.session().images().revoke(image.imageId(), colleague.id());

      heard.await(h -> h.events.stream().anyMatch(LiveEvent.ImageRevoked.class::isInstance));
      assertThat(heard.events)
          .hasAtLeastOneElementOfType(LiveEvent.ConversationJoined.class)
          .hasAtLeastOneElementOfType(LiveEvent.MembersChanged.class)
          .hasAtLeastOneElementOfType(LiveEvent.ConversationLeft.class)
          .hasAtLeastOneElementOfType(LiveEvent.ImageGranted.class)
          .doesNotHaveAnyElementsOfTypes(LiveEvent.Missing.class, LiveEvent.Other.class);
      assertThat(heard.texts()).containsExactly("welcome");
    }
  }

  @Test
  void messages_sentWhileNobodyListened_areHeardOnce() {
    Heard first = new Heard();
    try (Live _ = specialist.session().listen(onlyOf(first))) {
      mine.send("before");
      first.awaitTexts(1);
    }
    IntStream.range(0, 20).forEach(i -> mine.send("while away " + i));
    Heard second = new Heard();
    try (Live _ = specialist.session().listen(onlyOf(second))) {
      mine.send("after");

      assertThat(second.awaitTexts(21).texts())
          .startsWith("while away 0", "while away 1")
          .endsWith("while away 19", "after")
          .doesNotContain("before");
    }
  }

  @Test
  void brokenLine_losesNothing_andRepeatsNothing() {
    try (BreakableLine line = new BreakableLine(service.url());
        SealwardClient client = client(line.url(), Clock.systemUTC());
        Session session = specialist.logIn(client)) {
      Heard heard = new Heard();
      try (Live _ = session.listen(onlyOf(heard))) {
        heard.await(h -> h.caughtUp.getCount() == 0);
        for (int i = 0; i < 30; i++) {
          mine.send("message " + i);
          if (i % 10 == 5) {
            line.breakNow();
          }
        }
        heard.awaitTexts(30);
      }
      assertThat(heard.texts())
          .isEqualTo(IntStream.range(0, 30).mapToObj(i -> "message " + i).toList());
      assertThat(heard.breaks).isNotEmpty().allMatch(UnreachableException.class::isInstance);
    }
  }

  @Test
  void serviceOutOfReach_isComeBackTo() {
    try (BreakableLine line = new BreakableLine(service.url());
        SealwardClient client = client(line.url(), Clock.systemUTC());
        Session session = specialist.logIn(client)) {
      Heard heard = new Heard();
      try (Live _ = session.listen(onlyOf(heard))) {
        heard.await(h -> h.caughtUp.getCount() == 0);
        line.dead(true);
        mine.send("nobody hears");
        heard.await(h -> h.breaks.size() >= 2);
        line.dead(false);
        assertThat(heard.awaitTexts(1).texts()).containsExactly("nobody hears");
      }
    }
  }

  @Test
  void listenerThatThrows_hearsTheEventAgain() {
    var calls = new AtomicInteger();
    Heard heard = new Heard();
    LiveListener failing =
        new LiveListener() {
          @Override
          public void on(LiveEvent event) {
            if (event.stream().equals(mine.id())
                && event instanceof LiveEvent.MessageReceived
                && calls.getAndIncrement() == 0) {
              throw new IllegalStateException("disk full");
            }
            onlyOf(heard).on(event);
          }

          @Override
          public void disconnected(RuntimeException cause) {
            heard.disconnected(cause);
          }
        };
    try (Live _ = specialist.session().listen(failing)) {
      mine.send("important");

      assertThat(heard.awaitTexts(1).texts()).containsExactly("important");
      assertThat(heard.breaks).singleElement().isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void slowListener_holdsBackTheStream_andHearsEverything() throws InterruptedException {
    int count = 400;
    var go = new CountDownLatch(1);
    Heard heard = new Heard();
    try (Live _ =
        specialist
            .session()
            .listen(
                event -> {
                  onlyOf(heard).on(event);
                  await(go);
                })) {
      List<String> sent =
          IntStream.range(0, count).mapToObj(i -> mine.send("m" + i)).map(_ -> "").toList();
      assertThat(sent).hasSize(count);
      Thread.sleep(300);
      assertThat(heard.texts()).hasSizeLessThanOrEqualTo(1);
      go.countDown();

      heard.awaitTexts(count);
      assertThat(heard.texts()).hasSize(count).startsWith("m0", "m1").endsWith("m399");
    }
  }

  @Test
  void token_isRenewedInPlace_beforeItExpires() throws InterruptedException {
    AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    InstantSource clock = () -> Clock.systemUTC().instant().plus(ahead.get());
    try (SealwardClient client = client(service.url(), clock.withZone(ZoneOffset.UTC));
        Session session = specialist.logIn(client)) {
      String before = session.me().userId().toString();
      // Renewal is due when two minutes of an hour are left.
      ahead.set(Duration.ofMinutes(58).minusSeconds(2));
      Heard heard = new Heard();
      try (Live _ = session.listen(onlyOf(heard))) {
        heard.await(h -> h.caughtUp.getCount() == 0);
        Thread.sleep(3000);
        mine.send("still there?");

        assertThat(heard.awaitTexts(1).texts()).containsExactly("still there?");
        assertThat(heard.breaks).isEmpty();
        assertThat(before).isEqualTo(specialist.id().toString());
      }
    }
  }

  @Test
  void deviceStore_inAFolder_isResumedFrom() {
    Path device = folder.resolve("device");
    Heard first = new Heard();
    try (SealwardClient client =
            SealwardClient.of(service.url(), DeviceStore.inFolder(device)).connect();
        Session session = specialist.logIn(client);
        Live _ = session.listen(onlyOf(first))) {
      mine.send("first run");
      first.awaitTexts(1);
    }
    Heard second = new Heard();
    try (SealwardClient client =
            SealwardClient.of(service.url(), DeviceStore.inFolder(device)).connect();
        Session session = specialist.logIn(client);
        Live _ = session.listen(onlyOf(second))) {
      mine.send("second run");
      assertThat(second.awaitTexts(1).texts()).containsExactly("second run");
    }
  }

  private static SealwardClient client(URI url, Clock clock) {
    return SealwardClient.of(url, DeviceStore.inMemory()).clock(clock).connect();
  }

  /** Events of this test's own conversation. */
  private LiveListener onlyOf(Heard heard) {
    return new LiveListener() {
      @Override
      public void on(LiveEvent event) {
        if (event.stream().equals(mine.id())) {
          heard.on(event);
        }
      }

      @Override
      public void caughtUp() {
        heard.caughtUp();
      }

      @Override
      public void disconnected(RuntimeException cause) {
        heard.disconnected(cause);
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
