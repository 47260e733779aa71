package org.sealward.decryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealward.decryption.AssistScene.AT;
import static org.sealward.decryption.AssistScene.LENGTH;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.envelope.AssistKey;
import org.sealward.envelope.DecryptionFailedException;
import org.sealward.fault.Await;

class DecryptionsTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final AssistScene scene = new AssistScene();

  DecryptionsTest() throws IOException {}

  @Test
  void pictures_areOpenAsManyAsThereIsRoomFor() throws Exception {
    try (var decryptions = new Decryptions(2, LONG, new WorkerLauncher());
        var keys = new AssistKeys(decryptions.workers(), LONG)) {
      Picture first = open(decryptions, keys).orElseThrow();
      Picture second = open(decryptions, keys).orElseThrow();

      assertThat(open(decryptions, keys)).isEmpty();
      first.close();
      first.close();
      Picture third = open(decryptions, keys).orElseThrow();
      assertThat(open(decryptions, keys)).isEmpty();

      var got = new ByteArrayOutputStream();
      AssistScene.drain(third, got);
      assertThat(got.toByteArray()).isEqualTo(scene.picture);
      // Before it is closed, and only then.
      Picture fourth = open(decryptions, keys).orElseThrow();
      third.close();
      assertThat(open(decryptions, keys)).isEmpty();
      second.close();
      fourth.close();
    }
  }

  @Test
  void pictureThatDoesNotOpen_leavesTheRoom() throws Exception {
    try (var decryptions = new Decryptions(1, LONG, new WorkerLauncher());
        var keys = new AssistKeys(decryptions.workers(), LONG)) {
      keys.turn(AT);
      AssistKey key = keys.newest().orElseThrow();
      AssistSeed seed = keys.seed(key.keyId(), AT).orElseThrow();
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(
                () ->
                    decryptions
                        .enter(UUID.randomUUID())
                        .orElseThrow()
                        .open(seed, scene.job(key, 0, LENGTH), scene.ciphertextAlteredAt(100)))
            .isInstanceOf(DecryptionFailedException.class);
      }

      Picture opened = open(decryptions, keys).orElseThrow();
      opened.close();
    }
  }

  @Test
  void pictureThatNobodyReads_isBrokenOff() throws Exception {
    try (var decryptions = new Decryptions(1, Duration.ofSeconds(5), new WorkerLauncher());
        var keys = new AssistKeys(decryptions.workers(), LONG)) {
      Picture unread = open(decryptions, keys).orElseThrow();

      Await.until("the place is free", () -> isFree(decryptions));

      assertThatThrownBy(() -> AssistScene.drain(unread, new ByteArrayOutputStream()))
          .isInstanceOf(IOException.class);
      open(decryptions, keys).orElseThrow().close();
    }
  }

  private static boolean isFree(Decryptions decryptions) {
    Optional<Decryptions.Place> place = decryptions.enter(UUID.randomUUID());
    place.ifPresent(Decryptions.Place::close);
    return place.isPresent();
  }

  @Test
  void userWhoReadsSlowly_hasOnePlaceAlone() throws Exception {
    UUID slow = UUID.randomUUID();
    try (var decryptions = new Decryptions(2, LONG, new WorkerLauncher());
        var keys = new AssistKeys(decryptions.workers(), LONG)) {
      Picture unread = open(decryptions, keys, slow).orElseThrow();

      assertThat(open(decryptions, keys, slow)).isEmpty();
      Picture ofAnother = open(decryptions, keys, UUID.randomUUID()).orElseThrow();
      var got = new ByteArrayOutputStream();
      AssistScene.drain(ofAnother, got);
      assertThat(got.toByteArray()).isEqualTo(scene.picture);

      unread.close();
      open(decryptions, keys, slow).orElseThrow().close();
      ofAnother.close();
    }
  }

  @Test
  void userForWhomThereIsNoRoom_hasNoPlace() throws Exception {
    UUID user = UUID.randomUUID();
    try (var decryptions = new Decryptions(1, LONG, new WorkerLauncher())) {
      Decryptions.Place taken = decryptions.enter(UUID.randomUUID()).orElseThrow();
      assertThat(decryptions.enter(user)).isEmpty();

      taken.close();
      taken.close();
      assertThat(decryptions.enter(user)).isPresent();
    }
  }

  private Optional<Picture> open(Decryptions decryptions, AssistKeys keys) throws Exception {
    return open(decryptions, keys, UUID.randomUUID());
  }

  private Optional<Picture> open(Decryptions decryptions, AssistKeys keys, UUID userId)
      throws Exception {
    keys.turn(AT);
    AssistKey key = keys.newest().orElseThrow();
    Optional<Decryptions.Place> place = decryptions.enter(userId);
    return place.isEmpty()
        ? Optional.empty()
        : Optional.of(
            place
                .get()
                .open(
                    keys.seed(key.keyId(), AT).orElseThrow(),
                    scene.job(key, 0, LENGTH),
                    scene.ciphertext()));
  }
}
