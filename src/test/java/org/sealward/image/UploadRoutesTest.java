package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sealward.image.Scene.Person;
import org.sealward.image.Scene.Picture;
import org.sealward.objects.ObjectNotFoundException;
import org.sealward.objects.ObjectStore;

/** tus 1.0.0 as tus.io/protocols/resumable-upload words it, through HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadRoutesTest {
  private static final int LENGTH = 3_000_000;

  private Scene scene;
  private Person owner;
  private Person stranger;
  private UUID conversation;

  @BeforeAll
  void start() {
    scene = new Scene();
    owner = scene.person();
    stranger = scene.person();
    conversation = scene.conversation(owner);
  }

  private Picture picture() {
    return scene.picture(owner, owner.id(), conversation, LENGTH);
  }

  private byte[] content(Picture picture) {
    HttpResponse<byte[]> answer =
        scene.get(picture.owner(), "/v1/images/" + picture.id() + "/content");
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void options_ofAnybody_tellVersionExtensionsAndLimit() {
    for (String path : new String[] {"/v1/uploads", "/v1/uploads/" + UUID.randomUUID()}) {
      HttpResponse<byte[]> answer =
          Scene.send(
              HttpRequest.newBuilder(scene.uri(path)).method("OPTIONS", BodyPublishers.noBody()));

      assertThat(answer.statusCode()).isEqualTo(204);
      assertThat(Scene.header(answer, "Tus-Version")).isEqualTo("1.0.0");
      assertThat(Scene.header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
      assertThat(Scene.header(answer, "Tus-Extension"))
          .isEqualTo("creation,expiration,termination");
      assertThat(Scene.header(answer, "Tus-Max-Size")).isEqualTo("1073741824");
    }
  }

  @Test
  void create_member_isToldWhereToUpload() {
    Picture picture = picture();

    HttpResponse<byte[]> answer = scene.create(picture);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(Scene.header(answer, "Location")).isEqualTo("/v1/uploads/" + picture.id());
    assertThat(Scene.header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(Scene.header(answer, "Upload-Expires")).endsWith(" GMT");
    HttpResponse<byte[]> progress = scene.progress(owner, picture.id());
    assertThat(progress.statusCode()).isEqualTo(200);
    assertThat(Scene.header(progress, "Upload-Offset")).isEqualTo("0");
    assertThat(Scene.header(progress, "Upload-Length"))
        .isEqualTo(String.valueOf(picture.ciphertext().length));
    assertThat(Scene.header(progress, "Upload-Metadata")).isEqualTo(picture.metadata());
    assertThat(Scene.header(progress, "Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void create_whoIsNoMember_findsNoConversation() {
    Picture picture = scene.picture(stranger, owner.id(), conversation, 1000);

    assertThat(Scene.problem(scene.create(picture))).isEqualTo("404 conversation-not-found");
    assertThat(scene.create(picture()).statusCode()).isEqualTo(201);
  }

  @Test
  void create_lengthOutOfBounds_isRefused() {
    String metadata = picture().metadata();

    assertThat(Scene.problem(scene.create(owner, metadata, (1L << 30) + 1)))
        .isEqualTo("413 image-too-large");
    assertThat(Scene.problem(scene.create(owner, metadata, 0))).isEqualTo("400 upload-not-valid");
    assertThat(Scene.problem(scene.create(owner, metadata, -1))).isEqualTo("400 upload-not-valid");
    assertThat(scene.create(owner, metadata, 1L << 30).statusCode()).isEqualTo(201);
  }

  @Test
  void create_lengthDeferredOrMetadataMissing_isRefused() {
    HttpResponse<byte[]> deferred =
        scene.tus(
            owner,
            "POST",
            "/v1/uploads",
            BodyPublishers.noBody(),
            "Upload-Defer-Length",
            "1",
            "Upload-Metadata",
            picture().metadata());
    HttpResponse<byte[]> bare =
        scene.tus(owner, "POST", "/v1/uploads", BodyPublishers.noBody(), "Upload-Length", "1000");

    assertThat(Scene.problem(deferred)).isEqualTo("400 upload-not-valid");
    assertThat(Scene.problem(bare)).isEqualTo("400 upload-not-valid");
  }

  @Test
  void anyRequest_withoutTheProtocolsVersion_isRefusedAndDoesNothing() {
    Picture picture = picture();
    scene.create(picture);

    for (String version : new String[] {"0.2.2", "2.0.0", "1.0.0, 0.2.2"}) {
      HttpResponse<byte[]> answer =
          scene.send(
              owner,
              "DELETE",
              "/v1/uploads/" + picture.id(),
              BodyPublishers.noBody(),
              "Tus-Resumable",
              version);
      assertThat(Scene.problem(answer)).isEqualTo("412 tus-version-not-supported");
      assertThat(Scene.header(answer, "Tus-Version")).isEqualTo("1.0.0");
    }
    HttpResponse<byte[]> unsaid =
        scene.send(
            owner,
            "POST",
            "/v1/uploads",
            BodyPublishers.noBody(),
            "Upload-Length",
            "10",
            "Upload-Metadata",
            picture().metadata());
    assertThat(Scene.problem(unsaid)).isEqualTo("412 tus-version-not-supported");
    assertThat(scene.offset(picture)).isZero();
  }

  @Test
  void everyRefusal_carriesTheProtocolsVersion() {
    HttpResponse<byte[]> unknown = scene.progress(owner, UUID.randomUUID());
    HttpResponse<byte[]> nobody =
        Scene.send(
            HttpRequest.newBuilder(scene.uri("/v1/uploads/" + UUID.randomUUID()))
                .header("Tus-Resumable", "1.0.0")
                .method("HEAD", BodyPublishers.noBody()));

    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(Scene.header(unknown, "Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(Scene.header(unknown, "Upload-Offset")).isEqualTo("none");
    assertThat(nobody.statusCode()).isEqualTo(401);
    assertThat(Scene.header(nobody, "Tus-Resumable")).isEqualTo("1.0.0");
  }

  @Test
  void upload_inPieces_becomesAnImage() {
    Picture picture = picture();
    scene.create(picture);
    int length = picture.ciphertext().length;

    HttpResponse<byte[]> first = scene.append(picture, 0, 1_000_000);
    assertThat(first.statusCode()).isEqualTo(204);
    assertThat(Scene.header(first, "Upload-Offset")).isEqualTo("1000000");
    assertThat(Scene.header(first, "Upload-Expires")).endsWith(" GMT");
    assertThat(scene.offset(picture)).isEqualTo(1_000_000);
    assertThat(scene.get(owner, "/v1/images/" + picture.id()).statusCode()).isEqualTo(404);

    HttpResponse<byte[]> last = scene.append(picture, 1_000_000, length);
    assertThat(last.statusCode()).isEqualTo(204);
    assertThat(Scene.header(last, "Upload-Offset")).isEqualTo(String.valueOf(length));
    assertThat(Scene.header(last, "Upload-Expires")).isEqualTo("none");
    assertThat(scene.offset(picture)).isEqualTo(length);
    assertThat(content(picture)).isEqualTo(picture.ciphertext());
  }

  @Test
  void upload_brokenConnection_keepsWhatCameAndGoesOn() throws Exception {
    Picture picture = picture();
    scene.create(picture);
    int length = picture.ciphertext().length;

    Socket socket = halfAppend(picture, 0, length, 2_000_000);
    socket.close();

    long offset = scene.offset(picture);
    assertThat(offset).isBetween(1_000_000L, 2_000_000L);
    assertThat(scene.append(picture, (int) offset, length).statusCode()).isEqualTo(204);
    assertThat(content(picture)).isEqualTo(picture.ciphertext());
  }

  @Test
  void upload_hangingConnection_isTakenOverByTheNextRequest() throws Exception {
    Picture picture = picture();
    scene.create(picture);
    int length = picture.ciphertext().length;

    try (Socket hanging = halfAppend(picture, 0, length, 2_000_000)) {
      long offset = scene.offset(picture);
      assertThat(offset).isGreaterThan(1_000_000L);
      assertThat(scene.append(picture, (int) offset, length).statusCode()).isEqualTo(204);
      assertThat(statusLine(hanging)).isEqualTo("HTTP/1.1 409 Conflict");
    }
    assertThat(content(picture)).isEqualTo(picture.ciphertext());
  }

  @Test
  void append_elsewhereThanAtTheOffset_isAConflictAndChangesNothing() {
    Picture picture = picture();
    scene.create(picture);
    scene.append(picture, 0, 1000);

    assertThat(Scene.problem(scene.append(picture, 0, 1000)))
        .isEqualTo("409 upload-offset-mismatch");
    assertThat(Scene.problem(scene.append(picture, 999, 2000)))
        .isEqualTo("409 upload-offset-mismatch");
    assertThat(Scene.problem(scene.append(picture, 1001, 2000)))
        .isEqualTo("409 upload-offset-mismatch");
    assertThat(
            Scene.problem(
                scene.append(
                    owner, picture.id(), 1L << 40, BodyPublishers.ofByteArray(new byte[1]))))
        .isEqualTo("409 upload-offset-mismatch");
    assertThat(scene.offset(picture)).isEqualTo(1000);
    assertThat(scene.append(picture, 1000, 2000).statusCode()).isEqualTo(204);
  }

  @Test
  void append_withoutOffsetOrOfAnotherType_isRefused() {
    Picture picture = picture();
    scene.create(picture);
    String path = "/v1/uploads/" + picture.id();

    HttpResponse<byte[]> noOffset =
        scene.tus(
            owner,
            "PATCH",
            path,
            BodyPublishers.ofByteArray(new byte[10]),
            "Content-Type",
            "application/offset+octet-stream");
    HttpResponse<byte[]> otherType =
        scene.tus(
            owner,
            "PATCH",
            path,
            BodyPublishers.ofByteArray(new byte[10]),
            "Upload-Offset",
            "0",
            "Content-Type",
            "application/octet-stream");

    assertThat(Scene.problem(noOffset)).isEqualTo("400 upload-not-valid");
    assertThat(otherType.statusCode()).isEqualTo(415);
    assertThat(scene.offset(picture)).isZero();
  }

  @Test
  void append_moreThanTheLength_isRefusedBeforeItIsRead() {
    Picture picture = picture();
    scene.create(picture);
    int length = picture.ciphertext().length;
    byte[] longer = Arrays.copyOf(picture.ciphertext(), length + 1);

    HttpResponse<byte[]> answer =
        scene.append(owner, picture.id(), 0, BodyPublishers.ofByteArray(longer));

    assertThat(Scene.problem(answer)).isEqualTo("400 upload-not-valid");
    assertThat(scene.offset(picture)).isZero();
  }

  @Test
  void append_moreThanTheLengthInABodyOfUnknownLength_isRefused() {
    Picture picture = picture();
    scene.create(picture);
    byte[] longer = Arrays.copyOf(picture.ciphertext(), picture.ciphertext().length + 1);

    HttpResponse<byte[]> answer =
        scene.append(
            owner,
            picture.id(),
            0,
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(longer)));

    assertThat(Scene.problem(answer)).isEqualTo("400 upload-not-valid");
  }

  @Test
  void append_toAFinishedUpload_isAConflict() {
    Picture picture = scene.stored(picture());

    assertThat(Scene.problem(scene.append(picture, 0, 10))).isEqualTo("409 upload-finished");
    assertThat(content(picture)).isEqualTo(picture.ciphertext());
  }

  @Test
  void upload_crashBeforeTheLastByteWasAcknowledged_isFinishedByTheNextQuestion() {
    Picture picture = picture();
    scene.create(picture);
    int length = picture.ciphertext().length;
    scene.append(picture, 0, length - 10);
    // What a crash after the last byte and before the row's update leaves behind.
    ImageRow row =
        scene.service().bean(ImageRepository.class).findOwn(picture.id(), owner.id()).orElseThrow();
    InputStream rest = new ByteArrayInputStream(picture.ciphertext(), length - 10, 10);
    scene.service().bean(ObjectStore.class).append(row.objectKey(), length - 10, rest, 10);

    assertThat(scene.offset(picture)).isEqualTo(length);
    assertThat(content(picture)).isEqualTo(picture.ciphertext());
  }

  @Test
  void upload_byClientsThatCannotSendPatch_works() throws IOException {
    Picture picture = picture();
    scene.create(picture);
    // As tus-java-client does it: POST with an override, chunked, expecting 100-continue.
    HttpURLConnection connection =
        (HttpURLConnection) scene.uri("/v1/uploads/" + picture.id()).toURL().openConnection();
    connection.setRequestMethod("POST");
    connection.setRequestProperty("X-HTTP-Method-Override", "PATCH");
    connection.setRequestProperty("Authorization", "Bearer " + owner.token());
    connection.setRequestProperty("Tus-Resumable", "1.0.0");
    connection.setRequestProperty("Upload-Offset", "0");
    connection.setRequestProperty("Content-Type", "application/offset+octet-stream");
    connection.setRequestProperty("Expect", "100-continue");
    connection.setDoOutput(true);
    connection.setChunkedStreamingMode(0);
    try (OutputStream body = connection.getOutputStream()) {
      body.write(picture.ciphertext());
    }

    assertThat(connection.getResponseCode()).isEqualTo(204);
    assertThat(connection.getHeaderField("Upload-Offset"))
        .isEqualTo(String.valueOf(picture.ciphertext().length));
    assertThat(content(picture)).isEqualTo(picture.ciphertext());
  }

  @Test
  void create_again_startsOver() {
    Picture picture = picture();
    scene.create(picture);
    scene.append(picture, 0, 1000);

    assertThat(scene.create(picture).statusCode()).isEqualTo(201);
    assertThat(scene.offset(picture)).isZero();
    scene.append(picture, 0, picture.ciphertext().length);
    assertThat(content(picture)).isEqualTo(picture.ciphertext());
  }

  @Test
  void create_idOfAFinishedOrAnothersImage_isAConflict() {
    Picture finished = scene.stored(picture());
    Picture unfinished = picture();
    scene.create(unfinished);
    UUID elsewhere = scene.conversation(stranger);
    String stolen =
        unfinished.metadata().replace(Scene.base64(conversation), Scene.base64(elsewhere));

    assertThat(Scene.problem(scene.create(finished))).isEqualTo("409 image-exists");
    assertThat(Scene.problem(scene.create(stranger, stolen, 1000))).isEqualTo("409 image-exists");
    assertThat(scene.offset(unfinished)).isZero();
    assertThat(content(finished)).isEqualTo(finished.ciphertext());
  }

  @Test
  void terminate_unfinished_freesIt() {
    Picture picture = picture();
    scene.create(picture);
    scene.append(picture, 0, 1000);
    UUID objectKey =
        scene
            .service()
            .bean(ImageRepository.class)
            .findOwn(picture.id(), owner.id())
            .orElseThrow()
            .objectKey();

    HttpResponse<byte[]> answer = delete(owner, picture);

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(scene.progress(owner, picture.id()).statusCode()).isEqualTo(404);
    assertThat(scene.append(picture, 1000, 2000).statusCode()).isEqualTo(404);
    assertThat(isHeld(objectKey)).isFalse();
  }

  @Test
  void terminate_finished_freesItUnlessItWasGranted() {
    Picture unclaimed = scene.stored(picture());
    Picture granted = scene.stored(picture());
    grantToOwner(granted);
    UUID objectKey = objectKey(unclaimed);

    assertThat(Scene.problem(delete(stranger, unclaimed))).isEqualTo("404 upload-not-found");
    assertThat(content(unclaimed)).isEqualTo(unclaimed.ciphertext());
    assertThat(delete(owner, unclaimed).statusCode()).isEqualTo(204);
    assertThat(Scene.problem(delete(owner, granted))).isEqualTo("409 upload-finished");

    assertThat(isHeld(objectKey)).isFalse();
    assertThat(scene.get(owner, "/v1/images/" + unclaimed.id()).statusCode()).isEqualTo(404);
    assertThat(Scene.problem(delete(owner, unclaimed))).isEqualTo("404 upload-not-found");
    assertThat(content(granted)).isEqualTo(granted.ciphertext());
  }

  @Test
  void finishedUpload_grantedToNobody_isSweptAfterItsTimeAndOthersStay() {
    Picture unclaimed = scene.stored(picture());
    Picture granted = scene.stored(picture());
    grantToOwner(granted);
    UUID objectKey = objectKey(unclaimed);

    sweeper(Duration.ofDays(7).minusMinutes(1)).sweepUnclaimed();
    assertThat(content(unclaimed)).isEqualTo(unclaimed.ciphertext());

    sweeper(Duration.ofDays(7).plusMinutes(1)).sweepUnclaimed();
    assertThat(isHeld(objectKey)).isFalse();
    assertThat(scene.get(owner, "/v1/images/" + unclaimed.id()).statusCode()).isEqualTo(404);
    assertThat(content(granted)).isEqualTo(granted.ciphertext());
  }

  private void grantToOwner(Picture picture) {
    assertThat(
            scene
                .post(
                    owner,
                    "/v1/images/" + picture.id() + "/grants",
                    scene.grant(picture, owner, owner))
                .statusCode())
        .isEqualTo(204);
  }

  private UUID objectKey(Picture picture) {
    return scene
        .service()
        .bean(ImageRepository.class)
        .findOwn(picture.id(), owner.id())
        .orElseThrow()
        .objectKey();
  }

  /** The sweeper as it will be after some time. */
  private ImageSweeper sweeper(Duration later) {
    return new ImageSweeper(
        scene.service().bean(ImageRepository.class),
        scene.service().bean(ObjectStore.class),
        scene.service().bean(ImageErasure.class),
        scene.service().bean(ImageProperties.class),
        Clock.offset(Clock.systemUTC(), later));
  }

  @Test
  void strangersUpload_doesNotExist() {
    Picture picture = picture();
    scene.create(picture);
    scene.append(picture, 0, 1000);

    assertThat(scene.progress(stranger, picture.id()).statusCode()).isEqualTo(404);
    assertThat(Scene.problem(delete(stranger, picture))).isEqualTo("404 upload-not-found");
    assertThat(
            Scene.problem(
                scene.append(
                    stranger, picture.id(), 1000, BodyPublishers.ofByteArray(new byte[10]))))
        .isEqualTo("404 upload-not-found");
    assertThat(
            Scene.problem(
                scene.tus(
                    stranger,
                    "POST",
                    "/v1/uploads/" + picture.id(),
                    BodyPublishers.noBody(),
                    "X-HTTP-Method-Override",
                    "DELETE")))
        .isEqualTo("404 upload-not-found");

    assertThat(scene.offset(picture)).isEqualTo(1000);
    assertThat(scene.append(picture, 1000, 2000).statusCode()).isEqualTo(204);
    assertThat(delete(owner, picture).statusCode()).isEqualTo(204);
  }

  @Test
  void expiredUpload_isGoneAndSwept() throws SQLException {
    Picture picture = picture();
    Picture young = picture();
    scene.create(picture);
    scene.create(young);
    ImageRepository images = scene.service().bean(ImageRepository.class);
    UUID objectKey = images.findOwn(picture.id(), owner.id()).orElseThrow().objectKey();
    try (Connection connection = scene.service().database().asService();
        PreparedStatement expire =
            connection.prepareStatement(
                "update image set expires_at = now() - interval '1 second' where id = ?")) {
      expire.setObject(1, picture.id());
      expire.executeUpdate();
    }

    assertThat(scene.progress(owner, picture.id()).statusCode()).isEqualTo(404);
    assertThat(scene.append(picture, 0, 1000).statusCode()).isEqualTo(404);
    scene.service().bean(ImageSweeper.class).sweepExpiredUploads();
    assertThat(isHeld(objectKey)).isFalse();
    assertThat(images.findOwn(picture.id(), owner.id())).isEmpty();
    assertThat(scene.offset(young)).isZero();
    assertThat(scene.create(picture).statusCode()).isEqualTo(201);
  }

  @Test
  void orphanedObject_isSweptWhenItIsOldAndOthersStay() {
    Picture picture = scene.stored(picture());
    ObjectStore objects = scene.service().bean(ObjectStore.class);
    UUID orphan = UUID.randomUUID();
    objects.create(orphan);

    scene.service().bean(ImageSweeper.class).sweepOrphans();
    assertThat(isHeld(orphan)).isTrue();

    sweeper(Duration.ofDays(8)).sweepOrphans();
    assertThat(isHeld(orphan)).isFalse();
    assertThat(content(picture)).isEqualTo(picture.ciphertext());
  }

  private HttpResponse<byte[]> delete(Person person, Picture picture) {
    return scene.tus(person, "DELETE", "/v1/uploads/" + picture.id(), BodyPublishers.noBody());
  }

  private boolean isHeld(UUID objectKey) {
    try {
      scene.service().bean(ObjectStore.class).length(objectKey);
      return true;
    } catch (ObjectNotFoundException _) {
      return false;
    }
  }

  /** Announces {@code to - from} bytes, sends only the first ones, waits until they are stored. */
  private Socket halfAppend(Picture picture, int from, int to, int sent)
      throws IOException, InterruptedException {
    Socket socket = new Socket(scene.uri("/").getHost(), scene.uri("/").getPort());
    String head =
        """
        PATCH /v1/uploads/%s HTTP/1.1\r
        Host: localhost\r
        Authorization: Bearer %s\r
        Tus-Resumable: 1.0.0\r
        Upload-Offset: %d\r
        Content-Type: application/offset+octet-stream\r
        Content-Length: %d\r
        \r
        """
            .formatted(picture.id(), picture.owner().token(), from, to - from);
    OutputStream out = socket.getOutputStream();
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(picture.ciphertext(), from, sent);
    out.flush();
    UUID objectKey =
        scene
            .service()
            .bean(ImageRepository.class)
            .findOwn(picture.id(), picture.owner().id())
            .orElseThrow()
            .objectKey();
    ObjectStore objects = scene.service().bean(ObjectStore.class);
    while (objects.length(objectKey) < from + sent) {
      Thread.sleep(5);
    }
    return socket;
  }

  private static String statusLine(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read();
        c >= 0 && c != '\r';
        c = socket.getInputStream().read()) {
      line.append((char) c);
    }
    return line.toString();
  }
}
