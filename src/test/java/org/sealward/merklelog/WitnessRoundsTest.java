package org.sealward.merklelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.exceptions.ConfigurationException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestDatabase;
import org.sealward.envelope.Bytes;
import org.sealward.platform.Problem;
import org.sealward.transparency.AddCheckpoint;
import org.sealward.transparency.Cosignature;
import org.sealward.transparency.LogPolicy;
import org.sealward.transparency.NoteSignature;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.TestSigner;
import org.sealward.transparency.Verdict;
import org.sealward.transparency.VerifierKey;
import org.sealward.witness.WitnessServer;

/** A log before witnesses that run, are away, lie, or know better. */
class WitnessRoundsTest {
  private static final TestSigner SIGNER = TestSigner.log(1);

  @TempDir private Path folder;

  private WitnessServer witness(String name, int port) throws Exception {
    return WitnessServer.start(
        folder.resolve(name),
        name,
        List.of(SIGNER.key()),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private static String address(WitnessServer witness) {
    return witness.key().encode() + " " + witness.prefix();
  }

  private static Map<String, Object> settings(int quorum, String... addresses) {
    return Map.of(
        "sealward.witness.addresses",
        String.join("\n", addresses),
        "sealward.witness.quorum",
        quorum);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
      Thread.sleep(50);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static boolean accepted(SignedCheckpoint shown, int quorum, VerifierKey... witnesses) {
    LogPolicy policy =
        new LogPolicy(
            TestSigner.ORIGIN, SIGNER.key(), List.of(witnesses), quorum, Duration.ofMinutes(5));
    return policy.check(shown, Clock.systemUTC().instant()) instanceof Verdict.Accepted;
  }

  private static long shownSize(LogNode node) {
    try {
      return node.shown().checkpoint().head().size();
    } catch (NoSuchElementException _) {
      return -1;
    }
  }

  private static double answers(LogNode node, String witness, String outcome) {
    Counter counter =
        node.get(MeterRegistry.class)
            .find("sealward.witness.answers")
            .tags("witness", witness, "outcome", outcome)
            .counter();
    return counter == null ? 0 : counter.count();
  }

  @Test
  void checkpoints_areShownOnceTheQuorumHasCosigned() throws Exception {
    TestDatabase database = TestDatabase.fresh();
    try (WitnessServer one = witness("w1", 0);
        WitnessServer two = witness("w2", 0);
        LogNode node = LogNode.on(database, SIGNER, settings(2, address(one), address(two)))) {
      for (int i = 1; i <= 3; i++) {
        node.add("entry " + i);
        long size = i;
        await(() -> shownSize(node) == size);
        assertThat(accepted(node.shown(), 2, one.key(), two.key())).isTrue();
        assertThat(node.shown().signatures()).hasSize(3);
      }
      assertThat(accepted(node.shown(), 1, TestSigner.witness("w1", 9).key())).isFalse();
    }
  }

  @Test
  void log_whoseWitnessIsAway_goesOn_andCatchesUpWithIt() throws Exception {
    TestDatabase database = TestDatabase.fresh();
    String address;
    int port;
    try (WitnessServer one = witness("w1", 0)) {
      address = address(one);
      port = one.prefix().getPort();
      try (LogNode node = LogNode.on(database, SIGNER, settings(1, address))) {
        node.add("0");
        await(() -> shownSize(node) == 1);
      }
    }
    try (LogNode node = LogNode.on(database, SIGNER, settings(1, address))) {
      for (int i = 1; i < 6; i++) {
        node.add("" + i);
        LogNode.await(database, i + 1);
      }
      assertThat(shownSize(node)).isEqualTo(1);
      LogProofs proofs = node.get(LogProofs.class);
      assertThat(proofs.of(LogNode.LOG, Bytes.utf8("0")).inclusion().index()).isZero();
      assertThatThrownBy(() -> proofs.of(LogNode.LOG, Bytes.utf8("5")))
          .isInstanceOfSatisfying(
              Problem.class, e -> assertThat(e.type()).isEqualTo(LogProblem.NOT_LOGGED_YET));
      await(() -> answers(node, "w1", "failed") > 0);
      try (WitnessServer back = witness("w1", port)) {
        await(() -> shownSize(node) == 6);
        assertThat(accepted(node.shown(), 1, back.key())).isTrue();
      }
    }
  }

  @Test
  void witness_thatLostItsCosignaturesHere_isShownFromWhereItStands() throws Exception {
    TestDatabase database = TestDatabase.fresh();
    try (WitnessServer one = witness("w1", 0)) {
      try (LogNode node = LogNode.on(database, SIGNER, settings(1, address(one)))) {
        node.add("0", "1", "2");
        await(() -> shownSize(node) == 3);
      }
      execute(database, "delete from merkle_cosignature");
      try (LogNode node = LogNode.on(database, SIGNER, settings(1, address(one)))) {
        node.add("3");
        await(() -> shownSize(node) == 4);
        assertThat(answers(node, "w1", "othersize")).isEqualTo(1);
        assertThat(node.get(MeterRegistry.class).get("sealward.merkle.forks").counter().count())
            .isZero();
      }
    }
  }

  /** The witness is what notices that database and journal were put back, and does not cosign. */
  @Test
  void log_thatWasPutBackWithItsJournal_isCosignedNoMore() throws Exception {
    TestDatabase database = TestDatabase.fresh();
    try (WitnessServer one = witness("w1", 0)) {
      try (LogNode node = LogNode.on(database, SIGNER, settings(1, address(one)))) {
        node.add("0", "1");
        await(() -> shownSize(node) == 2);
        node.add("2", "3");
        await(() -> shownSize(node) == 4);
      }
      execute(
          database,
          "delete from merkle_cosignature where size > 2;"
              + "delete from merkle_checkpoint where size > 2;"
              + "delete from merkle_leaf where index >= 2");
      Map<String, Object> lost = new HashMap<>(settings(1, address(one)));
      lost.put("sealward.objects.folder", folder.resolve("empty"));
      try (LogNode node = LogNode.on(database, SIGNER, lost)) {
        node.add("other");
        await(() -> answers(node, "w1", "othersize") > 0);
        node.add("another", "and one more");
        await(() -> answers(node, "w1", "inconsistent") > 0);
        Counter forks =
            node.get(MeterRegistry.class)
                .get("sealward.merkle.forks")
                .tag("log", LogNode.LOG)
                .counter();
        await(() -> forks.count() >= 2);
        assertThat(shownSize(node)).isEqualTo(2);
      }
    }
  }

  /** Cosigns by another key than it has told, under its name and id. */
  @Test
  void witness_thatLies_isNotBelieved() throws Exception {
    TestSigner told = TestSigner.witness("w1", 7);
    TestSigner liar = new TestSigner(told.key(), (byte) 8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          AddCheckpoint request =
              AddCheckpoint.parse(Bytes.of(exchange.getRequestBody().readAllBytes()));
          String line =
              Cosignature.sign(
                      request.checkpoint().checkpoint(),
                      TestSigner.witness("w1", 8),
                      Clock.systemUTC().instant())
                  .line();
          String forged =
              new NoteSignature(
                      "w1",
                      liar.key().id(),
                      NoteSignature.parse(Bytes.utf8(line)).getFirst().signature())
                  .line();
          byte[] body = forged.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    TestDatabase database = TestDatabase.fresh();
    String address = told.key().encode() + " http://127.0.0.1:" + server.getAddress().getPort();
    try (LogNode node = LogNode.on(database, SIGNER, settings(0, address))) {
      node.add("0");
      await(() -> answers(node, "w1", "failed") > 0);
      assertThat(node.shown().signatures()).hasSize(1);
    } finally {
      server.stop(0);
    }
  }

  private static void execute(TestDatabase database, String sql) throws Exception {
    try (Connection owner = database.asMigration();
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void addresses_areAWitnessKeyAndASafeAddressEach() {
    String key = TestSigner.witness("w1", 7).key().encode();
    String other = TestSigner.witness("w2", 8).key().encode();
    String third = TestSigner.witness("w3", 9).key().encode();
    String all = key + " https://w1.example\n" + other + " http://[::1]:1/x/ " + third;
    assertThat(
            new WitnessProperties(all + " https://w3.example/x", 2)
                .all().stream().map(WitnessAddress::addCheckpoint))
        .containsExactly(
            URI.create("https://w1.example/add-checkpoint"),
            URI.create("http://[::1]:1/x/add-checkpoint"),
            URI.create("https://w3.example/x/add-checkpoint"));
    assertThat(new WitnessProperties(null, 0).all()).isEmpty();
    for (String refused :
        List.of(
            key,
            key + " http://w1.example",
            key + " w1.example",
            SIGNER.key().encode() + " https://w1.example",
            "w1 https://w1.example",
            key + " https://w1.example " + key + " https://w2.example")) {
      assertThatThrownBy(() -> new WitnessProperties(refused, 0))
          .isInstanceOf(ConfigurationException.class);
    }
    for (int quorum : new int[] {-1, 2}) {
      assertThatThrownBy(() -> new WitnessProperties(key + " https://w1.example", quorum))
          .isInstanceOf(ConfigurationException.class);
    }
  }
}
