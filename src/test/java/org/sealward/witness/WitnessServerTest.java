package org.sealward.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.envelope.Bytes;
import org.sealward.transparency.AddCheckpoint;
import org.sealward.transparency.Checkpoint;
import org.sealward.transparency.ConsistencyProof;
import org.sealward.transparency.Frontier;
import org.sealward.transparency.LogPolicy;
import org.sealward.transparency.NoteSignature;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.TestSigner;
import org.sealward.transparency.TreeHead;
import org.sealward.transparency.Verdict;
import org.sealward.transparency.VerifierKey;

/** The answers themselves are in WitnessTest; here, what is kept and how it is served. */
class WitnessServerTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
  private static final TestSigner LOG = TestSigner.log(1);
  private static final TestSigner OTHER = TestSigner.of("other.example", LOG.key().type(), 2);
  private static final Bytes A = Bytes.of(new byte[32]);
  private static final Bytes B = Bytes.utf8("b".repeat(32));
  private static final TreeHead ONE = Frontier.EMPTY.append(List.of(A)).head();
  private static final TreeHead TWO = Frontier.EMPTY.append(List.of(A, B)).head();
  private static final TreeHead OTHER_TWO = Frontier.EMPTY.append(List.of(B, A)).head();

  @TempDir private Path folder;

  private WitnessServer start() throws IOException {
    return WitnessServer.start(
        folder,
        "w.example",
        List.of(LOG.key(), OTHER.key()),
        CLOCK,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static HttpResponse<byte[]> post(WitnessServer server, byte[] body)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(server.prefix().resolve("add-checkpoint"))
              .POST(HttpRequest.BodyPublishers.ofByteArray(body))
              .build(),
          HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private static SignedCheckpoint signed(TestSigner log, TreeHead head) {
    return Checkpoint.of(log.key().name(), head).sign(log);
  }

  private static byte[] request(TestSigner log, long old, List<Bytes> proof, TreeHead head) {
    return new AddCheckpoint(old, new ConsistencyProof(proof), signed(log, head))
        .encode()
        .toArray();
  }

  private static boolean cosigned(VerifierKey witness, SignedCheckpoint checkpoint, byte[] lines) {
    LogPolicy policy =
        new LogPolicy(TestSigner.ORIGIN, LOG.key(), List.of(witness), 1, Duration.ofSeconds(0));
    return policy.check(checkpoint.with(NoteSignature.parse(Bytes.of(lines))), CLOCK.instant())
        instanceof Verdict.Accepted;
  }

  @Test
  void witness_afterARestart_hasItsKeyAndRefusesWhatItHasSeenOtherwise() throws Exception {
    VerifierKey key;
    try (WitnessServer server = start()) {
      key = server.key();
      HttpResponse<byte[]> first = post(server, request(LOG, 0, List.of(), ONE));
      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(cosigned(key, signed(LOG, ONE), first.body())).isTrue();
      assertThat(cosigned(key, signed(LOG, TWO), first.body())).isFalse();
      assertThat(post(server, request(LOG, 1, List.of(B), TWO)).statusCode()).isEqualTo(200);
    }
    try (WitnessServer again = start()) {
      assertThat(again.key()).isEqualTo(key);
      HttpResponse<byte[]> back = post(again, request(LOG, 0, List.of(), ONE));
      assertThat(back.statusCode()).isEqualTo(409);
      assertThat(new String(back.body(), StandardCharsets.UTF_8)).isEqualTo("2\n");
      assertThat(back.headers().firstValue("Content-Type")).hasValue("text/x.tlog.size");
      assertThat(post(again, request(LOG, 2, List.of(), OTHER_TWO)).statusCode()).isEqualTo(422);
      assertThat(post(again, request(LOG, 2, List.of(), TWO)).statusCode()).isEqualTo(200);
      assertThat(post(again, request(OTHER, 0, List.of(), OTHER_TWO)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void witness_killedWhileItWrote_goesOnWithWhatItHadKept() throws Exception {
    try (WitnessServer server = start()) {
      assertThat(post(server, request(LOG, 0, List.of(), ONE)).statusCode()).isEqualTo(200);
    }
    Path kept;
    try (Stream<Path> files = Files.list(folder)) {
      kept = files.filter(f -> f.getFileName().toString().length() == 64).findFirst().orElseThrow();
    }
    Files.writeString(kept.resolveSibling(kept.getFileName() + ".new"), "half a che");
    try (WitnessServer again = start()) {
      assertThat(post(again, request(LOG, 1, List.of(B), TWO)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void requests_atOnce_areCosignedInOneHistory() throws Exception {
    try (WitnessServer server = start();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(post(server, request(LOG, 0, List.of(), ONE)).statusCode()).isEqualTo(200);
      TreeHead fork = Frontier.EMPTY.append(List.of(A, A)).head();
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        byte[] request =
            i % 2 == 0 ? request(LOG, 1, List.of(B), TWO) : request(LOG, 1, List.of(A), fork);
        answers.add(threads.submit(() -> post(server, request).statusCode()));
      }
      Map<Integer, Integer> count = new TreeMap<>();
      for (Future<Integer> answer : answers) {
        count.merge(answer.get(), 1, Integer::sum);
      }
      assertThat(count).isEqualTo(Map.of(200, 1, 409, 15));
    }
  }

  @Test
  void folder_isForOneProcessAndItsUserAlone() throws Exception {
    try (WitnessServer server = start()) {
      assertThat(server.prefix().getPort()).isPositive();
      assertThatThrownBy(this::start).isInstanceOf(IOException.class);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key"))))
          .isEqualTo("rw-------");
    }
    start().close();
  }

  @Test
  void otherRequests_areRefused() throws Exception {
    try (WitnessServer server = start();
        HttpClient http = HttpClient.newHttpClient()) {
      for (String path : List.of("/", "/checkpoint", "/add-checkpoint/x")) {
        assertThat(
                http.send(
                        HttpRequest.newBuilder(server.prefix().resolve(path)).build(),
                        HttpResponse.BodyHandlers.discarding())
                    .statusCode())
            .isEqualTo(404);
      }
      assertThat(
              http.send(
                      HttpRequest.newBuilder(server.prefix().resolve("/add-checkpoint")).build(),
                      HttpResponse.BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(405);
      assertThat(post(server, new byte[600_000]).statusCode()).isEqualTo(400);
    }
  }
}
