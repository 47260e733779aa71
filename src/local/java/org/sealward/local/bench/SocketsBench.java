package org.sealward.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sealward.api.ClientFrame;
import org.sealward.client.internal.http.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What an idle WebSocket costs in memory. */
@Command(
    name = "sockets",
    description =
        "Opens idle, authenticated WebSockets; prints the service's resident memory for each.")
final class SocketsBench extends Measurement {
  private static final int USERS = 50;

  /** Sockets that have not been answered yet. */
  private static final int AT_ONCE = 200;

  @Option(names = "--sockets", description = "How many (default: ${DEFAULT-VALUE}).")
  private int sockets = 15_000;

  private int ready;

  @Override
  void measure(Figures figures) throws Exception {
    try (Stand stand = Stand.start()) {
      List<BenchUser> users = new ArrayList<>();
      try (var clinic = new BenchUser.Clinic(stand.backends(), stand.url())) {
        for (int i = 0; i < Math.min(USERS, sockets); i++) {
          users.add(clinic.specialist());
        }
      }
      try (var load = new SocketLoad(stand.url())) {
        // So that code and buffers which the first ones bring do not count.
        open(load, users, Math.max(1, sockets / 15));
        long before = resident(stand);
        int counted = sockets - ready;
        long began = System.nanoTime();
        open(load, users, counted);
        double seconds = (System.nanoTime() - began) / 1e9;
        long after = resident(stand);
        figures.note(
            "%,d idle sockets of %d users; the first %,d are not counted"
                .formatted(sockets, users.size(), sockets - counted));
        figures.add("memory-per-socket", (after - before) / 1024.0 / counted, "KiB", "aim 20 kB");
        figures.add("resident", after / 1048576.0, "MiB");
        figures.add("sockets-opened-per-second", counted / seconds, "1/s");
      }
    }
  }

  private long resident(Stand stand) throws InterruptedException {
    // Garbage of the handshakes counts: nobody asks a service in production to collect it.
    Thread.sleep(2_000);
    return Machine.resident(stand.service().handle().pid());
  }

  private void open(SocketLoad load, List<BenchUser> users, int count) throws IOException {
    int end = ready + count;
    for (int opened = ready; opened < end; ) {
      for (int i = 0; i < AT_ONCE && opened < end; i++, opened++) {
        load.open(new Idle(users.get(opened % users.size())));
      }
      int expected = opened;
      load.run(() -> ready == expected);
    }
  }

  private final class Idle implements SocketLoad.Listener {
    private final BenchUser user;

    Idle(BenchUser user) {
      this.user = user;
    }

    @Override
    public void opened(SocketLoad.Link link) {
      link.send(SocketLoad.frame(Json.write(new ClientFrame.Authenticate(user.accessToken()))));
    }

    @Override
    public void heard(SocketLoad.Link link, ByteBuffer frame) {
      String text = StandardCharsets.UTF_8.decode(frame).toString();
      if (text.startsWith("{\"type\":\"ready\"")) {
        link.send(SocketLoad.frame("{\"type\":\"resume\",\"positions\":{}}"));
      } else if (text.equals("{\"type\":\"caught-up\"}")) {
        ready++;
      } else if (text.startsWith("{\"type\":\"refused\"")) {
        throw new UncheckedIOException(new IOException(text));
      }
    }
  }
}
