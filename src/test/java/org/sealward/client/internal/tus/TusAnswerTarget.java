package org.sealward.client.internal.tus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.sealward.client.error.SealwardException;
import org.sealward.client.internal.http.Backoff;
import org.sealward.client.internal.http.Retries;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.fuzz.Target;

/**
 * What a service answers to an upload, an answer a line: the status, a blank, and {@code
 * Upload-Offset} or the name of a problem. It is told that all is there only when the last answer
 * said so, and gives up in time.
 */
public final class TusAnswerTarget implements Target {
  private static final Backoff AT_ONCE = Backoff.of(Duration.ZERO, Duration.ZERO);
  private static final int LENGTH = 100;

  private final Path file = Files.createTempFile("upload", "");

  public TusAnswerTarget() throws IOException {
    file.toFile().deleteOnExit();
    byte[] content = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      content[i] = (byte) i;
    }
    Files.write(file, content);
  }

  @Override
  public void accept(byte[] input) throws Exception {
    var script = new ScriptedHttp(new String(input, StandardCharsets.ISO_8859_1), this::check);
    ServiceApi api =
        ServiceApi.anonymous(
            URI.create("https://service.example"), script, new Retries(1, AT_ONCE, Duration.ZERO));
    try {
      new TusUpload(api, AT_ONCE, done -> assertThat(done).isBetween(0L, (long) LENGTH))
          .run(file, "id", Map.of("imageId", "id"));
    } catch (SealwardException _) {
      return;
    }
    assertThat(script.last()).startsWith("2");
    assertThat(script.last().substring(3).trim()).matches("0{0,15}100");
  }

  /** What is sent are the bytes that belong at the offset. */
  private void check(HttpRequest request, byte[] body) {
    if (request.method().equals("PATCH")) {
      int from = Integer.parseInt(request.headers().firstValue("Upload-Offset").orElseThrow());
      assertThat(body).isNotEmpty().hasSize(LENGTH - from);
      for (int i = 0; i < body.length; i++) {
        assertThat(body[i]).isEqualTo((byte) (from + i));
      }
    }
  }
}
