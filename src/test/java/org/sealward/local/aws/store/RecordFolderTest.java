package org.sealward.local.aws.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.local.aws.wire.JsonObject;

class RecordFolderTest {
  @TempDir Path folder;

  @Test
  void put_thenReopened_isThereAndNewest() {
    RecordFolder records = RecordFolder.open(folder.resolve("records"));
    records.put("one", JsonObject.of("value", 1));
    records.put("one", JsonObject.of("value", 2));

    RecordFolder reopened = RecordFolder.open(folder.resolve("records"));

    assertThat(reopened.names()).containsExactly("one");
    assertThat(reopened.get("one").map(json -> json.number("value"))).isEqualTo(Optional.of(2L));
  }

  @Test
  void delete_removesTheRecord() {
    RecordFolder records = RecordFolder.open(folder.resolve("records"));
    records.put("one", JsonObject.EMPTY);

    records.delete("one");

    assertThat(records.names()).isEmpty();
    assertThat(records.get("one")).isEmpty();
  }

  @Test
  void open_afterAnInterruptedWrite_removesWhatItLeft() throws IOException {
    RecordFolder records = RecordFolder.open(folder.resolve("records"));
    records.put("one", JsonObject.of("value", 1));
    Path leftover = Files.writeString(folder.resolve("records").resolve("one.tmp"), "{\"val");

    RecordFolder reopened = RecordFolder.open(folder.resolve("records"));

    assertThat(leftover).doesNotExist();
    assertThat(reopened.get("one").map(json -> json.number("value"))).isEqualTo(Optional.of(1L));
  }

  @Test
  void put_isReadableByTheOwnerOnly() throws IOException {
    Path records = folder.resolve("records");
    RecordFolder.open(records).put("one", JsonObject.EMPTY);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(records)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(records.resolve("one.json"))))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../one", "a/b", ".hidden", "a.json", "a b"})
  void put_nameThatIsNone_isRefused(String name) {
    RecordFolder records = RecordFolder.open(folder.resolve("records"));

    assertThatThrownBy(() -> records.put(name, JsonObject.EMPTY))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
