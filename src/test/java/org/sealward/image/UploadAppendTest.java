package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.image.Scene.Picture;
import org.sealward.objects.ObjectStore;

/** Sending the bytes of an upload, in one piece or several, over lines that break. */
class UploadAppendTest extends UploadScene {
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
