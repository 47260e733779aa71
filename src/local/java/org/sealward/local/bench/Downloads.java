package org.sealward.local.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Fetches over HTTP/1.1 on connections that are kept, and does nothing with what comes. */
final class Downloads {
  private final URI server;
  private final String header;
  private final List<String> paths;

  /**
   * @param header a line, or empty
   */
  Downloads(URI server, String header, List<String> paths) {
    this.server = server;
    this.header = header.isEmpty() ? "" : header + "\r\n";
    this.paths = paths;
  }

  /** Bytes of content a second. */
  double rate(int connections, double seconds) throws Exception {
    long began = System.nanoTime();
    long end = began + (long) (seconds * 1e9);
    long bytes = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        int first = i;
        running.add(threads.submit(() -> fetchUntil(end, first)));
      }
      for (Future<Long> one : running) {
        bytes += one.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : e;
    }
    return bytes / ((System.nanoTime() - began) / 1e9);
  }

  private long fetchUntil(long end, int first) throws IOException {
    long bytes = 0;
    byte[] buffer = new byte[1 << 17];
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 13);
      for (int i = first; System.nanoTime() < end; i++) {
        String request =
            "GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n"
                .formatted(paths.get(i % paths.size()), server.getAuthority(), header);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        long length = length(in);
        for (long rest = length; rest > 0; ) {
          int read = in.read(buffer, 0, (int) Math.min(buffer.length, rest));
          if (read < 0) {
            throw new EOFException("the connection ended within an answer");
          }
          rest -= read;
        }
        bytes += length;
      }
    }
    return bytes;
  }

  private static long length(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the connection ended before an answer");
      }
      head.append((char) next);
    }
    String[] lines = head.toString().split("\r\n", -1);
    if (!lines[0].startsWith("HTTP/1.1 200 ")) {
      throw new IOException(lines[0]);
    }
    for (String line : lines) {
      if (line.regionMatches(true, 0, "Content-Length: ", 0, 16)) {
        return Long.parseLong(line.substring(16).strip());
      }
    }
    throw new IOException("an answer without a length");
  }
}
