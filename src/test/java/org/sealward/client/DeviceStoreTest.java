package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.envelope.Bytes;

final class DeviceStoreTest {
  @TempDir private Path folder;

  static List<String> kinds() {
    return List.of("folder", "memory");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void value_isTheOneLastPut(String kind) {
    DeviceStore store =
        kind.equals("memory") ? DeviceStore.inMemory() : DeviceStore.inFolder(folder);
    String key = UUID.randomUUID() + ".pin." + UUID.randomUUID();

    assertThat(store.get(key)).isEmpty();
    store.put(key, Bytes.utf8("one"));
    store.put(key, Bytes.utf8("two"));
    store.put("other", Bytes.EMPTY);

    assertThat(store.get(key)).contains(Bytes.utf8("two"));
    assertThat(store.get("other")).contains(Bytes.EMPTY);
  }

  @Test
  void folder_isReopened_andReadByItsOwnerAlone() throws IOException {
    Path inside = folder.resolve("a").resolve("b");
    DeviceStore.inFolder(inside).put("key", Bytes.utf8("value"));

    assertThat(DeviceStore.inFolder(inside).get("key")).contains(Bytes.utf8("value"));
    try (Stream<Path> files = Files.list(inside)) {
      assertThat(files)
          .singleElement()
          .satisfies(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inside)))
        .isEqualTo("rwx------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../key", "a/b", "Key", ".hidden", "_x"})
  void key_thatCouldBeAnotherFile_isRefused(String key) {
    DeviceStore store = DeviceStore.inFolder(folder);

    assertThatThrownBy(() -> store.put(key, Bytes.EMPTY))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
