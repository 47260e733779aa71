package org.sealward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class ToolTest {
  @Test
  void program_thatIsThere_isFound() {
    assertThat(Tool.require("sh")).isExecutable().endsWithRaw(Path.of("sh"));
    Tool.require("sh", true, "is old", "sh");
  }

  @Test
  void program_thatIsMissing_skipsTheTest_andFailsItWhereItIsRequired() {
    assertThatExceptionOfType(TestAbortedException.class)
        .isThrownBy(() -> Tool.require("no-such-program"))
        .withMessage("no-such-program is not installed");
    assertThatExceptionOfType(TestAbortedException.class)
        .isThrownBy(() -> Tool.require("nodes", false, "is old", "node,promtool"));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> Tool.require("promtool", false, "is old", "node,promtool"))
        .withMessage("promtool is old, and SEALWARD_REQUIRE names it");
  }

  /** A name that no test asks for would require nothing. */
  @Test
  void programs_thatTheBuildServerRequires_areAskedForByTests() throws IOException {
    Matcher required =
        Pattern.compile(Tool.REQUIRED + "=\"?([a-z,_-]+)\"?")
            .matcher(Files.readString(Path.of(".ci", "run")));
    assertThat(required.find()).isTrue();
    StringBuilder tests = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        tests.append(Files.readString(file));
      }
    }
    for (String name : List.of(required.group(1).split(",", -1))) {
      assertThat(tests).contains("Tool.require(\"" + name + "\"");
    }
  }
}
