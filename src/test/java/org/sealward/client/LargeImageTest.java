package org.sealward.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestService;

/** The largest image that the service takes, from and to a device with little memory. */
final class LargeImageTest {
  /** What the sealed image has more: 16 bytes for each 16 KiB, and salt and commitment. */
  private static final long LARGEST = (1L << 30) - (1L << 20) - (1L << 17);

  @Test
  @Tag("long")
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void gibibyte_goesThroughAClientWith128Megabytes(@TempDir Path folder)
      throws IOException, InterruptedException {
    TestService service = TestService.get();
    try (Person person = Person.typing(service)) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-XX:+ExitOnOutOfMemoryError",
                  "-Djava.io.tmpdir=" + folder,
                  "-cp",
                  System.getProperty("java.class.path"),
                  LargeImage.class.getName(),
                  service.url().toString(),
                  person.email(),
                  folder.toString(),
                  Long.toString(LARGEST))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);

      assertThat(process.waitFor()).isZero();
      assertThat(output.lines()).contains("mismatch -1");
    }
  }
}
