package org.sealward.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.platform.Transactions;

/** On a real database, to a real HTTP server; nodes are made by hand, and their time too. */
class OutboxTest {
  private static final TestService SERVICE = TestService.get();
  private static final Instant BEGIN = Instant.parse("2030-01-01T00:00:00Z");

  private final TestReceiver receiver = new TestReceiver();
  private final String channel = "test-" + UUID.randomUUID();
  private Instant now = BEGIN;
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

  @AfterEach
  void stop() {
    receiver.hold.countDown();
    receiver.close();
  }

  /** A node that has just started. */
  private TestOutbox node() {
    return new TestOutbox(SERVICE, clock, TestOutbox.to(receiver, channel, clock));
  }

  private Notice notice(String body) {
    return Notice.of(channel, "them", "", body, now);
  }

  private void add(Notice notice) {
    SERVICE
        .bean(Transactions.class)
        .write(
            unit -> {
              Outbox.add(unit.connection(), notice);
              return notice;
            });
  }

  private List<String> told() {
    return receiver.requests.stream().map(TestReceiver.Request::body).toList();
  }

  @Test
  void notice_isTold_ifItsTransactionCommits() {
    assertThatThrownBy(
            () ->
                SERVICE
                    .bean(Transactions.class)
                    .write(
                        unit -> {
                          Outbox.add(unit.connection(), notice("of nothing"));
                          throw new IllegalStateException("rolled back");
                        }))
        .isInstanceOf(IllegalStateException.class);
    add(notice("{}"));

    assertThat(node().send()).isEqualTo(1);
    assertThat(told()).containsExactly("{}");
    assertThat(receiver.requests.getFirst().signed()).isTrue();
  }

  @Test
  void notice_thatWasTold_isNotToldAgain_byWhoStartsLater() {
    Notice notice = notice("once");
    add(notice);
    assertThat(node().send()).isEqualTo(1);
    now = now.plus(Duration.ofDays(2));
    assertThat(node().send()).isZero();
    add(notice);
    assertThat(node().send()).as("added again").isZero();
    add(notice("once").withId(UUID.randomUUID()));
    assertThat(node().send()).as("another one").isEqualTo(1);
  }

  @Test
  void receiver_thatWasAway_isToldOnce_whenItIsBack() {
    add(notice("late"));
    TestOutbox node = node();
    receiver.status = 503;
    for (int pause : new int[] {10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600}) {
      assertThat(node.send()).isEqualTo(1);
      now = now.plusSeconds(pause).minusMillis(1);
      assertThat(node.send()).as("%s", pause).isZero();
      now = now.plusMillis(1);
    }
    assertThat(node.count("failed")).isEqualTo(11);
    receiver.status = 204;
    receiver.requests.clear();
    assertThat(node.send()).isEqualTo(1);
    assertThat(told()).containsExactly("late");
    now = now.plus(Duration.ofHours(2));
    assertThat(node.send()).isZero();
    assertThat(node.count("taken")).isEqualTo(1);
  }

