package org.sealward;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sealward.local.aws.LocalAws;
import org.sealward.local.aws.dynamodb.DynamoDbProcess;
import org.sealward.local.aws.dynamodb.DynamoDbServer;

/**
 * One DynamoDB Local for all stand-ins of this JVM that do without a process of their own. Ends
 * with the JVM.
 */
public final class SharedDynamoDb {
  private static @Nullable DynamoDbProcess running;

  private SharedDynamoDb() {}

  /** The same stand-in, with a database in the shared one. */
  public static LocalAws.Options in(LocalAws.Options options) {
    return options.withDynamoDb(
        _ -> {
          URI endpoint = endpoint();
          return new DynamoDbServer() {
            @Override
            public URI endpoint() {
              return endpoint;
            }

            @Override
            public void close() {
              // Others use it.
            }
          };
        });
  }

  private static synchronized URI endpoint() {
    if (running == null) {
      try {
        Path folder = Files.createTempDirectory(Path.of("target"), "shared-dynamodb");
        running = DynamoDbProcess.start(folder, Path.of("target", "dynamodb-local.classpath"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return running.endpoint();
  }
}
