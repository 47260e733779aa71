package org.sealward.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CanaryLoginTest {
  private static final String GOOD =
      """
      patient@example.org
      пароль of many words\s

      doctor@example.org
      another passphrase
      GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ
      """;

  @TempDir private Path folder;

  private Path file(String content, String mode) throws IOException {
    Path file = Files.writeString(folder.resolve("canaries"), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void file_ofFiveLines_isRead() throws IOException {
    Path file = file(GOOD, "rw-------");

    try (CanaryLogin.Pair read = CanaryLogin.read(file)) {
      assertThat(read.patient().email()).isEqualTo("patient@example.org");
      assertThat(read.patient().passphrase()).isEqualTo("пароль of many words ".toCharArray());
      assertThat(read.patient().authenticator()).isEmpty();
      assertThat(read.specialist().email()).isEqualTo("doctor@example.org");
      assertThat(read.specialist().passphrase()).isEqualTo("another passphrase".toCharArray());
      assertThat(read.specialist().authenticator().orElseThrow().code(Instant.ofEpochSecond(59)))
          .isEqualTo("287082");
      assertThat(read.toString()).doesNotContain("example", "passphrase");
    }
  }

  @Test
  void file_withLineEndsOfWindows_isRead() throws IOException {
    try (CanaryLogin.Pair read = CanaryLogin.read(file(GOOD.replace("\n", "\r\n"), "rw-------"))) {
      assertThat(read.specialist().passphrase()).isEqualTo("another passphrase".toCharArray());
    }
  }

  @Test
  void file_thatOthersMayRead_isRefused() throws IOException {
    Path file = file(GOOD, "rw-r-----");

    assertThatThrownBy(() -> CanaryLogin.read(file))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void file_thatIsSomethingElse_isRefusedWithoutBeingQuoted() throws IOException {
    for (String content :
        new String[] {"", GOOD + "more\n", GOOD.replace("GEZD", "GEZ1"), "\u00ff\n"}) {
      Path file = file(content, "rw-------");
      assertThatThrownBy(() -> CanaryLogin.read(file))
          .isInstanceOf(UsageException.class)
          .hasMessageNotContaining("passphrase of")
          .hasMessageNotContaining("another");
    }
  }
}
