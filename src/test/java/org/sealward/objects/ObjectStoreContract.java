package org.sealward.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What every {@link ObjectStore} does. */
abstract class ObjectStoreContract {

  abstract ObjectStore store();

  private final UUID key = UUID.randomUUID();

  @Test
  void append_inTwoPieces_readsBackAsOne() {
    byte[] content = random(300_000);
    store().create(key);

    assertThat(append(0, content, 0, 100_001)).isEqualTo(new Append.Stored(100_001));
    assertThat(append(100_001, content, 100_001, 199_999)).isEqualTo(new Append.Stored(300_000));
    store().complete(key, 300_000);

    assertThat(read(0, 300_000)).isEqualTo(content);
    assertThat(store().length(key)).isEqualTo(300_000);
  }

  @Test
  void append_elsewhereThanAtTheEnd_readsNothingAndChangesNothing() throws IOException {
    byte[] content = random(1000);
    store().create(key);
    append(0, content, 0, 500);

    for (long offset : new long[] {0, 499, 501, Integer.MAX_VALUE}) {
      InputStream source = new ByteArrayInputStream(content, 500, 500);
      assertThat(store().append(key, offset, source, 500)).isEqualTo(new Append.WrongOffset(500));
      assertThat(source.available()).isEqualTo(500);
    }
    assertThat(store().length(key)).isEqualTo(500);
    assertThat(append(500, content, 500, 500)).isEqualTo(new Append.Stored(1000));
    store().complete(key, 1000);
    assertThat(read(0, 1000)).isEqualTo(content);
  }

  @Test
  void append_brokenSource_keepsWhatCameBefore() {
    byte[] content = random(200_000);
    IOException broken = new IOException("connection reset");
    InputStream source =
        new SequenceInputStream(
            new ByteArrayInputStream(content, 0, 150_000), new FailingStream(broken));
    store().create(key);

    assertThat(store().append(key, 0, source, 200_000))
        .isEqualTo(new Append.Broken(150_000, broken));
    assertThat(store().length(key)).isEqualTo(150_000);
    assertThat(append(150_000, content, 150_000, 50_000)).isEqualTo(new Append.Stored(200_000));
    store().complete(key, 200_000);
    assertThat(read(0, 200_000)).isEqualTo(content);
  }

  @Test
  void append_longerSourceThanTheLimit_takesTheLimit() throws IOException {
    byte[] content = random(1000);
    InputStream source = new ByteArrayInputStream(content);
    store().create(key);

    assertThat(store().append(key, 0, source, 600)).isEqualTo(new Append.Stored(600));
    assertThat(source.available()).isEqualTo(400);
  }

  @Test
  void append_whileAnotherRuns_isBusyAndTheFirstGoesOn() throws Exception {
    store().create(key);
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    InputStream slow =
        new SequenceInputStream(
            new LatchedStream(reading, release), new ByteArrayInputStream(new byte[] {7}));
    CompletableFuture<Append> first =
        CompletableFuture.supplyAsync(() -> store().append(key, 0, slow, 10));
    reading.await();

    assertThatThrownBy(() -> append(0, new byte[] {1}, 0, 1))
        .isInstanceOf(ObjectBusyException.class);
    release.countDown();
    assertThat(first.get()).isEqualTo(new Append.Stored(1));
    assertThat(append(1, new byte[] {1}, 0, 1)).isEqualTo(new Append.Stored(2));
  }