  @Test
  void nodes_shareWhatIsDue() throws Exception {
    SERVICE
        .bean(Transactions.class)
        .write(
            unit -> {
              Outbox.add(
                  unit.connection(),
                  IntStream.range(0, 60).mapToObj(i -> notice("n" + i)).toList());
              return unit;
            });
    TestOutbox one = node();
    TestOutbox other = node();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> sent =
          List.of(threads.submit(() -> all(one)), threads.submit(() -> all(other)));
      assertThat(sent.get(0).get() + sent.get(1).get()).isEqualTo(60);
    }
    assertThat(told())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 60).mapToObj(i -> "n" + i).toList());
  }

  private static int all(TestOutbox node) {
    int all = 0;
    for (int some = node.send(); some > 0; some = node.send()) {
      all += some;
    }
    return all;
  }

  @Test
  void claimOfANodeThatDied_endsByItself() {
    add(notice("claimed"));
    assertThat(TestOutbox.table(SERVICE, clock).claim(channel, Duration.ofSeconds(30))).hasSize(1);
    now = now.plusSeconds(30).minusMillis(1);
    assertThat(node().send()).isZero();
    now = now.plusMillis(1);
    assertThat(node().send()).isEqualTo(1);
    assertThat(told()).containsExactly("claimed");
  }

  @Test
  void notice_thatNobodyTakesForThreeDays_isGivenUp() throws Exception {
    add(notice("in vain"));
    add(Notice.of(channel, "them", "", "short", now).until(now.plus(Duration.ofHours(2))));
    TestOutbox node = node();
    receiver.status = 500;
    assertThat(node.send()).isEqualTo(2);
    now = BEGIN.plus(Duration.ofHours(2));
    assertThat(node.send()).as("of two, one is worth telling").isEqualTo(1);
    node.sender().look();
    assertThat(node.count("given_up")).isEqualTo(1);
    now = BEGIN.plus(Duration.ofDays(3)).minusMillis(1);
    node.sender().look();
    assertThat(node.waiting()).isEqualTo(Duration.ofDays(3).minusMillis(1).toMillis() / 1e3);
    assertThat(node.send()).isEqualTo(1);
    now = now.plusMillis(1);
    assertThat(node().send()).isZero();
    node.sender().look();
    assertThat(node.count("given_up")).isEqualTo(2);
    assertThat(node.waiting()).isZero();
    assertThat(states()).containsExactly("given up", "given up");
    now = now.plus(Duration.ofDays(1));
    receiver.status = 204;
    assertThat(node.send()).isZero();
  }

  @Test
  void receiver_thatIsGone_isGivenUpAtOnce() throws Exception {
    add(notice("to nobody"));
    receiver.status = 410;
    TestOutbox node = node();
    assertThat(node.send()).isEqualTo(1);
    now = now.plus(Duration.ofHours(2));
    receiver.status = 204;
    assertThat(node.send()).isZero();
    assertThat(node.count("gone")).isEqualTo(1);
    assertThat(states()).containsExactly("given up");
  }

  /** Each row's state; what was told, and to whom, is not kept beside it. */
  private List<String> states() throws Exception {
    return TestOutbox.rows(
        SERVICE,
        """
        select case when sent_at is not null then 'sent'
                    when given_up_at is not null then 'given up' else 'waits' end
            || coalesce(' ' || receiver || ' ' || body, '')
          from notice where channel = ? order by added_at
        """,
        channel);
  }

  @Test
  void row_isEmptyOnceItWasSent_andGoneAfterAMonth() throws Exception {
    add(notice("private"));
    assertThat(states()).containsExactly("waits them private");
    TestOutbox node = node();
    node.send();
    assertThat(states()).containsExactly("sent");
    now = BEGIN.plus(Duration.ofDays(30));
    node.sender().sweep();
    assertThat(states()).containsExactly("sent");
    now = now.plusMillis(1);
    node.sender().sweep();
    assertThat(states()).isEmpty();
  }

  @Test
  void receiver_whoWantsNoMore_isToldNoMore() {
    add(notice("mine"));
    add(Notice.of(channel, "others", "", "theirs", now));
    SERVICE
        .bean(Transactions.class)
        .write(
            unit -> {
              Outbox.forget(unit.connection(), channel, "them");
              return unit;
            });
    node().send();
    assertThat(told()).containsExactly("theirs");
  }

  /** Each channel has a thread of its own; what is on its way when a node stops gets its answer. */
  @Test
  void channelThatHangs_holdsUpNoOther_andIsWaitedForAtTheEnd() throws Exception {
    TestReceiver slow = new TestReceiver();
    slow.hold = new CountDownLatch(1);
    String other = channel + "-slow";
    add(notice("quick"));
    add(Notice.of(other, "them", "", "slow", now));
    try (slow) {
      TestOutbox node =
          new TestOutbox(
              SERVICE,
              clock,
              TestOutbox.to(slow, other, clock),
              TestOutbox.to(receiver, channel, clock));
      node.sender()
          .onApplicationEvent(
              new ServerStartupEvent(
                  SERVICE.bean(ApplicationContext.class).getBean(EmbeddedServer.class)));
      await(() -> slow.requests.size() == 1 && told().equals(List.of("quick")));
      Thread stopping = Thread.startVirtualThread(node.sender()::close);
      assertThat(stopping.join(Duration.ofMillis(300))).isFalse();
      slow.hold.countDown();
      assertThat(stopping.join(Duration.ofSeconds(10))).isTrue();
      now = now.plus(Duration.ofDays(1));
      assertThat(new TestOutbox(SERVICE, clock, TestOutbox.to(slow, other, clock)).send())
          .as("a node that starts then")
          .isZero();
      assertThat(slow.requests).hasSize(1);
    }
  }

  private static void await(java.util.function.BooleanSupplier fact) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!fact.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within 20 s").isLessThan(end);
      Thread.sleep(20);
    }
  }

  @Test
  void noticeInALog_saysNothing() {
    assertThat(notice("private").toString()).doesNotContain("private", "them");
    assertThat(Backoff.after(30)).isEqualTo(Duration.ofHours(1));
  }
}
