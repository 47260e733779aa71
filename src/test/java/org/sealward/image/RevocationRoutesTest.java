package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sealward.api.OutdatedImages;
import org.sealward.api.ServerFrame;
import org.sealward.delivery.TestSocket;
import org.sealward.envelope.SignedGrant;
import org.sealward.envelope.SignedRevocation;
import org.sealward.fault.Await;
import org.sealward.image.Scene.Person;
import org.sealward.image.Scene.Picture;
import org.sealward.platform.EventBodies;
import org.sealward.platform.NewEvent;
import org.sealward.platform.Transactions;

/** Revocations through HTTP, and grants that keys have outlived. */
class RevocationRoutesTest extends GrantScene {
  @Test
  void outdatedImages_areThoseNoGrantOpensToTheKeys_pageByPage() {
    Person reader = scene.person();
    List<Picture> pictures = List.of(stored(), stored(), stored());
    pictures.forEach(picture -> granted(picture, owner, reader));
    SignedGrant revoked = granted(stored(), owner, reader);
    assertThat(outdated(reader, reader, "").total()).isZero();
    Person rotated = scene.rotated(reader);

    List<UUID> all =
        Stream.concat(pictures.stream().map(Picture::id), Stream.of(revoked.grant().imageId()))
            .sorted(Comparator.comparing(UUID::toString))
            .toList();
    assertThat(outdated(reader, rotated, "")).isEqualTo(new OutdatedImages(4, all, null));
    OutdatedImages first = outdated(reader, rotated, "&limit=3");
    assertThat(first).isEqualTo(new OutdatedImages(4, all.subList(0, 3), all.get(2)));
    assertThat(outdated(reader, rotated, "&limit=3&after=" + first.next()))
        .isEqualTo(new OutdatedImages(4, all.subList(3, 4), null));
    // Another's, revoked and renewed ones are not among them.
    assertThat(outdated(scene.person(), rotated, "").total()).isZero();
    SignedRevocation revocation =
        SignedRevocation.issue(revoked.grant(), owner.keys(), Scene.now());
    assertThat(
            scene
                .post(owner, "/v1/images/" + revoked.grant().imageId() + "/revocations", revocation)
                .statusCode())
        .isEqualTo(204);
    granted(pictures.getFirst(), rotated, rotated);
    assertThat(outdated(reader, rotated, "").items())
        .containsExactlyInAnyOrder(pictures.get(1).id(), pictures.get(2).id());
    for (String wrong : List.of("", "?fingerprint=short", "?fingerprint=" + "_".repeat(43))) {
      assertThat(scene.get(reader, "/v1/me/images/outdated" + wrong).statusCode())
          .as(wrong)
          .isEqualTo(400);
    }
  }

  private OutdatedImages outdated(Person reader, Person keys, String query) {
    return scene.read(
        scene.get(
            reader,
            "/v1/me/images/outdated?fingerprint=" + keys.keys().fingerprint().base64Url() + query),
        OutdatedImages.class);
  }

  @Test
  void revoke_byOwnerGranterOrSubject_closesTheImageAtOnce() {
    for (Person revoker : List.of(owner, specialist, patient)) {
      Picture picture = stored();
      granted(picture, owner, specialist);
      SignedGrant grant = granted(picture, specialist, colleague);
      assertThat(read(colleague, picture)).isEqualTo(200);

      assertThat(revoke(revoker, picture, grant).statusCode()).isEqualTo(204);

      for (String suffix : List.of("", "/content", "/leaves", "/grants")) {
        assertThat(scene.get(colleague, "/v1/images/" + picture.id() + suffix).statusCode())
            .isEqualTo(404);
      }
      assertThat(read(specialist, picture)).isEqualTo(200);
      assertThat(read(owner, picture)).isEqualTo(200);
    }
  }

  @Test
  void revocation_isToldOnTheRecipientsStreamOnce() {
    Picture picture = stored();
    Person recipient = scene.person();
    SignedGrant grant = granted(picture, owner, recipient);

    revoke(owner, picture, grant);
    assertThat(revoke(owner, picture, grant).statusCode()).isEqualTo(204);
    assertThat(revoke(patient, picture, grant).statusCode()).isEqualTo(204);

    assertThat(events(recipient, "image-revoked")).hasSize(1);
    assertThat(events(recipient, "image-revoked").getFirst().actor()).isEqualTo(owner.id());
  }

  /** The grant brought the wrap; whoever was away and comes back is not told it any more. */
  @Test
  void revokedGrant_isNotToldToWhoComesLater_andOthersAre() {
    Person recipient = scene.person();
    Picture picture = stored();
    SignedGrant revoked = granted(picture, owner, recipient);
    granted(picture, owner, specialist);
    granted(picture, specialist, recipient);
    assertThat(told(recipient)).hasSize(2).allMatch(event -> event.body() != null);

    revoke(owner, picture, revoked);

    List<ServerFrame.Event> told = told(recipient);
    assertThat(told.getFirst().body()).isNull();
    assertThat(told.getLast().body()).isNotNull();
  }

