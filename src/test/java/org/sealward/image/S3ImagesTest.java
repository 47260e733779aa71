package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealward.Moto;
import org.sealward.TestService;
import org.sealward.fault.AwsLine;
import org.sealward.fault.AwsLine.Fault;
import org.sealward.fault.AwsLine.Part;
import org.sealward.image.Scene.Person;
import org.sealward.image.Scene.Picture;

/** Images at a node whose objects lie in S3, which fails: clear refusals, and nothing lost. */
class S3ImagesTest {
  private static final String ENDPOINT = "aws.endpointUrlS3";

  private static String bucket;
  private static AwsLine line;
  private static EmbeddedServer node;
  private static Scene scene;
  private static Person owner;

  @BeforeAll
  static void start() {
    Moto moto = Moto.get();
    bucket = moto.bucket();
    line = new AwsLine(moto.url());
    System.setProperty(ENDPOINT, line.url().toString());
    node = TestService.get().node(Map.of("sealward.objects.bucket", bucket));
    scene = new Scene(node.getURI());
    owner = scene.person();
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
      line.close();
      System.clearProperty(ENDPOINT);
    }
  }

  @AfterEach
  void everythingWorksAgain() {
    line.heal();
    Picture picture = scene.picture(owner, 10);
    until(() -> scene.create(picture).statusCode() == 201);
  }

  @Test
  void image_isUploadedInPiecesReadInRangesAndDeleted() {
    Picture picture = scene.picture(owner, 6_000_000);
    byte[] ciphertext = picture.ciphertext();
    assertThat(scene.create(picture).statusCode()).isEqualTo(201);
    assertThat(scene.append(picture, 0, 100_000).statusCode()).isEqualTo(204);
    assertThat(scene.append(picture, 100_000, 5_500_000).statusCode()).isEqualTo(204);
    assertThat(scene.offset(picture)).isEqualTo(5_500_000);
    assertThat(scene.append(picture, 5_500_000, ciphertext.length).statusCode()).isEqualTo(204);

    assertThat(content(picture).body()).isEqualTo(ciphertext);
    HttpResponse<byte[]> range = scene.get(owner, path(picture), "Range", "bytes=5242879-5242880");
    assertThat(range.statusCode()).isEqualTo(206);
    assertThat(range.body()).isEqualTo(Arrays.copyOfRange(ciphertext, 5_242_879, 5_242_881));
    HttpResponse<byte[]> head = scene.send(owner, "HEAD", path(picture), BodyPublishers.noBody());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(Scene.header(head, "Content-Length")).isEqualTo(Integer.toString(ciphertext.length));
    long before = objects();
    assertThat(
            scene
                .send(owner, "DELETE", "/v1/images/" + picture.id(), BodyPublishers.noBody())
                .statusCode())
        .isEqualTo(204);
    until(() -> objects() == before - 1);
  }

  @Test
  @Tag("long")
  void s3_silent_isToldClearly_andNothingIsLost() {
    s3_failing_isToldClearly_andNothingIsLost(Fault.SILENT);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"RESET", "ERROR", "THROTTLED"})
  void s3_failing_isToldClearly_andNothingIsLost(Fault fault) {
    Picture stored = scene.stored(scene.picture(owner, 50_000));
    Picture begun = scene.picture(owner, 90_000);
    assertThat(scene.create(begun).statusCode()).isEqualTo(201);
    assertThat(scene.append(begun, 0, 40_000).statusCode()).isEqualTo(204);
    line.fail(Part.S3, fault);

    List<CompletableFuture<HttpResponse<byte[]>>> answers =
        Stream.<Supplier<HttpResponse<byte[]>>>of(
                () -> scene.create(scene.picture(owner, 10)),
                () -> scene.append(begun, 40_000, 60_000),
                () -> content(stored),
                () -> scene.get(owner, path(stored), "Range", "bytes=5-9"))
            .map(request -> CompletableFuture.supplyAsync(request, Thread::startVirtualThread))
            .toList();
    for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
      assertUnavailable(answer.join());
    }
    HttpResponse<byte[]> progress = scene.progress(owner, begun.id());
    assertThat(progress.statusCode()).isEqualTo(503);
    assertThat(Scene.header(progress, "Retry-After")).isEqualTo("2");
    assertThat(scene.get(owner, "/v1/images/" + stored.id()).statusCode()).isEqualTo(200);

    line.heal();
    until(() -> content(stored).statusCode() == 200);
    assertThat(content(stored).body()).isEqualTo(stored.ciphertext());
    assertThat(scene.offset(begun)).isEqualTo(40_000);
    assertThat(scene.append(begun, 40_000, begun.ciphertext().length).statusCode()).isEqualTo(204);
    assertThat(content(begun).body()).isEqualTo(begun.ciphertext());
  }

  private static void assertUnavailable(HttpResponse<byte[]> answer) {
    assertThat(Scene.problem(answer)).isEqualTo("503 storage-unavailable");
    assertThat(Scene.header(answer, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(Scene.header(answer, "Retry-After")).isEqualTo("2");
    assertThat(Scene.text(answer)).doesNotContain("detail", bucket);
  }

  @Test
  @Tag("long")
  void s3_goesOnFailing_isNotCalledUntilItAnswers() {
    Picture stored = scene.stored(scene.picture(owner, 1000));
    until(() -> suspended() == 0);
    line.fail(Part.S3, Fault.ERROR);
    until(
        () -> {
          assertUnavailable(content(stored));
          return suspended() == 1;
        });
    int before = line.failed(Part.S3);
    assertUnavailable(content(stored));
    assertThat(line.failed(Part.S3)).isEqualTo(before);

    line.heal();
    until(() -> content(stored).statusCode() == 200);
    assertThat(suspended()).isZero();
    assertThat(content(stored).body()).isEqualTo(stored.ciphertext());
  }

  @Test
  void upload_s3FailsUnderWay_goesOnBehindTheLastPart() {
    Picture picture = scene.picture(owner, 11_000_000);
    byte[] ciphertext = picture.ciphertext();
    assertThat(scene.create(picture).statusCode()).isEqualTo(201);
    assertThat(scene.append(picture, 0, 1000).statusCode()).isEqualTo(204);
    InputStream failing =
        new InputStream() {
          private int position = 1000;

          @Override
          public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            if (position == ciphertext.length) {
              return -1;
            }
            // Once there is the first part, and before there is another.
            if (position >= 6_000_000) {
              until(() -> parts() == 1);
              line.fail(Part.S3, Fault.RESET);
            }
            int count = Math.min(length, Math.min(1_000_000, ciphertext.length - position));
            System.arraycopy(ciphertext, position, target, offset, count);
            position += count;
            return count;
          }
        };

    HttpResponse<byte[]> answer =
        scene.append(owner, picture.id(), 1000, BodyPublishers.ofInputStream(() -> failing));

    assertUnavailable(answer);
    line.heal();
    until(() -> scene.progress(owner, picture.id()).statusCode() == 200);
    assertThat(scene.offset(picture)).isEqualTo(5 * 1024 * 1024);
    assertThat(scene.append(picture, 5 * 1024 * 1024, ciphertext.length).statusCode())
        .isEqualTo(204);
    assertThat(content(picture).body()).isEqualTo(ciphertext);
  }

  private static long parts() {
    return Moto.get().s3().listMultipartUploads(r -> r.bucket(bucket)).uploads().stream()
        .mapToLong(
            upload ->
                Moto.get()
                    .s3()
                    .listParts(r -> r.bucket(bucket).key(upload.key()).uploadId(upload.uploadId()))
                    .parts()
                    .size())
        .sum();
  }

  @Test
  void download_cutOffAgainAndAgain_goesOnWhereItWas() {
    Picture picture = scene.stored(scene.picture(owner, 1_000_000));
    int before = line.failed(Part.S3);
    line.fail(Part.S3, Fault.CUT);

    assertThat(content(picture).body()).isEqualTo(picture.ciphertext());
    assertThat(line.failed(Part.S3) - before).isGreaterThanOrEqualTo(10);
  }

  @Test
  void download_s3FailsUnderWay_isNotTakenForComplete() throws Exception {
    Picture picture = scene.stored(scene.picture(owner, 20_000_000));
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> answer =
          http.send(
              scene.request(owner, "GET", path(picture), BodyPublishers.noBody()).build(),
              BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      try (InputStream body = answer.body()) {
        assertThat(body.readNBytes(1000)).hasSize(1000);
        line.fail(Part.S3, Fault.RESET);
        line.breakOff();

        assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void start_s3Away_waitsForIt() {
    line.refuse();
    try (EmbeddedServer other = TestService.get().node(Map.of("sealward.objects.bucket", bucket))) {
      Scene there = new Scene(other.getURI());
      Picture picture = there.picture(owner, 1000);
      assertUnavailable(there.create(picture));

      line.heal();
      until(() -> there.create(picture).statusCode() == 201);
    }
  }

  @Test
  void start_bucketThatIsNotThere_isRefused() {
    assertThatThrownBy(
            () ->
                TestService.get()
                    .node(Map.of("sealward.objects.bucket", "objects-" + UUID.randomUUID()))
                    .close())
        .hasStackTraceContaining("SEALWARD_OBJECTS_BUCKET names no bucket");
  }

  private static double suspended() {
    return node.getApplicationContext()
        .getBean(MeterRegistry.class)
        .get("sealward.aws.suspended")
        .tag("service", "S3")
        .gauge()
        .value();
  }

  private static HttpResponse<byte[]> content(Picture picture) {
    return scene.get(owner, path(picture));
  }

  private static String path(Picture picture) {
    return "/v1/images/" + picture.id() + "/content";
  }

  private static long objects() {
    return Moto.get().s3().listObjectVersions(r -> r.bucket(bucket)).versions().stream()
        .filter(version -> version.key().startsWith("finished/"))
        .count();
  }

  private static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within 30 s").isLessThan(deadline);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
