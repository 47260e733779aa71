package org.sealward.local.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DynamoDbProcessTest {
  @Test
  void start_withoutDynamoDbLocal_saysWhereTheLogIs(@TempDir Path folder) throws IOException {
    Path classPath = Files.writeString(folder.resolve("class-path"), "/nowhere.jar");

    assertThatThrownBy(() -> DynamoDbProcess.start(folder.resolve("data"), classPath))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("dynamodb-local.log");
  }

  /** A virtual thread that reads a pipe keeps a carrier from all others. */
  @Test
  void output_isReadByAThreadOfItsOwn(@TempDir Path folder) {
    Path classPath = Path.of("target", "dynamodb-local.classpath");
    try (var _ = DynamoDbProcess.start(folder.resolve("data"), classPath)) {
      // Virtual threads are not among them.
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> thread.getName().equals("dynamodb-local-output"))
          .isNotEmpty()
          .allMatch(Thread::isDaemon);
    }
  }
}
