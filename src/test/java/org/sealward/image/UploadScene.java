package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.sealward.image.Scene.Person;
import org.sealward.image.Scene.Picture;
import org.sealward.objects.ObjectNotFoundException;
import org.sealward.objects.ObjectStore;

/** Somebody who uploads pictures into a conversation, and a stranger. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UploadScene {
  private static final int LENGTH = 3_000_000;

  Scene scene;
  Person owner;
  Person stranger;
  UUID conversation;

  @BeforeAll
  void start() {
    scene = new Scene();
    owner = scene.person();
    stranger = scene.person();
    conversation = scene.conversation(owner);
  }

  Picture picture() {
    return scene.picture(owner, owner.id(), conversation, LENGTH);
  }

  byte[] content(Picture picture) {
    HttpResponse<byte[]> answer =
        scene.get(picture.owner(), "/v1/images/" + picture.id() + "/content");
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  HttpResponse<byte[]> delete(Person person, Picture picture) {
    return scene.tus(person, "DELETE", "/v1/uploads/" + picture.id(), BodyPublishers.noBody());
  }

  UUID objectKey(Picture picture) {
    return scene
        .service()
        .bean(ImageRepository.class)
        .findOwn(picture.id(), owner.id())
        .orElseThrow()
        .objectKey();
  }

  boolean isHeld(UUID objectKey) {
    try {
      scene.service().bean(ObjectStore.class).length(objectKey);
      return true;
    } catch (ObjectNotFoundException _) {
      return false;
    }
  }
}
