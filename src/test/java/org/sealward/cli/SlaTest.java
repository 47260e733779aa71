package org.sealward.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.report.SampleEvidence;

/** The commands about availability, with a service that answers what the test has it answer. */
final class SlaTest {
  private static final SampleEvidence SAMPLE = SampleEvidence.make();

  @TempDir private Path folder;
  private HttpServer service;
  private final List<String> asked = new ArrayList<>();

  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void startService() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/v1/availability/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          String type = exchange.getRequestHeaders().getFirst("Accept");
          asked.add(path + " " + type);
          boolean known = path.startsWith("/v1/availability/standard/2026-07");
          byte[] answer =
              !known
                  ? "{\"detail\": \"There is no such contract.\"}".getBytes(UTF_8)
                  : path.endsWith("/evidence") ? SAMPLE.file().toArray() : SAMPLE.json().toArray();
          exchange.sendResponseHeaders(known ? 200 : 404, answer.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(answer);
          }
        });
    service.start();
  }

  @AfterEach
  void stopService() {
    service.stop(0);
  }

  private static Ended run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        SealwardCommand.line(new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(arguments);
    return new Ended(code, out.toString(), err.toString());
  }

  private Ended report(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "sla",
                "report",
                "2026-07",
                "--home",
                folder.toString(),
                "--service",
                "http://127.0.0.1:" + service.getAddress().getPort()));
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new));
  }

  @Test
  void report_isShownAsText() {
    Ended ended = report("--contract", "standard");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .startsWith("Standard contract (standard), July 2026 in Europe/Sofia\nTO DATE, until")
        .contains("82.0833 %, promised 99.9 %");
    assertThat(asked)
        .containsExactly(
            "/v1/availability/standard/2026-07 application/json, application/problem+json");
  }

  @Test
  void forms_areAskedForByTheirTypes() {
    assertThat(report("--contract", "standard", "--format", "json").out())
        .isEqualTo(new String(SAMPLE.json().toArray(), UTF_8));
    assertThat(report("--contract", "standard", "--format", "csv").code()).isZero();
    Path page = folder.resolve("july.html");
    assertThat(
            report("--contract", "standard", "--format", "html", "--out", page.toString()).code())
        .isZero();
    assertThat(page).hasBinaryContent(SAMPLE.json().toArray());
    assertThat(asked)
        .containsExactly(
            "/v1/availability/standard/2026-07 application/json, application/problem+json",
            "/v1/availability/standard/2026-07 text/csv, application/problem+json",
            "/v1/availability/standard/2026-07 text/html, application/problem+json");
  }

  @Test
  void report_thatTheServiceDoesNotHave_saysWhy() {
    Ended ended = report("--contract", "other");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("the service answers 404: There is no such contract.");
  }

  @Test
  void commandThatIsNotGivenAsItMust_saysHow() {
    assertThat(report("--contract", "../x").code()).isEqualTo(2);
    assertThat(run("sla").code()).isEqualTo(2);
    Ended evidence = report("--contract", "standard", "--format", "evidence");
    assertThat(evidence.code()).isEqualTo(2);
    assertThat(evidence.err()).contains("--out FILE");
    assertThat(asked).isEmpty();
  }

  @Test
  void evidence_isFetched_andVerified() throws IOException {
    Path file = folder.resolve("july.evidence");
    Ended fetched =
        report("--contract", "standard", "--format", "evidence", "--out", file.toString());
    assertThat(fetched.code()).as(fetched.err()).isZero();
    assertThat(fetched.out()).contains("./sealward sla verify " + file);

    Ended believed = run("sla", "verify", file.toString());
    assertThat(believed.code()).isZero();
    assertThat(believed.out())
        .contains("service key  " + SAMPLE.key() + "  (taken from the file)")
        .contains("sofia=" + SAMPLE.prober() + "  (taken from the file)")
        .contains("82.0833 %, promised 99.9 %")
        .endsWith("the report is what follows from the observations\n");

    Ended known =
        run(
            "sla",
            "verify",
            file.toString(),
            "--key",
            SAMPLE.key(),
            "--prober",
            "sofia=" + SAMPLE.prober());
    assertThat(known.code()).isZero();
    assertThat(known.out()).doesNotContain("taken from the file");

    Ended otherKey = run("sla", "verify", file.toString(), "--key", SAMPLE.otherKey());
    assertThat(otherKey.code()).isEqualTo(1);
    assertThat(otherKey.out())
        .contains("WRONG: the report is not signed by " + SAMPLE.otherKey())
        .doesNotContain("follows");

    byte[] cut = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(cut, cut.length - 1));
    Ended broken = run("sla", "verify", file.toString());
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.out()).isEqualTo("WRONG: the file is cut off\n");
  }

  @Test
  void keysThatAreNone_areRefused() throws IOException {
    Path file = Files.write(folder.resolve("july.evidence"), SAMPLE.file().toArray());
    assertThat(run("sla", "verify", file.toString()).code()).isZero();
    for (List<String> wrong :
        List.of(
            List.of("--key", "none"),
            List.of("--prober", "sofia"),
            List.of("--prober", "sofia=AAAA"))) {
      Ended ended = run("sla", "verify", file.toString(), wrong.getFirst(), wrong.getLast());
      assertThat(ended.code()).as(ended.out()).isEqualTo(2);
    }
    assertThat(run("sla", "verify", folder.resolve("none").toString()).code()).isEqualTo(1);
  }

  @Test
  void policy_isShownAsOpenSlo() throws IOException {
    Path file = Files.write(folder.resolve("standard.json"), SAMPLE.policy().toArray());
    Ended ended = run("sla", "openslo", file.toString());
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).startsWith("apiVersion: openslo/v1\nkind: SLI\n");
    Files.writeString(file, "{}");
    assertThat(run("sla", "openslo", file.toString()).code()).isEqualTo(2);
  }
}
