package org.sealward;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The JavaScript client, which was written from docs/protocol.md alone: that it works shows that
 * the text is complete.
 */
final class NodeClientTest {
  @TestFactory
  Stream<DynamicTest> vectors() {
    Path vectors = Path.of("src", "test", "resources", "vectors");
    return NodeRunner.of("client")
        .test(
            Map.of("SEALWARD_VECTORS", vectors.toAbsolutePath().toString()),
            "test/vectors.test.mjs");
  }
}
