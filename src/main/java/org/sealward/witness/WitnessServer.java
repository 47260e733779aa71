package org.sealward.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.sealward.envelope.Bytes;
import org.sealward.transparency.AddCheckpoint;
import org.sealward.transparency.Cosignature;
import org.sealward.transparency.NoteSigner;
import org.sealward.transparency.TreeHead;
import org.sealward.transparency.VerifierKey;
import org.sealward.transparency.Witness;
import org.sealward.transparency.WitnessAnswer;

/** Serves {@code POST /add-checkpoint} over plain HTTP; a proxy before it speaks TLS. */
public final class WitnessServer implements AutoCloseable {
  private static final String ADD_CHECKPOINT = "/add-checkpoint";

  /** One byte more than a request may have. */
  private static final int ENOUGH = (1 << 19) + 1;

  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;

  private final WitnessFolder folder;
  private final NoteSigner signer;
  private final Witness witness;
  private final Clock clock;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private WitnessServer(
      WitnessFolder folder, String name, List<VerifierKey> logs, Clock clock, HttpServer server)
      throws IOException {
    this.folder = folder;
    this.signer = folder.signer(name);
    this.witness = new Witness(logs.stream().collect(Collectors.groupingBy(VerifierKey::name)));
    this.clock = clock;
    this.server = server;
  }

  /**
   * Starts a witness.
   *
   * @param data folder with its key and what it has seen, made where it is missing
   * @param name of its key
   * @param logs keys of the logs that it cosigns, named as their origins
   * @param address with port 0 for any
   */
  public static WitnessServer start(
      Path data, String name, List<VerifierKey> logs, InetSocketAddress address)
      throws IOException {
    return start(data, name, logs, Clock.systemUTC(), address);
  }

  static WitnessServer start(
      Path data, String name, List<VerifierKey> logs, Clock clock, InetSocketAddress address)
      throws IOException {
    WitnessFolder folder = WitnessFolder.open(data);
    HttpServer server = null;
    try {
      server = HttpServer.create(address, 0);
      WitnessServer started = new WitnessServer(folder, name, logs, clock, server);
      server.createContext("/", started::handle);
      server.setExecutor(started.threads);
      server.start();
      return started;
    } catch (IOException | RuntimeException e) {
      folder.close();
      if (server != null) {
        server.stop(0);
      }
      throw e;
    }
  }

  /** For whoever is to believe its cosignatures. */
  public VerifierKey key() {
    return signer.key();
  }

  /** What {@code add-checkpoint} follows. */
  public URI prefix() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort() + "/");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(ADD_CHECKPOINT)) {
        exchange.sendResponseHeaders(NOT_FOUND, -1);
      } else if (!exchange.getRequestMethod().equals("POST")) {
        exchange.getResponseHeaders().set("Allow", "POST");
        exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
      } else {
        answer(exchange, Bytes.of(exchange.getRequestBody().readNBytes(ENOUGH)));
      }
    }
  }

  private void answer(HttpExchange exchange, Bytes request) throws IOException {
    Cosigned cosigned = decide(request);
    switch (cosigned.answer()) {
      case WitnessAnswer.Cosign answer ->
          send(exchange, answer.status(), "text/plain; charset=utf-8", cosigned.line());
      case WitnessAnswer.OtherSize answer ->
          send(exchange, answer.status(), WitnessAnswer.OtherSize.MEDIA_TYPE, answer.body());
      case WitnessAnswer answer -> exchange.sendResponseHeaders(answer.status(), -1);
    }
  }

  private record Cosigned(WitnessAnswer answer, Bytes line) {}

  /** One at a time, so that nothing comes between reading what is kept and keeping the next. */
  private synchronized Cosigned decide(Bytes request) throws IOException {
    WitnessAnswer answer = witness.answer(request, this::newest);
    if (!(answer instanceof WitnessAnswer.Cosign cosign)) {
      return new Cosigned(answer, Bytes.EMPTY);
    }
    folder.keep(AddCheckpoint.parse(request).checkpoint());
    return new Cosigned(
        answer, Bytes.utf8(Cosignature.sign(cosign.checkpoint(), signer, clock.instant()).line()));
  }

  private TreeHead newest(String origin) {
    try {
      return folder.newest(origin);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(HttpExchange exchange, int status, String type, Bytes body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length());
    exchange.getResponseBody().write(body.toArray());
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    threads.close();
    folder.close();
  }
}
