package org.sealward.local.aws.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.Tool;

/**
 * Moto, for data alone: it takes any password and code, makes a new identity at each call, and does
 * not ask policies of tables, so it says nothing of who gets in.
 */
class ContractOnMotoTest extends AwsDataContract {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Process moto;
  private Owner owner;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    Path program = Tool.require("moto_server");
    int port = freePort();
    moto =
        new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("moto.log").toFile())
            .start();
    awaitPort(port);
    owner = DataOn.at(URI.create("http://127.0.0.1:" + port));
  }

  @AfterAll
  void stop() {
    if (moto != null) {
      moto.descendants().forEach(ProcessHandle::destroy);
      moto.destroy();
    }
  }

  @Override
  Owner owner() {
    return owner;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitPort(int port) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (moto.isAlive() && Instant.now().isBefore(end)) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException _) {
        Thread.sleep(100);
      }
    }
    throw new AssertionError("moto_server does not listen");
  }
}
