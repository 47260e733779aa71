package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.sealward.api.Page;
import org.sealward.api.StoredGrant;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.SignedGrant;
import org.sealward.envelope.SignedRevocation;
import org.sealward.image.Scene.Person;
import org.sealward.image.Scene.Picture;
import org.sealward.platform.Event;
import org.sealward.platform.EventLog;

/** An image's owner, whom it shows, and two specialists. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GrantScene {
  static final Bytes FORGED = Bytes.of(new byte[64]);

  Scene scene;
  Person owner;
  Person patient;
  Person specialist;
  Person colleague;
  UUID conversation;

  @BeforeAll
  void start() {
    scene = new Scene();
    owner = scene.person();
    patient = scene.person();
    specialist = scene.person();
    colleague = scene.person();
    conversation = scene.conversation(owner);
  }

  /** Shows the patient, belongs to the owner. */
  Picture stored() {
    return scene.stored(scene.picture(owner, patient.id(), conversation, 5000));
  }

  HttpResponse<byte[]> post(Person person, Picture picture, SignedGrant grant) {
    return scene.post(person, "/v1/images/" + picture.id() + "/grants", grant);
  }

  SignedGrant granted(Picture picture, Person granter, Person recipient) {
    SignedGrant grant = scene.grant(picture, granter, recipient);
    assertThat(post(granter, picture, grant).statusCode()).isEqualTo(204);
    return grant;
  }

  HttpResponse<byte[]> revoke(Person revoker, Picture picture, SignedGrant grant) {
    SignedRevocation revocation =
        SignedRevocation.issue(grant.grant(), revoker.keys(), Scene.now());
    return scene.post(revoker, "/v1/images/" + picture.id() + "/revocations", revocation);
  }

  int read(Person person, Picture picture) {
    return scene.get(person, "/v1/images/" + picture.id() + "/content").statusCode();
  }

  List<StoredGrant> grants(Person person, Picture picture) {
    return page(person, "/v1/images/" + picture.id() + "/grants").items();
  }

  @SuppressWarnings("unchecked")
  Page<StoredGrant> page(Person person, String path) {
    return person
        .user()
        .get(path)
        .as((Argument<Page<StoredGrant>>) (Argument<?>) Argument.of(Page.class, StoredGrant.class));
  }

  List<Event> events(Person person, String kind) {
    return scene.service().bean(EventLog.class).read(person.id(), 0, 1000).stream()
        .filter(event -> event.kind().equals(kind))
        .toList();
  }
}
