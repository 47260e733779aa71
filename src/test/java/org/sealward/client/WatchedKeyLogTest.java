package org.sealward.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealward.api.Deployment;
import org.sealward.api.LogDescription;
import org.sealward.api.StoredMessage;
import org.sealward.client.error.LogException;
import org.sealward.client.error.LogException.Reason;
import org.sealward.client.error.ProblemException;
import org.sealward.client.internal.http.Backoff;
import org.sealward.client.internal.http.Json;
import org.sealward.client.internal.http.Retries;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.KeyLeaf;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.SignedBundle;
import org.sealward.transparency.Checkpoint;
import org.sealward.transparency.SignatureType;
import org.sealward.transparency.TestSigner;
import org.sealward.transparency.TreeHead;
import org.sealward.transparency.Verdict;

/**
 * What a client reads of a log that is served over HTTP, and signed as it should be, whatever is in
 * it. With the whole client and service: {@code MaliciousLogTest} and {@code ForkedLogTest}.
 */
final class WatchedKeyLogTest {
  private static final Instant THEN = Instant.ofEpochMilli(1_700_000_000_000L);
  private static final OwnKeys FIRST = OwnKeys.first(new UUID(1, 1), PrivateKeys.generate(), THEN);
  private static final OwnKeys SECOND = FIRST.rotate(PrivateKeys.generate(), THEN);

  private static final StoredMessage MESSAGE = new StoredMessage(7, THEN, null);

  private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
  private final AdjustedClock clock = new AdjustedClock(later);
  private final DeviceStore device = DeviceStore.inMemory();
  private final HttpClient http = HttpClient.newHttpClient();
  private LyingService server;
  private ForgedLog log;

  @BeforeEach
  void serve() {
    server = new LyingService(URI.create("http://127.0.0.1:9"));
    log = ForgedLog.alone(server, clock, 2);
    log.entries().addAll(others(0, 3));
    log.entries().add(leaf(FIRST));
  }

  @AfterEach
  void stop() {
    server.close();
    http.shutdownNow();
  }

  /** A client of its own on the same device. */
  private WatchedKeyLog reader() {
    return reader(device, false);
  }

  private WatchedKeyLog reader(DeviceStore remembered, boolean pinned) {
    Retries once = new Retries(1, Backoff.of(Duration.ZERO, Duration.ZERO), Duration.ZERO);
    return new WatchedKeyLog(
        new LogSource(ServiceApi.anonymous(server.url(), http, once), "keys"),
        new LogTrust(KeyLogs.policy(log.description()), pinned),
        LogCopy.on(remembered, "log"),
        new LogEvidence(remembered, "log.evidence"),
        clock,
        Duration.ofMillis(100));
  }

  private static List<Bytes> others(int from, int to) {
    return Stream.iterate(from, user -> user < to, user -> user + 1)
        .map(user -> leaf(KeyLeaf.userTag(new UUID(2, user)), 1, 0))
        .toList();
  }

  private static Bytes leaf(OwnKeys keys) {
    return KeyLeaf.of(keys.bundle()).encode();
  }

