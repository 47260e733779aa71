package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sealward.conversation.LegalHolds;
import org.sealward.fault.HeldRow;
import org.sealward.image.Scene.Person;
import org.sealward.image.Scene.Picture;
import org.sealward.objects.ObjectNotFoundException;
import org.sealward.objects.ObjectStore;
import org.sealward.platform.Erasures;
import org.sealward.platform.Event;
import org.sealward.platform.EventLog;
import org.sealward.platform.Transactions;

/** Deletion of stored images. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageErasureTest {
  private Scene scene;
  private Person owner;
  private Person subject;
  private Person reader;
  private Person stranger;
  private UUID conversation;
  private Picture picture;
  private UUID objectKey;

  @BeforeAll
  void start() {
    scene = new Scene();
    owner = scene.person();
    subject = scene.person();
    reader = scene.person();
    stranger = scene.person();
    conversation = scene.conversation(owner);
  }

  @BeforeEach
  void share() {
    picture = scene.stored(scene.picture(owner, subject.id(), conversation, 50_000));
    for (Person recipient : List.of(owner, reader)) {
      HttpResponse<byte[]> answer =
          scene.post(owner, path() + "/grants", scene.grant(picture, owner, recipient));
      assertThat(answer.statusCode()).isEqualTo(204);
    }
    objectKey =
        bean(ImageRepository.class).findOwn(picture.id(), owner.id()).orElseThrow().objectKey();
  }

  private <T> T bean(Class<T> type) {
    return scene.service().bean(type);
  }

  private String path() {
    return "/v1/images/" + picture.id();
  }

  private HttpResponse<byte[]> delete(Person person) {
    return scene.send(person, "DELETE", path(), BodyPublishers.noBody());
  }

  private boolean isHeld() {
    try {
      bean(ObjectStore.class).length(objectKey);
      return true;
    } catch (ObjectNotFoundException _) {
      return false;
    }
  }

  private List<Event> events(Person person, String kind) {
    return bean(EventLog.class).readKindAfter(person.id(), kind, 0, 1000);
  }

  @Test
  void image_deletedByOwner_isGoneWithGrantsAndWhatStreamsTold() {
    assertThat(events(reader, "image-granted").getLast().body()).isNotNull();

    assertThat(delete(owner).statusCode()).isEqualTo(204);

    assertThat(isHeld()).isFalse();
    for (Person person : List.of(owner, subject, reader)) {
      assertThat(Scene.problem(scene.get(person, path()))).isEqualTo("404 image-not-found");
      assertThat(Scene.problem(scene.get(person, path() + "/grants")))
          .isEqualTo("404 image-not-found");
    }
    for (Person person : List.of(owner, reader)) {
      assertThat(events(person, "image-granted").getLast().body()).isNull();
      assertThat(Scene.text(events(person, "image-erased").getLast()))
          .isEqualTo("{\"imageId\":\"" + picture.id() + "\"}");
    }
    assertThat(events(owner, "image-uploaded").getLast().body()).isNull();
    assertThat(Scene.problem(delete(owner))).as("again").isEqualTo("404 image-not-found");
  }

  @Test
  void image_deletedByWhomItShows_isGone() {
    assertThat(delete(subject).statusCode()).isEqualTo(204);

    assertThat(isHeld()).isFalse();
    assertThat(scene.get(reader, path()).statusCode()).isEqualTo(404);
  }

  @Test
  void image_deletedByOthers_isRefused() {
    assertThat(Scene.problem(delete(reader))).isEqualTo("403 forbidden");
    assertThat(Scene.problem(delete(stranger))).isEqualTo("404 image-not-found");

    assertThat(scene.get(reader, path() + "/content").body()).isEqualTo(picture.ciphertext());
    assertThat(events(reader, "image-granted").getLast().body()).isNotNull();
    assertThat(delete(owner).statusCode()).isEqualTo(204);
  }

  /** The first deletion stops at the image of another, with the grants to its own deleted. */
  @Test
  void accounts_withGrantsToEachOthersImages_areDeletedAtOnce() throws Exception {
    Person first = scene.person();
    Person second = scene.person();
    Picture others = granted(owner, letter -> letter < '8', first);
    granted(first, letter -> letter >= '8', second);
    granted(second, letter -> letter >= '8', first);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HeldRow held =
            HeldRow.of(
                scene.service().database(),
                "image_grant",
                "image_id = ? and recipient_id = ?",
                others.id(),
                first.id())) {
      Future<Integer> one = threads.submit(() -> deleteAccount(first));
      int deleter = held.awaitWaiter();
      Future<Integer> other = threads.submit(() -> deleteAccount(second));
      held.awaitWaiterFor(deleter);
      held.release();

      assertThat(one.get()).isEqualTo(204);
      assertThat(other.get()).isEqualTo(204);
    }
  }

  /** A stored picture of that owner's, with a grant to somebody, whose id begins as said. */
  private Picture granted(Person of, IntPredicate letter, Person to) {
    Picture drawn = scene.picture(of, 1_000);
    while (!letter.test(drawn.id().toString().charAt(0))) {
      drawn = scene.picture(of, 1_000);
    }
    scene.stored(drawn);
    HttpResponse<byte[]> answer =
        scene.post(of, "/v1/images/" + drawn.id() + "/grants", scene.grant(drawn, of, to));
    assertThat(answer.statusCode()).isEqualTo(204);
    return drawn;
  }

  private int deleteAccount(Person person) {
    return scene.send(person, "DELETE", "/v1/me", BodyPublishers.noBody()).statusCode();
  }

  @Test
  void objectStore_thatFails_losesTheObjectLater() {
    ImageErasure failing = erasure(failingStore());

    failing.erase(picture.id(), owner.id());

    assertThat(isHeld()).as("the medium failed").isTrue();
    assertThat(scene.get(owner, path()).statusCode()).as("but nobody reaches it").isEqualTo(404);
    MeterRegistry metrics = new SimpleMeterRegistry();
    assertThatThrownBy(() -> doomed(failingStore(), metrics).sweep())
        .isInstanceOf(UncheckedIOException.class);
    assertThat(isHeld()).isTrue();
    assertThat(metrics.get("sealward.objects.doomed").gauge().value()).isEqualTo(1);

    bean(DoomedObjects.class).sweep();
    assertThat(isHeld()).isFalse();
    assertThat(bean(ImageRepository.class).doomed(200)).doesNotContain(objectKey);
  }

  private ImageErasure erasure(ObjectStore store) {
    return new ImageErasure(
        bean(ImageRepository.class),
        bean(GrantRepository.class),
        doomed(store, new SimpleMeterRegistry()),
        bean(Erasures.class),
        bean(LegalHolds.class),
        bean(Transactions.class));
  }

  private DoomedObjects doomed(ObjectStore store, MeterRegistry metrics) {
    return new DoomedObjects(bean(ImageRepository.class), store, Clock.systemUTC(), metrics);
  }

  /** A medium on which nothing can be done. */
  private static ObjectStore failingStore() {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (_, method, _) -> {
              throw new UncheckedIOException(new IOException(method.getName()));
            });
  }
}
