package org.sealward.local.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test classes one stand-in together; it ends with the JVM. JUnit's own store does not last
 * as long: Surefire has each class run by itself. Tests on it use users of their own and leave
 * clock and keys alone.
 */
final class SharedCloud implements ParameterResolver {
  private static @Nullable TestCloud running;

  private static synchronized TestCloud running() {
    if (running == null) {
      try {
        TestCloud cloud = new TestCloud(Files.createTempDirectory(Path.of("target"), "shared-aws"));
        Runtime.getRuntime().addShutdownHook(new Thread(cloud::close));
        running = cloud;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return running;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(TestCloud.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return running();
  }
}
