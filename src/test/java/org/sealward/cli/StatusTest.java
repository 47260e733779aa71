package org.sealward.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.Moto;
import org.sealward.api.ServiceStatus;
import org.sealward.envelope.Bytes;
import org.sealward.json.StrictJson;
import org.sealward.statuspage.SampleStatus;
import org.sealward.statuspage.StatusFile;
import org.sealward.statuspage.StatusPlace;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Copies of a status page, of a service that answers what the test has it answer. */
final class StatusTest {
  private static final Instant LATER = SampleStatus.NOW.plusSeconds(90);

  @TempDir private Path folder;
  private HttpServer service;
  private int code = 200;
  private String type = "application/json";
  private byte[] answer = StrictJson.write(SampleStatus.calm());
  private final AtomicReference<@Nullable String> asked = new AtomicReference<>();

  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void startService() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          asked.set(exchange.getRequestURI().getPath());
          exchange.getResponseHeaders().set("Content-Type", type);
          exchange.sendResponseHeaders(code, answer.length);
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

  private String from() {
    return "http://127.0.0.1:" + service.getAddress().getPort();
  }

  private Ended publish(Path target) {
    return run("status", "publish", target.toString(), "--from", from());
  }

  private static Set<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .collect(Collectors.toSet());
    }
  }

  private static final List<String> ALL =
      List.of(
          "api/v2/components.json",
          "api/v2/incidents.json",
          "api/v2/incidents/unresolved.json",
          "api/v2/scheduled-maintenances.json",
          "api/v2/scheduled-maintenances/active.json",
          "api/v2/scheduled-maintenances/upcoming.json",
          "api/v2/status.json",
          "api/v2/summary.json",
          "history.atom",
          "index.html",
          "status.json");

  @Test
  void publish_writesEveryFile_asTheServiceSays() throws IOException {
    Path copy = folder.resolve("a/b");
    Ended ended = publish(copy);

    assertThat(ended).isEqualTo(new Ended(0, "", ""));
    assertThat(asked).hasValue("/v1/status");
    assertThat(files(copy)).containsExactlyInAnyOrderElementsOf(ALL);
    assertThat(copy.resolve("status.json")).hasBinaryContent(answer);
    assertThat(copy.resolve("index.html"))
        .content()
        .contains("All Systems Operational", "This is a copy, kept elsewhere", from() + "/status");

    answer = StrictJson.write(SampleStatus.outage());
    assertThat(publish(copy).code()).isZero();
    assertThat(files(copy)).containsExactlyInAnyOrderElementsOf(ALL);
    assertThat(copy.resolve("index.html"))
        .content()
        .contains("Partial System Outage")
        .doesNotContain("All Systems Operational");
  }

  /** A process of its own each time, as a timer starts it. */
  @Test
  void publish_serviceGone_theCopySaysSo() throws IOException {
    publish(folder);
    service.stop(0);
    Ended ended = publish(folder);

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .contains(from() + "/v1/status cannot be reached")
        .contains("the copy says that the service is not reached");
    assertThat(folder.resolve("index.html"))
        .content()
        .contains("Major Service Outage", "The service could not be reached from here since")
        .contains("as it was known at <time datetime=\"2026-07-03T09:00:00.000Z\">");
    assertThat(folder.resolve("api/v2/status.json")).content().contains("\"critical\"");
  }

  @Test
  void publish_serviceThatNeverAnswered_saysWhatToDo_andWritesNothing() throws IOException {
    code = 404;
    Ended ended = publish(folder);

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("SEALWARD_STATUS_CONTRACT");
    assertThat(files(folder)).isEmpty();
  }

  /** Switched off, asked too often, just started: it is there. */
  @ParameterizedTest
  @ValueSource(ints = {404, 429, 503})
  void publish_serviceThatAnswersOtherwise_leavesTheCopyAsItIs(int answered) throws IOException {
    publish(folder);
    byte[] page = Files.readAllBytes(folder.resolve("index.html"));
    code = answered;
    type = "application/problem+json";
    Ended ended = publish(folder);

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("/v1/status", "; the copy stays as it is");
    assertThat(folder.resolve("index.html")).hasBinaryContent(page);
  }

  /** What stands before the service answers for it, since it does not. */
  @Test
  void publish_somebodyElseAnswers_theCopySaysSo() throws IOException {
    publish(folder);
    code = 503;
    type = "text/html";
    assertThat(publish(folder).err()).contains("the copy says that the service is not reached");
    assertThat(folder.resolve("index.html")).content().contains("Major Service Outage");
  }

  /** A page of whatever stands before the service, and a status that cannot be shown. */
  @ParameterizedTest
  @ValueSource(strings = {"<html>Be back soon</html>", "{}", "Europe/Atlantis"})
  void publish_answerThatIsNoStatus_isNone(String body) throws IOException {
    answer =
        body.startsWith("Europe")
            ? new String(answer, UTF_8).replace("Europe/Sofia", body).getBytes(UTF_8)
            : body.getBytes(UTF_8);
    Ended ended = publish(folder);

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("/v1/status answers with something else than a status");
    assertThat(files(folder)).isEmpty();
  }

  @Test
  void publish_isGivenAsItMustBe() {
    assertThat(run("status", "publish", "x", "--from", "http://sealward.example.org").err())
        .contains("https://");
    assertThat(run("status", "publish", "s3:///x", "--from", from()).err()).contains("s3://NAME");
    Ended often = run("status", "publish", "x", "--from", from(), "--every", "1s");
    assertThat(often.err()).contains("--every is a time such as 30s");
    assertThat(often.code()).isEqualTo(2);
    assertThat(run("status").code()).isEqualTo(2);
  }

  private StatusCopy copy(StatusCopy.Source source, StatusTarget target) {
    return new StatusCopy(
        source,
        target,
        StatusPlace.copy(SampleStatus.SERVICE, null),
        Duration.ZERO,
        Clock.fixed(LATER, ZoneOffset.UTC));
  }

  private ServiceStatus written() throws IOException {
    return StrictJson.read(Files.readAllBytes(folder.resolve("status.json")), ServiceStatus.class);
  }

  @Test
  void copy_oneFailureAlone_saysNothing() throws Exception {
    int[] tries = {0};
    StatusCopy copy =
        copy(
            () -> {
              if (tries[0]++ % 2 == 1) {
                throw new IOException("lost on the way");
              }
              return SampleStatus.calm();
            },
            new StatusFolder(folder));
    assertThat(copy.write()).isEmpty();
    assertThat(copy.write()).isEmpty();
    assertThat(written()).isEqualTo(SampleStatus.calm());
    assertThat(tries[0]).isEqualTo(3);
  }

  @Test
  void copy_serviceGoneAndBack_followsIt() throws Exception {
    var says = new AtomicReference<@Nullable ServiceStatus>(SampleStatus.calm());
    StatusCopy.Source source =
        () -> {
          ServiceStatus status = says.get();
          if (status == null) {
            throw new IOException("away");
          }
          return status;
        };
    StatusCopy copy = copy(source, new StatusFolder(folder));
    copy.write();
    says.set(null);
    assertThat(copy.write()).hasValueSatisfying(why -> assertThat(why).startsWith("away"));
    copy.write();
    assertThat(written().lostAt()).isEqualTo(SampleStatus.NOW);
    assertThat(written().components().getFirst().state()).isEqualTo("major-outage");
    assertThat(written().components().getFirst().since()).isEqualTo(LATER);
    // Another process goes on where this one ended.
    assertThat(copy(source, new StatusFolder(folder)).write()).isPresent();
    assertThat(written().lostAt()).isEqualTo(SampleStatus.NOW);

    says.set(SampleStatus.outage());
    assertThat(copy.write()).isEmpty();
    assertThat(written()).isEqualTo(SampleStatus.outage());
  }

  /** Neither a service that has never answered nor a file that cannot be written ends it. */
  @Test
  void copy_isKept_whateverGoesWrong() throws Exception {
    Path file = folder.resolve("status.json");
    int[] asked = {0};
    StatusCopy.Source source =
        () ->
            switch (asked[0]++) {
              case 0 -> throw new IOException("not started");
              case 1 -> SampleStatus.calm();
              case 2 -> {
                Files.delete(file);
                Files.createDirectories(file.resolve("in its place"));
                yield SampleStatus.outage();
              }
              case 3 -> {
                Files.delete(file.resolve("in its place"));
                Files.delete(file);
                yield SampleStatus.outage();
              }
              default -> {
                Thread.currentThread().interrupt();
                throw new StatusRefusedException("the end");
              }
            };
    var err = new StringWriter();
    StatusCopy copy = copy(source, new StatusFolder(folder));
    assertThatThrownBy(() -> copy.keep(Duration.ofMillis(1), new PrintWriter(err)))
        .isInstanceOf(InterruptedException.class);
    assertThat(written()).isEqualTo(SampleStatus.outage());
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("not started; it is tried again"),
            line -> assertThat(line).endsWith("; it is tried again"),
            line -> assertThat(line).isEqualTo("the end; the copy stays as it is"));
  }

  @Test
  void copy_itsOwnDocumentDamaged_saysWhatToDo() throws IOException {
    Files.writeString(folder.resolve("status.json"), "{");
    StatusCopy copy =
        copy(
            () -> {
              throw new IOException("away");
            },
            new StatusFolder(folder));
    assertThatThrownBy(copy::write)
        .isInstanceOf(IOException.class)
        .hasMessage("status.json of the copy is no status; delete it. away");
  }

  /** Whoever has opened the old one reads it to its end; an unfinished one is never there. */
  @Test
  void folder_replacesFilesAtOnce() throws IOException {
    StatusFolder target = new StatusFolder(folder);
    Bytes old = Bytes.utf8("old ".repeat(10_000));
    target.write("x/index.html", new StatusFile("text/html", old));
    Path file = folder.resolve("x/index.html");
    try (var open = Files.newInputStream(file)) {
      assertThat(open.read()).isEqualTo('o');
      target.write("x/index.html", new StatusFile("text/html", Bytes.utf8("new")));
      assertThat(new String(open.readAllBytes(), UTF_8)).isEqualTo("ld " + "old ".repeat(9_999));
    }
    assertThat(file).hasContent("new");
    assertThat(files(folder)).containsExactly("x/index.html");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(Files.getPosixFilePermissions(Files.createFile(folder.resolve("any"))));
  }

  @Test
  void bucket_hasEveryFile_withItsTypeAndAShortLife() throws IOException {
    S3Client s3 = Moto.get().s3();
    String bucket = Moto.get().bucket();
    // The service of other tests may have set them, and moto takes any.
    boolean none = System.getProperty("aws.accessKeyId") == null;
    if (none) {
      System.setProperty("aws.accessKeyId", "id");
      System.setProperty("aws.secretAccessKey", "secret");
    }
    try {
      String[] command = {
        "status",
        "publish",
        "s3://" + bucket + "/public/",
        "--from",
        from(),
        "--endpoint",
        Moto.get().url().toString(),
        "--region",
        "eu-central-1",
        "--address",
        "https://status.example.net"
      };
      assertThat(run(command)).isEqualTo(new Ended(0, "", ""));
      try (StatusBucket target =
          new StatusBucket("s3://" + bucket + "/other", Moto.get().url(), "eu-central-1")) {
        assertThat(target.read("status.json")).isEmpty();
      }
      try (StatusBucket target =
          new StatusBucket("s3://" + bucket + "/public", Moto.get().url(), "eu-central-1")) {
        assertThat(target.read("status.json")).hasValue(answer);
      }
    } finally {
      if (none) {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
      }
    }

    assertThat(s3.listObjectsV2(r -> r.bucket(bucket)).contents())
        .extracting(S3Object::key)
        .containsExactlyInAnyOrderElementsOf(ALL.stream().map(name -> "public/" + name).toList());
    assertThat(
            Stream.of("index.html", "history.atom", "api/v2/status.json")
                .map(name -> s3.headObject(r -> r.bucket(bucket).key("public/" + name)))
                .map(head -> head.contentType() + " " + head.cacheControl()))
        .containsExactly(
            "text/html; charset=utf-8 max-age=15",
            "application/atom+xml; charset=utf-8 max-age=15",
            "application/json max-age=15");
    assertThat(
            s3.getObjectAsBytes(r -> r.bucket(bucket).key("public/api/v2/status.json"))
                .asUtf8String())
        .contains("\"url\":\"https://status.example.net/\"", "All Systems Operational");
  }

  @Test
  void show_isForATerminal() {
    answer = StrictJson.write(SampleStatus.outage());
    assertThat(run("status", "show", "--from", from()))
        .isEqualTo(
            new Ended(
                0,
                """
                Sealward: Partial System Outage, 3 Jul 2026, 12:00 EEST
                We know, and are at it.
                Site                                 Works              since 1 May 2026, 09:00 EEST, 100 % up while watched
                Sign-in                              Slow or faulty     since 3 Jul 2026, 11:30 EEST, 100 % up while watched
                Patient to specialist                Partly down        since 3 Jul 2026, 11:30 EEST, 100 % up while watched
                Messages                             Down               since 3 Jul 2026, 11:30 EEST, 99.416 % up while watched
                Images                               Not known          since 3 Jul 2026, 11:30 EEST, 100 % up while watched
                Assisted decryption                  Under maintenance  since 3 Jul 2026, 11:30 EEST, not watched yet
                Identified: Messages are not delivered, since 3 Jul 2026, 11:30 EEST
                """,
                ""));
  }
}
