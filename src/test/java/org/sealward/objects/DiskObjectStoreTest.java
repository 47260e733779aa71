package org.sealward.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskObjectStoreTest extends ObjectStoreContract {
  private static final long KEEP_FREE = 1000;

  @TempDir private Path temporary;
  private final AtomicLong usable = new AtomicLong(Long.MAX_VALUE);
  private Path root;
  private DiskObjectStore store;

  @BeforeEach
  void open() throws IOException {
    root = temporary.resolve("objects");
    store = new DiskObjectStore(ObjectFolder.open(root), KEEP_FREE, usable::get);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  ObjectStore store() {
    return store;
  }

  @Test
  void folder_usedTwiceAtOnce_isRefusedUntilTheFirstLetsGo() throws IOException {
    assertThatThrownBy(() -> ObjectFolder.open(root))
        .isInstanceOf(ObjectStoreException.class)
        .hasMessageContaining("another process");

    store.close();
    ObjectFolder.open(root).close();
  }

  @Test
  void folder_madeReadableByOthers_isClosedToThemAgain() throws IOException {
    store.close();
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));

    ObjectFolder.open(root).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
        .isEqualTo("rwx------");
  }

  @Test
  void files_areForTheirOwnerOnly() throws IOException {
    finished(random(10));
    store.create(UUID.randomUUID());

    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile))
          .hasSize(3)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void finishedObjects_areSpreadByTheLastByteOfTheirKey() {
    UUID key = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a80c4");
    store.create(key);
    store.complete(key, 0);

    assertThat(root.resolve("finished/c4/01890a5d-ac96-774b-bcce-b302099a80c4")).exists();
  }

  @Test
  void range_inPieces_hasTheBytesOfTheRange() throws IOException {
    byte[] content = random(100_000);
    finished(content);

    var sent = new ByteArrayOutputStream();
    try (FileRange range = (FileRange) store.read(key(), 12_345, 65_537)) {
      send(range, sent, 40_000);
      send(range, sent, 25_537);
      send(range, sent, 0);
    }
    assertThat(sent.toByteArray()).isEqualTo(Arrays.copyOfRange(content, 12_345, 12_345 + 65_537));
  }

  private static void send(FileRange range, OutputStream target, int length) throws IOException {
    try (FileRange.Piece piece = range.next(40_000)) {
      assertThat(piece.length()).isEqualTo(length);
      for (long i = 0; i < length; ) {
        i += piece.transferTo(Channels.newChannel(target), i);
      }
    }
  }

  @Test
  void piece_ofARangeThatWasClosed_isStillThere() throws IOException {
    byte[] content = random(1000);
    finished(content);
    FileRange range = (FileRange) store.read(key(), 0, 1000);
    FileRange.Piece piece = range.next(1000);

    range.close();

    var sent = new ByteArrayOutputStream();
    assertThat(piece.transferTo(Channels.newChannel(sent), 0)).isEqualTo(1000);
    assertThat(sent.toByteArray()).isEqualTo(content);
    piece.close();
    assertThatThrownBy(() -> piece.transferTo(Channels.newChannel(sent), 0))
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void range_ofAFileCutShort_fails() throws IOException {
    finished(random(100_000));
    try (FileRange range = (FileRange) store.read(key(), 0, 100_000);
        FileRange.Piece piece = range.next(50_000);
        Stream<Path> files = Files.walk(root)) {
      Path file = files.filter(path -> path.endsWith(key().toString())).findFirst().orElseThrow();
      Files.write(file, new byte[10]);

      assertThatThrownBy(() -> range.next(50_000)).isInstanceOf(EOFException.class);
      var sent = Channels.newChannel(new ByteArrayOutputStream());
      assertThatThrownBy(() -> piece.transferTo(sent, 10)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void append_littleRoomLeft_isRefusedAndGoesOnWhenThereIsRoom() {
    byte[] content = random(3000);
    store.create(key());
    append(0, content, 0, 1000);

    usable.set(KEEP_FREE + 1999);
    assertThatThrownBy(() -> append(1000, content, 1000, 2000))
        .isInstanceOf(ObjectStoreFullException.class);
    assertThat(store.length(key())).isEqualTo(1000);

    usable.set(KEEP_FREE + 2000);
    assertThat(append(1000, content, 1000, 2000)).isEqualTo(new Append.Stored(3000));
  }

  @Test
  void append_roomRunsOutUnderWay_keepsWhatWasStored() {
    int mebibyte = 1024 * 1024;
    byte[] content = random(3 * mebibyte);
    AtomicLong checks = new AtomicLong();
    DiskObjectStore filling = storeWith(() -> checks.incrementAndGet() <= 3 ? 1L << 40 : 0);
    filling.create(key());

    assertThatThrownBy(
            () -> filling.append(key(), 0, new ByteArrayInputStream(content), content.length))
        .isInstanceOf(ObjectStoreFullException.class);
    assertThat(filling.length(key())).isEqualTo(2L * mebibyte);
    filling.close();
  }

  @Test
  void append_mediumReportsNoSpace_isToldApartFromOtherFailures() throws IOException {
    store.create(key());
    Path file = root.resolve("unfinished").resolve(key().toString());
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("/dev/full"));

    assertThatThrownBy(() -> append(0, random(10), 0, 10))
        .isInstanceOf(ObjectStoreFullException.class)
        .hasRootCauseMessage("No space left on device");

    Files.delete(file);
    Files.createDirectory(file);
    assertThatThrownBy(() -> append(0, random(10), 0, 10))
        .isInstanceOf(ObjectStoreException.class)
        .isNotInstanceOf(ObjectStoreFullException.class);
  }

  @Test
  void create_noRoom_isRefused() {
    usable.set(KEEP_FREE - 1);

    assertThatThrownBy(() -> store.create(key())).isInstanceOf(ObjectStoreFullException.class);
  }

  private DiskObjectStore storeWith(LongSupplier usableSpace) {
    store.close();
    try {
      return new DiskObjectStore(ObjectFolder.open(root), KEEP_FREE, usableSpace);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
