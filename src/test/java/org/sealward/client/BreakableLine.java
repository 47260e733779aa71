package org.sealward.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A line to a service that breaks when it is told to. */
final class BreakableLine implements AutoCloseable {
  private static final long NEVER = Long.MAX_VALUE;

  private final ServerSocket entrance;
  private final URI service;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong breakAfter = new AtomicLong(NEVER);
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean dead;

  BreakableLine(URI service) {
    this.service = service;
    try {
      entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::accept);
  }

  /** The service's address by way of this line. */
  URI url() {
    return URI.create("http://127.0.0.1:" + entrance.getLocalPort());
  }

  /** Breaks all connections; new ones may be made. */
  void breakNow() {
    open.forEach(BreakableLine::shut);
  }

  /** Breaks all connections once, when this many more bytes were carried either way. */
  void breakAfter(long bytes) {
    breakAfter.set(bytes);
  }

  /** Whether a break is still ahead. */
  boolean willBreak() {
    return breakAfter.get() != NEVER;
  }

  /** As long as it is dead, every new connection is broken at once. */
  void dead(boolean now) {
    dead = now;
    if (now) {
      breakNow();
    }
  }

  /** How many connections were made. */
  int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket inside = entrance.accept();
        connections.incrementAndGet();
        if (dead) {
          shut(inside);
        } else {
          lead(inside);
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  /** Breaks a connection at once as long as the service is down. */
  private void lead(Socket inside) {
    try {
      Socket outside = new Socket(InetAddress.getLoopbackAddress(), service.getPort());
      open.add(inside);
      open.add(outside);
      Thread.startVirtualThread(() -> carry(inside, outside));
      Thread.startVirtualThread(() -> carry(outside, inside));
    } catch (IOException e) {
      shut(inside);
    }
  }

  private void carry(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
        if (breakAfter.get() != NEVER && breakAfter.addAndGet(-count) <= 0) {
          breakAfter.set(NEVER);
          breakNow();
        }
      }
    } catch (IOException e) {
      // Broken, as it should be.
    } finally {
      open.remove(from);
      open.remove(to);
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
    breakNow();
  }
}
