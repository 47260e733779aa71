package org.sealward.decryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.sealward.decryption.AssistScene.AT;
import static org.sealward.decryption.AssistScene.LENGTH;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sealward.envelope.AssistKey;
import org.sealward.envelope.AssistRequest;
import org.sealward.envelope.AssistSecret;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.CiphertextSource;
import org.sealward.envelope.DecryptionFailedException;

/** Real workers, each in a JVM of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PictureTest {
  private Workers workers;
  private AssistSeed seed;
  private AssistKey assistKey;
  private AssistScene scene;

  @BeforeAll
  void start() throws Exception {
    workers = new Workers(2, new WorkerLauncher());
    seed = new AssistSeed();
    assistKey = new AssistKey(1, UUID.randomUUID(), workers.publicKey(seed), AT.plusSeconds(600));
    scene = new AssistScene();
  }

  @AfterAll
  void stop() {
    workers.close();
    seed.close();
  }

  @Test
  void imageKey_opensTheWholePicture() throws Exception {
    byte[] opened = open(scene.job(assistKey, 0, LENGTH), scene.ciphertext());

    assertThat(Arrays.equals(opened, scene.picture)).isTrue();
  }

  @Test
  void imageKemSeed_opensARange() throws Exception {
    AssistRequest request = AssistRequest.of(scene.grant, AssistSecret.IMAGE_KEM_SEED);
    Bytes sealed = request.seal(assistKey, scene.patient);

    assertThat(open(scene.job(assistKey, request, sealed, 1_040_000, 70_001), scene.ciphertext()))
        .isEqualTo(Arrays.copyOfRange(scene.picture, 1_040_000, 1_110_001));
  }

  @Test
  void secretOfAnotherRequest_doesNotOpen() throws Exception {
    AssistRequest sealedFor = AssistRequest.of(scene.grant, AssistSecret.IMAGE_KEY);
    Bytes sealed = sealedFor.seal(assistKey, scene.key);
    AssistRequest other = AssistRequest.of(scene.grant, AssistSecret.IMAGE_KEY);

    assertRefused(scene.job(assistKey, other, sealed, 0, LENGTH));
    assertThat(open(scene.job(assistKey, sealedFor, sealed, 0, 10), scene.ciphertext()))
        .isEqualTo(Arrays.copyOf(scene.picture, 10));
  }

  @Test
  void imageKeyCalledASeed_doesNotOpen() throws Exception {
    AssistRequest request = AssistRequest.of(scene.grant, AssistSecret.IMAGE_KEY);
    var called =
        new AssistRequest(
            1,
            request.imageId(),
            request.callerId(),
            request.grantHash(),
            AssistSecret.IMAGE_KEM_SEED,
            request.nonce());

    assertRefused(scene.job(assistKey, called, request.seal(assistKey, scene.key), 0, LENGTH));
  }

  @Test
  void secretForAnotherAssistKey_doesNotOpen() throws Exception {
    var sameKeyUnderAnotherId =
        new AssistKey(1, UUID.randomUUID(), assistKey.publicKey(), assistKey.notAfter());
    AssistRequest request = AssistRequest.of(scene.grant, AssistSecret.IMAGE_KEY);
    Bytes sealed = request.seal(sameKeyUnderAnotherId, scene.key);

    assertRefused(scene.job(assistKey, request, sealed, 0, LENGTH));
  }

  @Test
  void alteredCiphertext_endsThePictureBeforeIt() throws Exception {
    var got = new ByteArrayOutputStream();

    // In the second segment of 1 MiB.
    try (Picture opened =
        Picture.open(
            workers.take(),
            seed,
            scene.job(assistKey, 0, LENGTH),
            scene.ciphertextAlteredAt(1_500_000))) {
      assertThatThrownBy(() -> AssistScene.drain(opened, got))
          .isInstanceOf(DecryptionFailedException.class);
    }

    // 63 chunks of 16 KiB lie in the first segment whole. The last of them is held back until it
    // is known how it goes on.
    assertThat(Arrays.equals(got.toByteArray(), Arrays.copyOf(scene.picture, 62 * 16_384)))
        .isTrue();
  }

  @Test
  void seedPastItsEnd_sendsNothing() throws Exception {
    var gone = new AssistSeed();
    gone.close();

    assertThatThrownBy(
            () ->
                Picture.open(
                    workers.take(), gone, scene.job(assistKey, 0, LENGTH), scene.ciphertext()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void worker_isGoneWhenThePictureIsThere() throws Exception {
    WorkerProcess worker = workers.take();
    Path memory = Path.of("/proc/%d/statm".formatted(worker.pid()));
    assumeThat(Files.exists(memory)).isTrue();
    assertThat(Files.readString(memory)).doesNotStartWith("0 ");

    try (Picture opened =
        Picture.open(worker, seed, scene.job(assistKey, 0, LENGTH), scene.ciphertext())) {
      AssistScene.drain(opened, new ByteArrayOutputStream());

      // Nobody ended it from here.
      assertThat(holdsNothing(memory)).isTrue();
    }
  }

  @Test
  void worker_isGoneWhenThePictureDoesNotOpen() throws Exception {
    WorkerProcess worker = workers.take();
    Path memory = Path.of("/proc/%d/statm".formatted(worker.pid()));
    assumeThat(Files.exists(memory)).isTrue();

    assertThatThrownBy(
            () ->
                Picture.open(
                    worker, seed, scene.job(assistKey, 0, LENGTH), scene.ciphertextAlteredAt(100)))
        .isInstanceOf(DecryptionFailedException.class);

    assertThat(holdsNothing(memory)).isTrue();
  }

  @Test
  void emptyRange_isThere_onceTheWorkerIsGone() throws Exception {
    WorkerProcess worker = workers.take();
    Path memory = Path.of("/proc/%d/statm".formatted(worker.pid()));
    assumeThat(Files.exists(memory)).isTrue();

    try (Picture opened =
        Picture.open(worker, seed, scene.job(assistKey, 5, 0), scene.ciphertext())) {
      var got = new ByteArrayOutputStream();
      AssistScene.drain(opened, got);

      assertThat(got.size()).isZero();
      assertThat(holdsNothing(memory)).isTrue();
    }
  }

  private static boolean holdsNothing(Path statm) throws IOException {
    try {
      return Files.readString(statm).startsWith("0 ");
    } catch (NoSuchFileException _) {
      return true;
    } catch (IOException e) {
      // It can go between the file's being opened and its being read.
      if ("No such process".equals(e.getMessage())) {
        return true;
      }
      throw e;
    }
  }

  private void assertRefused(Job job) {
    assertThatThrownBy(() -> open(job, scene.ciphertext()))
        .isInstanceOf(DecryptionFailedException.class);
  }

  private byte[] open(Job job, CiphertextSource ciphertext) throws Exception {
    var got = new ByteArrayOutputStream();
    try (Picture opened = Picture.open(workers.take(), seed, job, ciphertext)) {
      AssistScene.drain(opened, got);
    }
    return got.toByteArray();
  }
}