  @Test
  void read_rangesOfAFinishedObject_areExact() {
    byte[] content = random(100_000);
    finished(content);

    assertThat(read(0, 1)).containsExactly(content[0]);
    assertThat(read(99_999, 1)).containsExactly(content[99_999]);
    assertThat(read(12_345, 65_537))
        .isEqualTo(Arrays.copyOfRange(content, 12_345, 12_345 + 65_537));
    assertThat(read(100_000, 0)).isEmpty();
    assertThatThrownBy(() -> read(99_999, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> read(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> read(0, 100_001)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void read_smallTarget_keepsTheTargetsLimit() throws IOException {
    byte[] content = random(10);
    finished(content);
    ByteBuffer target = ByteBuffer.allocate(8);

    try (ReadableByteChannel channel = store().read(key, 2, 5)) {
      assertThat(channel.read(target)).isEqualTo(5);
      assertThat(target.limit()).isEqualTo(8);
      assertThat(channel.read(target)).isEqualTo(-1);
    }
  }

  @Test
  void complete_anotherLengthThanTheReal_isRefused() {
    store().create(key);
    append(0, random(10), 0, 10);

    assertThatThrownBy(() -> store().complete(key, 11)).isInstanceOf(IllegalStateException.class);
    store().complete(key, 10);
  }

  @Test
  void complete_twice_changesNothing() {
    byte[] content = random(10);
    finished(content);

    store().complete(key, 10);
    assertThat(read(0, 10)).isEqualTo(content);
  }

  @Test
  void finishedObject_takesNoMoreBytes() {
    byte[] content = random(10);
    finished(content);

    assertThatThrownBy(() -> append(10, content, 0, 1)).isInstanceOf(ObjectNotFoundException.class);
    assertThat(read(0, 10)).isEqualTo(content);
  }

  @Test
  void unfinishedObject_cannotBeRead() {
    store().create(key);
    append(0, random(10), 0, 10);

    assertThatThrownBy(() -> read(0, 10)).isInstanceOf(ObjectNotFoundException.class);
  }

  @Test
  void create_sameKeyTwice_isRefused() {
    store().create(key);

    assertThatThrownBy(() -> store().create(key)).isInstanceOf(ObjectStoreException.class);
  }

  @Test
  void delete_unfinishedAndFinished_leavesNothing() {
    finished(random(10));
    UUID other = UUID.randomUUID();
    store().create(other);

    store().delete(key);
    store().delete(other);
    store().delete(other);

    for (UUID gone : List.of(key, other)) {
      assertThatThrownBy(() -> store().length(gone)).isInstanceOf(ObjectNotFoundException.class);
    }
    assertThat(untouchedSince(Instant.now().plus(Duration.ofHours(1)))).isEmpty();
  }

  @Test
  void forEachUntouchedSince_pastAndFuture_findsNoneAndAll() {
    finished(random(10));
    UUID other = UUID.randomUUID();
    store().create(other);

    assertThat(untouchedSince(Instant.now().minus(Duration.ofHours(1)))).isEmpty();
    assertThat(untouchedSince(Instant.now().plus(Duration.ofHours(1))))
        .containsExactlyInAnyOrder(key, other);
  }

  @Test
  void unknownKey_isNotFoundByEveryOperation() {
    assertThatThrownBy(() -> append(0, new byte[1], 0, 1))
        .isInstanceOf(ObjectNotFoundException.class);
    assertThatThrownBy(() -> store().length(key)).isInstanceOf(ObjectNotFoundException.class);
    assertThatThrownBy(() -> store().complete(key, 0)).isInstanceOf(ObjectNotFoundException.class);
    assertThatThrownBy(() -> read(0, 0)).isInstanceOf(ObjectNotFoundException.class);
  }

  final Append append(long offset, byte[] content, int from, int count) {
    return store().append(key, offset, new ByteArrayInputStream(content, from, count), count);
  }

  final void finished(byte[] content) {
    store().create(key);
    append(0, content, 0, content.length);
    store().complete(key, content.length);
  }

  final UUID key() {
    return key;
  }

  final byte[] read(long offset, long length) {
    try (InputStream in = Channels.newInputStream(store().read(key, offset, length))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<UUID> untouchedSince(Instant instant) {
    List<UUID> keys = new ArrayList<>();
    store().forEachUntouchedSince(instant, keys::add);
    return keys;
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static final class FailingStream extends InputStream {
    private final IOException failure;

    FailingStream(IOException failure) {
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      throw failure;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      throw failure;
    }
  }

  /** Tells that it is being read, and ends when released. */
  private static final class LatchedStream extends InputStream {
    private final CountDownLatch reading;
    private final CountDownLatch release;

    LatchedStream(CountDownLatch reading, CountDownLatch release) {
      this.reading = reading;
      this.release = release;
    }

    @Override
    public int read() throws IOException {
      reading.countDown();
      try {
        release.await();
      } catch (InterruptedException _) {
        throw new InterruptedIOException();
      }
      return -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return read();
    }
  }
}