  /** As a release before wrote them, which carried nothing out. */
  @Test
  void revocationOfBefore_isCarriedOut_andOnlyOfAGrantThatWasTakenBack() throws SQLException {
    Person recipient = scene.person();
    Picture picture = stored();
    SignedGrant grant = granted(picture, owner, recipient);
    var revocation = SignedRevocation.issue(grant.grant(), owner.keys(), Scene.now());
    EventBodies bodies = scene.service().bean(EventBodies.class);
    NewEvent event = bodies.event(recipient.id(), "image-revoked", owner.id(), revocation);
    long forged = append(event);
    try (Connection connection = scene.service().database().asService();
        PreparedStatement order = connection.prepareStatement("select erase_as_ordered(?, ?)");
        PreparedStatement revoke =
            connection.prepareStatement(
                "update image_grant set revoked_at = now(), revocation = '' where image_id = ?")) {
      order.setObject(1, recipient.id());
      order.setLong(2, forged);
      try (ResultSet erased = order.executeQuery()) {
        erased.next();
        assertThat(erased.getLong(1)).as("it holds").isZero();
      }
      revoke.setObject(1, picture.id());
      revoke.executeUpdate();
    }

    append(event);

    Await.until(
        "it is carried out", () -> events(recipient, "image-granted").getFirst().body() == null);
  }

  private long append(NewEvent event) {
    return scene.service().bean(Transactions.class).write(unit -> unit.append(event)).event().seq();
  }

  @Test
  void subjectWhoseGrantWasTakenBack_isNotGivenItsWrapAnyMore() {
    Picture picture = stored();
    granted(picture, owner, specialist);
    SignedGrant theirs = granted(picture, owner, patient);
    assertThat(grants(patient, picture)).hasSize(2);

    revoke(owner, picture, theirs);

    assertThat(grants(patient, picture))
        .singleElement()
        .satisfies(
            seen -> assertThat(seen.grant().grant().recipientId()).isEqualTo(specialist.id()));
    assertThat(grants(owner, picture)).as("the owner sees what was").hasSize(2);
  }

  private List<ServerFrame.Event> told(Person recipient) {
    try (TestSocket socket = TestSocket.resumed(scene.service(), recipient.user(), Map.of())) {
      return socket.untilCaughtUp().stream()
          .filter(event -> event.kind().equals("image-granted"))
          .toList();
    }
  }

  @Test
  void grant_replayedAfterItsRevocation_isRefusedAndANewOneCounts() {
    Picture picture = stored();
    SignedGrant grant = granted(picture, owner, specialist);
    revoke(owner, picture, grant);

    assertThat(Scene.problem(post(owner, picture, grant))).isEqualTo("409 grant-revoked");
    assertThat(read(specialist, picture)).isEqualTo(404);

    granted(picture, owner, specialist);
    assertThat(read(specialist, picture)).isEqualTo(200);
  }

  @Test
  void revocation_byWhoMayNot_changesNothing() {
    Picture picture = stored();
    SignedGrant grant = granted(picture, owner, specialist);

    assertThat(Scene.problem(revoke(colleague, picture, grant))).isEqualTo("404 image-not-found");
    assertThat(Scene.problem(revoke(specialist, picture, grant))).isEqualTo("404 image-not-found");
    assertThat(read(specialist, picture)).isEqualTo(200);
  }

  @Test
  void revocation_forgedOrOfAnotherGrant_changesNothing() {
    Picture picture = stored();
    Picture another = stored();
    SignedGrant grant = granted(picture, owner, specialist);
    SignedGrant elsewhere = granted(another, owner, specialist);
    String path = "/v1/images/" + picture.id() + "/revocations";
    SignedRevocation honest = SignedRevocation.issue(grant.grant(), owner.keys(), Scene.now());
    SignedRevocation byPatient = SignedRevocation.issue(grant.grant(), patient.keys(), Scene.now());

    assertThat(
            Scene.problem(
                scene.post(owner, path, new SignedRevocation(honest.revocation(), FORGED))))
        .isEqualTo("422 revocation-not-valid");
    assertThat(Scene.problem(scene.post(owner, path, byPatient)))
        .isEqualTo("422 revocation-not-valid");
    assertThat(
            Scene.problem(
                scene.post(
                    owner,
                    path,
                    SignedRevocation.issue(elsewhere.grant(), owner.keys(), Scene.now()))))
        .isEqualTo("404 image-not-found");
    assertThat(read(specialist, picture)).isEqualTo(200);
    assertThat(scene.post(owner, path, honest).statusCode()).isEqualTo(204);
    assertThat(read(specialist, picture)).isEqualTo(404);
  }
}
