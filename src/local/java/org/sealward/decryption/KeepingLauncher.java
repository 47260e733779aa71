package org.sealward.decryption;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * Workers that do not end in a process of their own, but go on as threads of the service: with it
 * the search for what remains has to find something.
 */
@Singleton
@Replaces(WorkerLauncher.class)
@Requires(property = KeepingLauncher.KEEP, value = "true")
final class KeepingLauncher extends WorkerLauncher {
  static final String KEEP = "residue.keep";

  KeepingLauncher() {
    super(Path.of(System.getProperty("java.home")), "", List.of());
  }

  @Override
  Process launch(Path door) {
    return new ThreadProcess(
        () -> {
          try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(door))) {
            Worker.serve(channel);
          } catch (IOException _) {
            // The service does not want this any more.
          }
        });
  }
}
