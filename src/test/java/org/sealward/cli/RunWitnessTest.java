package org.sealward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.transparency.AddCheckpoint;
import org.sealward.transparency.Checkpoint;
import org.sealward.transparency.ConsistencyProof;
import org.sealward.transparency.TestSigner;
import org.sealward.transparency.TreeHead;
import org.sealward.transparency.VerifierKey;

class RunWitnessTest {
  private static final TestSigner LOG = TestSigner.log(1);
  private static final Pattern STARTED =
      Pattern.compile(
          "witness +(http://\\S+)\nkey +(\\S+)\nsetting +SEALWARD_WITNESS_ADDRESSES=.*");

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String log) {
    return SealwardCommand.line(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(
            "witness",
            "--name",
            "w.example",
            "--log",
            log,
            "--data",
            folder.toString(),
            "--port",
            "0");
  }

  @Test
  void witness_saysWhoItIs_andCosigns() throws Exception {
    Thread thread = Thread.ofPlatform().start(() -> run(LOG.key().encode()));
    Matcher started = STARTED.matcher(out.toString());
    for (int i = 0; i < 500 && !started.find(); i++) {
      Thread.sleep(20);
      started = STARTED.matcher(out.toString());
    }
    assertThat(VerifierKey.parse(started.group(2)).name()).isEqualTo("w.example");
    AddCheckpoint request =
        new AddCheckpoint(
            0,
            new ConsistencyProof(List.of()),
            Checkpoint.of(TestSigner.ORIGIN, TreeHead.EMPTY).sign(LOG));
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(started.group(1) + "add-checkpoint"))
                  .POST(HttpRequest.BodyPublishers.ofByteArray(request.encode().toArray()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).startsWith("\u2014 w.example ");
    }
    thread.interrupt();
    assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void witness_ofWhatIsNoLogsKey_isAUsageError() {
    assertThat(run("nonsense")).isEqualTo(Failures.USAGE);
    assertThat(err.toString()).contains("'nonsense' is not the verifier key of a log");
  }
}
