package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.TestUser;
import org.sealward.image.Scene.Person;
import org.sealward.image.Scene.Picture;
import org.sealward.objects.ObjectStore;

/** Uploads that are ended, expire, or are swept. */
class UploadEndTest extends UploadScene {
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

  /** The grant goes with its recipient's account, and the owner's image stays. */
  @Test
  void image_whoseOnlyGrantEndedWithAnAccount_isNotSwept() {
    Picture picture = scene.stored(picture());
    Person reader = scene.person();
    assertThat(
            scene
                .post(
                    owner,
                    "/v1/images/" + picture.id() + "/grants",
                    scene.grant(picture, owner, reader))
                .statusCode())
        .isEqualTo(204);
    TestUser leaver = reader.user();
    assertThat(leaver.send(leaver.request("/v1/me").DELETE()).status()).isEqualTo(204);

    sweeper(Duration.ofDays(8)).sweepUnclaimed();

    assertThat(Scene.problem(delete(owner, picture))).isEqualTo("409 upload-finished");
    assertThat(content(picture)).isEqualTo(picture.ciphertext());
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
  void upload_thatIsGoneOnWith_endsSixDaysAfterItBegan() throws SQLException {
    Picture picture = picture();
    scene.create(picture);
    try (Connection connection = scene.service().database().asService();
        PreparedStatement age =
            connection.prepareStatement(
                "update image set created_at = created_at - ?::interval where id = ?")) {
      age.setString(1, "5 days 12 hours");
      age.setObject(2, picture.id());
      age.executeUpdate();
    }

    HttpResponse<byte[]> answer = scene.append(picture, 0, 1000);

    Instant expires =
        DateTimeFormatter.RFC_1123_DATE_TIME.parse(
            Scene.header(answer, "Upload-Expires"), Instant::from);
    assertThat(Duration.between(Instant.now(), expires))
        .isBetween(Duration.ofHours(11), Duration.ofHours(12));
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

  /** The sweeper as it will be after some time. */
  private ImageSweeper sweeper(Duration later) {
    return new ImageSweeper(
        scene.service().bean(ImageRepository.class),
        scene.service().bean(ObjectStore.class),
        scene.service().bean(ImageErasure.class),
        scene.service().bean(ImageProperties.class),
        Clock.offset(Clock.systemUTC(), later));
  }
}
