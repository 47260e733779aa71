package org.sealward.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.Moto;
import org.sealward.envelope.Bytes;
import org.sealward.platform.Journal;

/** Records on a disk and in S3. */
class JournalTest {
  private static final long LAST = (1L << 53) - 1;

  @TempDir private Path folder;

  private static Bytes bytes(String text) {
    return Bytes.utf8(text);
  }

  private static void requireJournal(Journal journal) {
    assertThat(journal.firstFrom("keys/a", 0)).isEmpty();
    assertThat(journal.create("keys/a", 0, bytes("zero"))).isTrue();
    assertThat(journal.create("keys/a", 9, bytes("nine"))).isTrue();
    assertThat(journal.create("keys/a", 10, bytes("ten"))).isTrue();
    assertThat(journal.create("keys/a", LAST, bytes(""))).isTrue();
    assertThat(journal.create("keys/ab", 3, bytes("three"))).isTrue();

    assertThat(journal.create("keys/a", 9, bytes("other"))).isFalse();
    assertThat(journal.firstFrom("keys/a", 0)).hasValue(new Journal.Entry(0, bytes("zero")));
    assertThat(journal.firstFrom("keys/a", 1)).hasValue(new Journal.Entry(9, bytes("nine")));
    assertThat(journal.firstFrom("keys/a", 9)).hasValue(new Journal.Entry(9, bytes("nine")));
    assertThat(journal.firstFrom("keys/a", 10)).hasValue(new Journal.Entry(10, bytes("ten")));
    assertThat(journal.firstFrom("keys/a", 11)).hasValue(new Journal.Entry(LAST, Bytes.EMPTY));
    assertThat(journal.firstFrom("keys/ab", 4)).isEmpty();
    for (String series : new String[] {"", "/", "..", "keys/../b", "keys/", "Keys", "a b"}) {
      assertThatThrownBy(() -> journal.create(series, 0, Bytes.EMPTY))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void records_onADisk_areWrittenOnceEach() throws Exception {
    Path root = folder.resolve("objects").resolve("journal");
    requireJournal(new DiskJournal(root));
    assertThat(new DiskJournal(root).firstFrom("keys/ab", 0))
        .hasValue(new Journal.Entry(3, bytes("three")));
    try (var files = Files.list(root.resolve("keys/a"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "0000000000000000", "0000000000000009", "0000000000000010", "9007199254740991");
    }
  }

  @Test
  void records_inS3_areWrittenOnceEach() {
    Moto moto = Moto.get();
    S3Bucket bucket = new S3Bucket(moto.s3(), moto.bucket(), null);
    requireJournal(new S3Journal(bucket));
    // Objects are not records, and the other way around.
    new S3ObjectStore(bucket, 2)
        .forEachUntouchedSince(
            java.time.Instant.MAX, key -> assertThat(key).as("an object").isNull());
  }

  @Test
  void record_thatCannotBeWritten_isSaid() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> new DiskJournal(file).create("keys", 0, Bytes.EMPTY))
        .isInstanceOf(ObjectStoreException.class);
  }
}
