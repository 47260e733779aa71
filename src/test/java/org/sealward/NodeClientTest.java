package org.sealward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.client.Counterpart;

/**
 * The JavaScript client, which was written from docs/protocol.md alone: that it works shows that
 * the text is complete.
 */
final class NodeClientTest {
  @TempDir private Path folder;

  /** Everything but what the app must find is in the README as it stands. */
  @Test
  void firstApp_ofTheReadme_talksToASpecialist() throws IOException {
    NodeRunner app = NodeRunner.depending("first-app", NodeRunner.of("client"));
    Matcher code =
        Pattern.compile("```js\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("README.md")));
    assertThat(code.find()).isTrue();
    assertThat(code.group(1).lines()).hasSizeLessThanOrEqualTo(21);
    Files.writeString(app.folder().resolve("app.js"), code.group(1));
    Files.write(app.folder().resolve("mark.jpg"), new byte[100_000]);
    Files.deleteIfExists(app.folder().resolve("device.json"));
    TestService service = TestService.get();
    String specialty = "first apps of " + System.nanoTime();
    try (Counterpart counterpart = new Counterpart(service, folder)) {
      counterpart.answeringSpecialist(specialty);
      String printed =
          app.program(
              Map.of("SEALWARD_URL", service.url().toString()),
              "app.js",
              counterpart.newcomer(),
              Counterpart.passphrase(),
              specialty);
      assertThat(printed.lines()).last().isEqualTo("I see mark.jpg");
      assertThat(printed.lines())
          .hasSize(2)
          .first()
          .asString()
          .matches("([0-9A-Z]{4}-){7}[0-9A-Z]{4}");
    }
  }

  @TestFactory
  Stream<DynamicTest> everyTestOfTheJavaScriptClient() {
    NodeRunner node = NodeRunner.of("client");
    TestService service = TestService.get();
    try (Counterpart counterpart = new Counterpart(service, folder)) {
      return node.test(
          Map.of(
              "SEALWARD_VECTORS",
              Path.of("src", "test", "resources", "vectors").toAbsolutePath().toString(),
              "SEALWARD_URL",
              service.url().toString(),
              "SEALWARD_COUNTERPART",
              counterpart.url().toString()),
          "test/");
    }
  }
}
