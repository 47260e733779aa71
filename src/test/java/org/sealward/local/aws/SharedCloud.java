package org.sealward.local.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test classes one stand-in together, for the whole run. Tests on it use users of their own
 * and leave clock and keys alone.
 */
final class SharedCloud implements ParameterResolver {
  private static final class Running implements AutoCloseable {
    private final Path folder;
    private final TestCloud cloud;

    Running() {
      try {
        folder = Files.createTempDirectory("sealward-aws");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      cloud = new TestCloud(folder.resolve("aws"));
    }

    @Override
    public void close() throws IOException {
      cloud.close();
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(TestCloud.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(SharedCloud.class))
        .getOrComputeIfAbsent(Running.class, _ -> new Running(), Running.class)
        .cloud;
  }
}