  private static Bytes leaf(Bytes tag, int version, int fingerprint) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) fingerprint;
    return new KeyLeaf(tag, version, Bytes.of(bytes)).encode();
  }

  private static Bytes tag() {
    return KeyLeaf.userTag(FIRST.userId());
  }

  private static KeyHistory history(OwnKeys... keys) {
    List<SignedBundle> bundles = Stream.of(keys).map(OwnKeys::signedBundle).toList();
    return KeyHistory.of(FIRST.userId(), bundles);
  }

  private static void refused(Reason reason, ThrowingCallable act) {
    assertThatThrownBy(act).isInstanceOfSatisfying(LogException.class, is(reason));
  }

  private static Consumer<LogException> is(Reason reason) {
    return e -> assertThat(e.reason()).isEqualTo(reason);
  }

  private void after(Duration time) {
    later.updateAndGet(before -> before.plus(time));
  }

  @Test
  void keys_thatTheLogHas_areAccepted_withAProof() {
    WatchedKeyLog reader = reader();
    reader.look();
    reader.require(history(FIRST), history(FIRST));
    assertThat(reader.hasOthers(SECOND.bundle())).as("those to come are no others").isFalse();
    assertThat(reader.head()).hasValue(ForgedLog.head(log.entries()));
    assertThat(reader.proof(FIRST.bundle()).orElseThrow().inclusion().index()).isEqualTo(3);
    assertThat(
            reader
                .proof(FIRST.bundle())
                .orElseThrow()
                .verify(leaf(FIRST), KeyLogs.policy(log.description()), clock.instant()))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void keys_thatTheLogDoesNotHave_areRefused_onceItWasAskedAgain() {
    WatchedKeyLog reader = reader();
    log.entries().removeLast();
    reader.look();
    refused(Reason.NOT_LOGGED, () -> reader.require(history(FIRST), history(FIRST)));
    log.entries().add(leaf(FIRST));
    reader.require(history(FIRST), history(FIRST));
  }

  @Test
  void keys_thatTheLogHasOthersOf_areRefused() {
    WatchedKeyLog reader = reader();
    log.entries().removeLast();
    log.entries().add(leaf(tag(), 1, 1));
    reader.look();
    refused(Reason.OTHER_KEYS, () -> reader.require(history(FIRST), history(FIRST)));
    refused(Reason.OTHER_KEYS, () -> reader.requireOwn(history(FIRST)));
    assertThat(reader.hasOthers(FIRST.bundle())).isTrue();
  }

  @Test
  void earlierKeys_thatTheLogHasOthersOf_areRefused() {
    WatchedKeyLog reader = reader();
    log.entries().removeLast();
    log.entries().add(leaf(tag(), 1, 1));
    log.entries().add(leaf(SECOND));
    reader.look();
    refused(
        Reason.OTHER_KEYS, () -> reader.require(history(FIRST, SECOND), history(FIRST, SECOND)));
  }

  @Test
  void keys_areRefused_whileTheLogHasNewer() {
    WatchedKeyLog reader = reader();
    log.entries().add(leaf(SECOND));
    reader.look();
    refused(Reason.KEYS_WITHHELD, () -> reader.require(history(FIRST), history(FIRST)));
    refused(Reason.KEYS_WITHHELD, () -> reader.requireOwn(history(FIRST)));
    assertThat(reader.hasOthers(FIRST.bundle())).isTrue();
    assertThat(reader.hasOthers(SECOND.bundle())).isFalse();
    reader.require(history(FIRST, SECOND), history(FIRST, SECOND));
    reader.requireOwn(history(FIRST, SECOND));
    // A reset that nobody confirmed yet: shown, and not believed.
    reader.require(history(FIRST, SECOND), history(FIRST));
  }

  @Test
  void ownKeys_mayBeMissing() {
    WatchedKeyLog reader = reader();
    log.entries().removeLast();
    reader.look();
    reader.requireOwn(history(FIRST));
  }

  @Test
  void look_isGoodForAMinute() {
    WatchedKeyLog reader = reader();
    reader.look();
    server.requests().clear();
    after(Duration.ofSeconds(40));
    reader.look();
    assertThat(server.requests()).isEmpty();
    after(Duration.ofSeconds(21));
    reader.look();
    assertThat(server.requests()).containsExactly("GET /v1/logs/keys/checkpoint");
    server.requests().clear();
    after(Duration.ofHours(-1));
    reader.look();
    assertThat(server.requests()).as("of a clock that was put back").hasSize(1);
  }

  @Test
  void look_readsWhatIsNew_byTiles() {
    WatchedKeyLog reader = reader();
    reader.look();
    log.entries().addAll(others(3, 600));
    server.requests().clear();
    after(Duration.ofMinutes(2));
    reader.look();
    assertThat(server.requests())
        .containsExactly(
            "GET /v1/logs/keys/checkpoint",
            "GET /v1/logs/keys/tile/entries/000",
            "GET /v1/logs/keys/tile/entries/001",
            "GET /v1/logs/keys/tile/entries/002.p/89");
    assertThat(reader.head().orElseThrow().size()).isEqualTo(601);
    assertThat(reader().head()).as("kept on the device").isEqualTo(reader.head());
  }

  @Test
  void staleCheckpoint_isRefused_andMayBeBetterLater() {
    WatchedKeyLog reader = reader();
    log.changed(one -> log.cosignedByTwo(log.cosignedByOne(one, Duration.ofHours(25))));
    refused(Reason.STALE, reader::look);
    reader.lookIfThere();
    log.changed(one -> log.cosignedByTwo(log.cosignedByOne(one, Duration.ofHours(23))));
    reader.look();
  }

  @Test
  void checkpointShortOfItsQuorum_isRefused_andMayBeBetterLater() {
    WatchedKeyLog reader = reader();
    log.changed(
        one -> log.cosignedByOne(log.cosignedByOne(one, Duration.ZERO), Duration.ofSeconds(9)));
    refused(Reason.NO_QUORUM, reader::look);
    reader.lookIfThere();
    log.changed(log::cosignedByBoth);
    reader.look();
  }

  @Test
  void checkpointOfAnotherKey_isRefused() {
    WatchedKeyLog reader = reader();
    log.changed(one -> log.cosignedByBoth(log.signedByAnother(one)));
    refused(Reason.NOT_SIGNED, reader::look);
    refused(Reason.NOT_SIGNED, reader::lookIfThere);
    log.changed(log::cosignedByBoth);
    reader.look();
  }

  @Test
  void logThatCannotBeHad_isTriedAgain() {
    WatchedKeyLog reader = reader();
    server.tellsTheTruth();
    server.instead("/v1/logs/keys/checkpoint", _ -> null);
    assertThatThrownBy(reader::lookIfThere)
        .as("a refusal, which may not be better later")
        .isInstanceOf(ProblemException.class);
    server.fails("GET .*");
    assertThatThrownBy(reader::look).isInstanceOf(ProblemException.class);
    server.requests().clear();
    reader.lookIfThere();
    reader.lookIfThere();
    reader.compare(ForgedLog.head(log.entries()), MESSAGE);
    assertThat(server.requests()).as("left alone for a minute").hasSize(1);
    server.tellsTheTruth();
    log.serveBy(server);
    after(Duration.ofSeconds(61));
    reader.lookIfThere();
    assertThat(reader.head()).hasValue(ForgedLog.head(log.entries()));
  }

  @Test
  void twoRootsOfOneSize_endIt_alsoAfterARestart() {
    WatchedKeyLog reader = reader();
    reader.look();
    String one = log.served().encode().base64Url();
    log.entries().set(0, leaf(tag(), 9, 9));
    after(Duration.ofMinutes(2));
    refused(Reason.SPLIT_VIEW, reader::lookIfThere);
    String other = log.served().encode().base64Url();
    log.entries().set(0, others(0, 1).getFirst());
    refused(Reason.SPLIT_VIEW, reader::head);
    assertThatThrownBy(() -> reader().look())
        .isInstanceOfSatisfying(
            LogException.class,
            e ->
                assertThat(e.evidence())
                    .hasValue("SPLIT_VIEW\ncheckpoint " + one + "\ncheckpoint " + other + "\n"));
  }

  @Test
  void smallerLog_isRefused_andIsEvidenceWhereItIsAnother() {
    WatchedKeyLog reader = reader();
    reader.look();
    after(Duration.ofMinutes(2));
    Bytes last = log.entries().removeLast();
    refused(Reason.ROLLED_BACK, reader::look);
    refused(Reason.ROLLED_BACK, () -> reader().look());
    log.entries().set(0, leaf(tag(), 9, 9));
    refused(Reason.SPLIT_VIEW, reader::look);
    log.entries().add(last);
    refused(Reason.SPLIT_VIEW, () -> reader().look());
  }

  @Test
  void logThatDoesNotGoOnFromTheKeptOne_isRefused_andTriedAgain() {
    WatchedKeyLog reader = reader();
    reader.look();
    after(Duration.ofMinutes(2));
    log.entries().add(others(3, 4).getFirst());
    Bytes first = log.entries().set(0, leaf(tag(), 9, 9));
    refused(Reason.NOT_CONTINUED, reader::lookIfThere);
    log.entries().set(0, first);
    reader.look();
    assertThat(reader.head().orElseThrow().size()).isEqualTo(5);
  }

  @Test
  void leafThatContradicts_endsIt_alsoAfterARestart() {
    String first = "\nentry 3 " + leaf(FIRST).base64Url();
    Map<Bytes, String> wrongs =
        Map.of(leaf(tag(), 1, 7), first, leaf(tag(), 3, 7), first, Bytes.utf8("no leaf"), "");
    for (Bytes wrong : wrongs.keySet()) {
      log.entries().clear();
      log.entries().addAll(others(0, 3));
      log.entries().add(leaf(FIRST));
      DeviceStore fresh = DeviceStore.inMemory();
      WatchedKeyLog reader = reader(fresh, false);
      reader.look();
      log.entries().add(wrong);
      after(Duration.ofMinutes(2));
      refused(Reason.CONTRADICTION, reader::lookIfThere);
      assertThatThrownBy(() -> reader(fresh, false).lookIfThere())
          .isInstanceOfSatisfying(
              LogException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(Reason.CONTRADICTION);
                assertThat(e.evidence())
                    .hasValue(
                        "CONTRADICTION\ncheckpoint "
                            + log.served().encode().base64Url()
                            + wrongs.get(wrong)
                            + "\nentry 4 "
                            + wrong.base64Url()
                            + "\n");
              });
    }
  }

  @Test
  void checkpointOfAnotherDevice_mustBeContinued() {
    Bytes kept = log.of(log.entries().subList(0, 2)).encode();
    WatchedKeyLog reader = reader();
    reader.continues(kept);
    reader.look();

    Bytes larger = log.of(others(0, 9)).encode();
    refused(Reason.ROLLED_BACK, () -> reader().continues(larger));
    WatchedKeyLog again = reader();
    again.continues(Bytes.EMPTY);

    log.changed(one -> one);
    WatchedKeyLog fresh = reader(DeviceStore.inMemory(), false);
    Bytes forked = log.of(others(1, 3)).encode();
    fresh.continues(forked);
    log.changed(log::cosignedByBoth);
    refused(Reason.SPLIT_VIEW, fresh::look);
    assertThatThrownBy(() -> new NoKeyLog().continues(kept))
        .isInstanceOfSatisfying(LogException.class, is(Reason.LOG_MISSING));
    new NoKeyLog().continues(Bytes.EMPTY);
  }

  @Test
  void checkpointOfAnotherLog_isRefused_unlessTheAppPins() {
    Bytes other =
        Checkpoint.of("other.example", TreeHead.EMPTY)
            .sign(TestSigner.of("other.example", SignatureType.ED25519, 3))
            .encode();
    refused(Reason.OTHER_LOG, () -> reader().continues(other));
    reader(device, true).continues(other);
  }

  /** Before anything is asked of the vault, which would notice, too. */
  @Test
  void deviceThatSawALog_isNotGivenNone() {
    UUID owner = FIRST.userId();
    ServiceApi api = ServiceApi.anonymous(server.url(), http, Retries.standard());
    assertThat(keyLogs(null).of(api, owner)).isInstanceOf(NoKeyLog.class);
    assertThat(keyLogs(log.description()).of(api, owner)).isInstanceOf(WatchedKeyLog.class);
    refused(Reason.LOG_MISSING, () -> keyLogs(null).of(api, owner));
    assertThat(keyLogs(null).of(api, new UUID(2, 2))).isInstanceOf(NoKeyLog.class);
  }

  private KeyLogs keyLogs(@Nullable LogDescription offered) {
    Deployment deployment =
        new Deployment("eu", "pool", "client", "pool", server.url(), "table", "key", null, offered);
    return new KeyLogs(deployment, false, device, clock, Duration.ZERO);
  }

  @Test
  void whatASenderSaw_isCompared() {
    WatchedKeyLog reader = reader();
    reader.look();
    reader.compare(ForgedLog.head(log.entries().subList(0, 2)), MESSAGE);
    reader.compare(ForgedLog.head(log.entries()), MESSAGE);
    log.entries().addAll(others(3, 5));
    reader.compare(ForgedLog.head(log.entries()), MESSAGE);
    assertThat(reader.head()).hasValue(ForgedLog.head(log.entries()));

    server.requests().clear();
    TreeHead larger = new TreeHead(7, Bytes.of(new byte[32]));
    refused(Reason.OTHER_VIEW, () -> reader.compare(larger, MESSAGE));
    assertThat(server.requests()).hasSize(1);
    log.changed(_ -> log.of(others(0, 1)));
    reader.compare(larger, MESSAGE);
  }

  @Test
  void whatASenderSawOtherwise_isKept_andEndsNothing() {
    WatchedKeyLog reader = reader();
    reader.look();
    refused(Reason.OTHER_VIEW, () -> reader.compare(ForgedLog.head(others(1, 3)), MESSAGE));
    assertThat(new String(device.get("log.evidence.told").orElseThrow().toArray(), UTF_8))
        .isEqualTo(
            "OTHER_VIEW\ncheckpoint "
                + log.served().encode().base64Url()
                + "\nmessage "
                + Bytes.of(Json.write(MESSAGE)).base64Url()
                + "\n");
    reader.require(history(FIRST), history(FIRST));
  }
}
