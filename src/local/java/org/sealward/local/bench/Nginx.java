package org.sealward.local.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The nginx of this computer, serving a folder on the loopback address. */
final class Nginx implements AutoCloseable {
  private final Process process;
  private final URI url;

  private Nginx(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /**
   * @param folder below which it also keeps what it needs; empty when there is no nginx
   */
  static Optional<Nginx> start(Path folder) throws Exception {
    Optional<Path> program =
        Stream.of("/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    if (program.isEmpty()) {
      return Optional.empty();
    }
    int port = freePort();
    Path configuration = Files.createTempFile(folder, "nginx", ".conf");
    Files.writeString(
        configuration,
        """
        %s
        daemon off;
        worker_processes auto;
        pid %2$s/nginx.pid;
        events { worker_connections 256; }
        http {
          access_log off;
          sendfile on;
          tcp_nopush on;
          client_body_temp_path %2$s/t1;
          proxy_temp_path %2$s/t2;
          fastcgi_temp_path %2$s/t3;
          uwsgi_temp_path %2$s/t4;
          scgi_temp_path %2$s/t5;
          server { listen 127.0.0.1:%3$d; root %2$s; keepalive_requests 1000000; }
        }
        """
            .formatted(
                System.getProperty("user.name").equals("root") ? "user root;" : "", folder, port));
    Process process =
        new ProcessBuilder(program.get().toString(), "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.log").toFile())
            .start();
    for (int i = 0; i < 200 && process.isAlive(); i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return Optional.of(new Nginx(process, URI.create("http://127.0.0.1:" + socket.getPort())));
      } catch (IOException _) {
        Thread.sleep(50);
      }
    }
    process.destroyForcibly();
    throw new IOException("nginx does not start: " + Files.readString(folder.resolve("nginx.log")));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  URI url() {
    return url;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
