package org.sealward.local.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.OptionalDouble;

/** The {@code openssl} of this computer, where there is one. */
final class OpenSsl {
  private static final String RESULT = "+F:";

  private OpenSsl() {}

  /**
   * AES-256-GCM over chunks of 16 KiB, on one thread for a second.
   *
   * @return bytes a second; empty when there is no openssl, or one that does not know how
   */
  static OptionalDouble aesGcm() throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "openssl",
                  "speed",
                  "-mr",
                  "-seconds",
                  "1",
                  "-bytes",
                  "16384",
                  "-evp",
                  "aes-256-gcm")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException _) {
      return OptionalDouble.empty();
    }
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    // +F:<number>:<cipher>:<bytes a second>
    return output
        .lines()
        .filter(line -> line.startsWith(RESULT))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(':') + 1)))
        .findFirst();
  }
}
