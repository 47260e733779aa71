package org.sealward.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line to the service that spoils what it is told to. */
final class Line implements AutoCloseable {
  private static final Pattern REQUEST = Pattern.compile("([A-Z]{3,6} \\S+) HTTP/1\\.1\r\n");
  private static final String STREAM = "GET /v1/stream";

  /** Bytes of an answer's head are fewer. */
  private static final int BODY = 4000;

  /** What becomes of a request. */
  enum Fate {
    REFUSED,
    HANGS,
    /** One bit of the answer's body is another one. */
    ALTERED
  }

  private final ServerSocket entrance;
  private final URI service;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Map<Pattern, Fate> fates = new ConcurrentHashMap<>();
  private volatile boolean dead;
  private volatile boolean mute;

  Line(URI service) {
    this.service = service;
    try {
      entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::accept);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + entrance.getLocalPort());
  }

  /**
   * @param request such as {@code GET /v1/images/.*}
   */
  void spoil(String request, Fate fate) {
    fates.put(Pattern.compile(request), fate);
  }

  /** WebSockets stay open, and nothing passes any more. */
  void muteStreams() {
    mute = true;
  }

  /** Breaks every connection, and those to come. */
  void die() {
    dead = true;
    open.forEach(Line::shut);
  }

  void revive() {
    dead = false;
  }

  private void accept() {
    try {
      while (true) {
        Socket inside = entrance.accept();
        if (dead) {
          shut(inside);
          continue;
        }
        Socket outside = new Socket(InetAddress.getLoopbackAddress(), service.getPort());
        open.add(inside);
        open.add(outside);
        var pair = new Pair(inside, outside);
        Thread.startVirtualThread(pair::carryRequests);
        Thread.startVirtualThread(pair::carryAnswers);
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private final class Pair {
    private final Socket inside;
    private final Socket outside;
    private volatile String request = "";

    Pair(Socket inside, Socket outside) {
      this.inside = inside;
      this.outside = outside;
    }

    private boolean is(Fate fate) {
      return fates.entrySet().stream()
          .anyMatch(entry -> entry.getValue() == fate && entry.getKey().matcher(request).matches());
    }

    private boolean isSilent() {
      return is(Fate.HANGS) || (mute && request.startsWith(STREAM));
    }

    void carryRequests() {
      byte[] buffer = new byte[1 << 16];
      try (inside;
          outside) {
        InputStream in = inside.getInputStream();
        OutputStream out = outside.getOutputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          Matcher begin =
              REQUEST.matcher(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
          if (begin.lookingAt()) {
            request = begin.group(1);
          }
          if (is(Fate.REFUSED)) {
            inside
                .getOutputStream()
                .write(
                    "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
            return;
          }
          if (!isSilent()) {
            out.write(buffer, 0, count);
          }
        }
      } catch (IOException e) {
        // Broken, as it should be.
      }
    }

    void carryAnswers() {
      byte[] buffer = new byte[1 << 16];
      try (inside;
          outside) {
        InputStream in = outside.getInputStream();
        OutputStream out = inside.getOutputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          if (is(Fate.ALTERED) && count > BODY) {
            buffer[count - 1] ^= 1;
          }
          if (!isSilent()) {
            out.write(buffer, 0, count);
          }
        }
      } catch (IOException e) {
        // Broken, as it should be.
      }
    }
  }

  private static void shut(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // Already broken.
    }
  }

  @Override
  public void close() {
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    die();
  }
}
