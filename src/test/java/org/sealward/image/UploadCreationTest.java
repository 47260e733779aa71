package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.image.Scene.Picture;

/** Creating an upload, by tus 1.0.0 as tus.io/protocols/resumable-upload words it. */
class UploadCreationTest extends UploadScene {
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
}
