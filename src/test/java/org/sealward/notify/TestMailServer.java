package org.sealward.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A mail server on an address of this computer that speaks STARTTLS, which GreenMail does not, and
 * answers what a test wants.
 */
final class TestMailServer implements AutoCloseable {
  /** What came in: each line of a client's, after whether it came by TLS. */
  final List<String> lines = new CopyOnWriteArrayList<>();

  /** Answers to commands, and to the end of a message ({@code .}), in place of the usual ones. */
  final Map<String, String> answers = new ConcurrentHashMap<>();

  private final ServerSocket listener;
  private final @Nullable SSLSocketFactory tls;
  private final boolean implicit;

  /**
   * Starts it.
   *
   * @param tls with its certificate; null: it knows no STARTTLS
   * @param implicit whether connections begin with TLS
   */
  TestMailServer(String address, @Nullable SSLSocketFactory tls, boolean implicit)
      throws IOException {
    this.tls = tls;
    this.implicit = implicit;
    listener = new ServerSocket(0, 8, InetAddress.getByName(address));
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.startVirtualThread(() -> serve(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket plain) {
    try (plain) {
      Socket socket = implicit ? secured(plain) : plain;
      say(socket, "220 here");
      BufferedReader in = reader(socket);
      String line = in.readLine();
      while (line != null) {
        lines.add((socket instanceof SSLSocket ? "tls " : "plain ") + line);
        String command = line.split(" ", -1)[0];
        say(socket, answers.getOrDefault(command, usual(command, socket)));
        if (command.equals("STARTTLS")) {
          socket = secured(plain);
          in = reader(socket);
        } else if (command.equals("DATA") && !answers.containsKey("DATA")) {
          message(in);
          say(socket, answers.getOrDefault(".", "250 taken"));
        } else if (command.equals("QUIT")) {
          return;
        }
        line = in.readLine();
      }
    } catch (IOException _) {
      // The client is gone, or does not trust us.
    }
  }

  private void message(BufferedReader in) throws IOException {
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      lines.add("> " + line);
    }
  }

  private String usual(String command, Socket socket) {
    return switch (command) {
      case "EHLO" ->
          "250-here\r\n"
              + (tls == null || socket instanceof SSLSocket ? "" : "250-STARTTLS\r\n")
              + "250 AUTH PLAIN";
      case "STARTTLS" -> "220 go on";
      case "AUTH" -> "235 welcome";
      case "DATA" -> "354 go on";
      case "QUIT" -> "221 bye";
      default -> "250 ok";
    };
  }

  private Socket secured(Socket plain) throws IOException {
    if (tls == null) {
      throw new IOException("no certificate");
    }
    SSLSocket socket = (SSLSocket) tls.createSocket(plain, null, plain.getPort(), true);
    socket.setUseClientMode(false);
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  private static void say(Socket socket, String answer) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write((answer + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
