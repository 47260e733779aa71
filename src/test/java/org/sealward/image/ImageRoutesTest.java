package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sealward.api.ImageMetadata;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.ContentTree;
import org.sealward.envelope.SignedRevocation;
import org.sealward.image.Scene.Person;
import org.sealward.image.Scene.Picture;
import org.sealward.platform.Event;
import org.sealward.platform.EventLog;

/** Stored images through HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageRoutesTest {
  private static final int LENGTH = 3_000_000;
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  private Scene scene;
  private Person owner;
  private Person stranger;
  private Picture picture;
  private String path;
  private String tag;

  @BeforeAll
  void start() {
    scene = new Scene();
    owner = scene.person();
    stranger = scene.person();
    picture = scene.stored(scene.picture(owner, LENGTH));
    path = "/v1/images/" + picture.id();
    tag = '"' + picture.sealed().contentDigest().base64Url() + '"';
  }

  private HttpResponse<byte[]> content(String... headers) {
    return scene.get(owner, path + "/content", headers);
  }

  private byte[] part(int first, int last) {
    return Arrays.copyOfRange(picture.ciphertext(), first, last + 1);
  }

  @Test
  void metadata_ofTheOwner_hasTheDigestThatTheSealerComputed() {
    ImageMetadata image = scene.read(scene.get(owner, path), ImageMetadata.class);

    assertThat(image.imageId()).isEqualTo(picture.id());
    assertThat(image.ownerId()).isEqualTo(owner.id());
    assertThat(image.subjectId()).isEqualTo(picture.context().subjectId());
    assertThat(image.conversationId()).isEqualTo(picture.context().conversationId());
    assertThat(image.contentDigest()).isEqualTo(picture.sealed().contentDigest());
    assertThat(image.ciphertextLength()).isEqualTo(picture.ciphertext().length);
    assertThat(image.storedAt()).isBefore(Scene.now().plusSeconds(1));
  }

  @Test
  void stored_image_isToldOnTheOwnersStream() {
    List<Event> events =
        scene.service().bean(EventLog.class).read(owner.id(), 0, 100).stream()
            .filter(event -> event.kind().equals("image-uploaded"))
            .toList();

    assertThat(events).hasSize(1);
    Bytes body = events.getFirst().body();
    assertThat(body).isNotNull();
    assertThat(body.toArray()).isEqualTo(scene.get(owner, path).body());
  }

  @Test
  void leaves_areThoseOfTheContentTree() {
    HttpResponse<byte[]> answer = scene.get(owner, path + "/leaves");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Scene.header(answer, "Content-Type")).isEqualTo("application/octet-stream");
    assertThat(answer.body()).hasSize(3 * 32);
    assertThat(
            ContentTree.decode(Bytes.of(answer.body()), picture.ciphertext().length)
                .contentDigest())
        .isEqualTo(picture.sealed().contentDigest());
  }

  @Test
  void content_whole_isTheCiphertext() {
    HttpResponse<byte[]> answer = content();

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(picture.ciphertext());
    assertThat(Scene.header(answer, "Content-Length"))
        .isEqualTo(String.valueOf(picture.ciphertext().length));
    assertThat(Scene.header(answer, "Content-Type")).isEqualTo("application/octet-stream");
    assertThat(Scene.header(answer, "Accept-Ranges")).isEqualTo("bytes");
    assertThat(Scene.header(answer, "ETag")).isEqualTo(tag);
    assertThat(Scene.header(answer, "Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void content_range_isThatPart() {
    int length = picture.ciphertext().length;
    int segment = 1 << 20;

    assertPart(content("Range", "bytes=0-0"), 0, 0);
    assertPart(
        content("Range", "bytes=" + segment + "-" + (2 * segment - 1)), segment, 2 * segment - 1);
    assertPart(content("Range", "bytes=2999999-"), 2_999_999, length - 1);
    assertPart(content("Range", "bytes=-1"), length - 1, length - 1);
    assertPart(content("Range", "bytes=0-999999999"), 0, length - 1);
  }

  private void assertPart(HttpResponse<byte[]> answer, int first, int last) {
    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(Scene.header(answer, "Content-Range"))
        .isEqualTo("bytes %d-%d/%d".formatted(first, last, picture.ciphertext().length));
    assertThat(Scene.header(answer, "Content-Length")).isEqualTo(String.valueOf(last - first + 1));
    assertThat(Scene.header(answer, "ETag")).isEqualTo(tag);
    assertThat(answer.body()).isEqualTo(part(first, last));
  }

  @Test
  void content_rangeBehindTheEnd_isNotSatisfiable() {
    HttpResponse<byte[]> answer = content("Range", "bytes=" + picture.ciphertext().length + "-");

    assertThat(Scene.problem(answer)).isEqualTo("416 range-not-satisfiable");
    assertThat(Scene.header(answer, "Content-Range"))
        .isEqualTo("bytes */" + picture.ciphertext().length);
  }

  @Test
  void content_rangesThatAreNotServed_giveTheWhole() {
    for (String range : List.of("bytes=0-1,3-4", "bytes=2-1", "lines=1-2")) {
      HttpResponse<byte[]> answer = content("Range", range);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).hasSize(picture.ciphertext().length);
    }
  }

  @Test
  void content_ifRange_countsOnlyWithTheSameTag() {
    assertPart(content("Range", "bytes=5-9", "If-Range", tag), 5, 9);
    assertThat(content("Range", "bytes=5-9", "If-Range", "\"other\"").statusCode()).isEqualTo(200);
    assertThat(content("Range", "bytes=5-9", "If-Range", "W/" + tag).statusCode()).isEqualTo(200);
  }

  @Test
  void content_ifNoneMatch_savesTheWay() {
    HttpResponse<byte[]> same = content("If-None-Match", tag);

    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(Scene.header(same, "ETag")).isEqualTo(tag);
    assertThat(content("If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @Test
  void content_ofWhoGoesAway_leavesNoFileOpen() throws Exception {
    assumeTrue(Files.isDirectory(OPEN_FILES), "no list of open files on this system");
    Picture large = scene.stored(scene.picture(owner, 20_000_000));
    String request =
        "GET /v1/images/%s/content HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(large.id(), owner.token());
    URI url = scene.service().url();
    List<Socket> readers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Socket reader = new Socket(url.getHost(), url.getPort());
      readers.add(reader);
      reader.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(reader.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
    }
    awaitOpenObjects(5);

    for (Socket reader : readers) {
      reader.close();
    }
    awaitOpenObjects(0);
    assertThat(scene.get(owner, "/v1/images/" + large.id() + "/content").body())
        .isEqualTo(large.ciphertext());
  }

  private static void awaitOpenObjects(long count) throws Exception {
    long open = -1;
    for (int i = 0; i < 500 && open != count; i++) {
      Thread.sleep(i == 0 ? 0 : 20);
      open = openObjects();
    }
    assertThat(open).isEqualTo(count);
  }

  private static long openObjects() throws IOException {
    long count = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(OPEN_FILES)) {
      for (Path file : files) {
        try {
          count += Files.readSymbolicLink(file).toString().contains("/finished/") ? 1 : 0;
        } catch (NoSuchFileException _) {
          // It was closed meanwhile.
        }
      }
    }
    return count;
  }

  @Test
  void content_head_tellsTheLengthAndSendsNothing() {
    HttpResponse<byte[]> answer =
        scene.send(owner, "HEAD", path + "/content", BodyPublishers.noBody(), "Range", "bytes=0-9");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Scene.header(answer, "Content-Length"))
        .isEqualTo(String.valueOf(picture.ciphertext().length));
    assertThat(Scene.header(answer, "ETag")).isEqualTo(tag);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void strangersImage_doesNotExist_onAnyRoute() {
    UUID unknown = UUID.randomUUID();
    Picture own = scene.stored(scene.picture(stranger, 1000));
    SignedRevocation revocation =
        SignedRevocation.issue(
            scene.grant(picture, owner, owner).grant(), owner.keys(), Scene.now());
    for (String suffix : List.of("", "/content", "/leaves", "/grants")) {
      assertNothing(scene.get(stranger, path + suffix));
      assertNothing(scene.get(stranger, "/v1/images/" + unknown + suffix));
      assertThat(scene.get(stranger, "/v1/images/" + own.id() + suffix).statusCode())
          .isEqualTo(200);
    }
    assertNothing(scene.post(stranger, path + "/grants", scene.grant(picture, stranger, stranger)));
    assertNothing(scene.post(stranger, path + "/revocations", revocation));
    assertThat(
            scene
                .post(
                    stranger,
                    "/v1/images/" + own.id() + "/grants",
                    scene.grant(own, stranger, stranger))
                .statusCode())
        .isEqualTo(204);
  }

  /** Word for word the same for what exists and what does not. */
  private static void assertNothing(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(Scene.text(answer).replaceFirst("\"urn:uuid:[^\"]*\"", "\"\""))
        .isEqualTo(
            "{\"type\":\"urn:sealward:problem:image-not-found\",\"title\":\"There is no such image\","
                + "\"status\":404,\"detail\":\"It does not exist, or you may not, or no longer, see"
                + " it.\",\"instance\":\"\"}");
  }

  @Test
  void nobody_isAskedWhoTheyAre() {
    for (String suffix : List.of("", "/content", "/leaves", "/grants")) {
      HttpResponse<byte[]> answer =
          Scene.send(HttpRequest.newBuilder(scene.uri(path + suffix)).GET());
      assertThat(answer.statusCode()).isEqualTo(401);
    }
  }
}
