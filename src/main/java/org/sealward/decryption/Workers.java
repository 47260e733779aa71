package org.sealward.decryption;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Suite;

/** Starts workers ahead, so that a request does not wait for a JVM to start. */
final class Workers implements AutoCloseable {
  private final WorkerLauncher launcher;
  private final Path folder;
  private final ExecutorService starts = Executors.newVirtualThreadPerTaskExecutor();
  private final LinkedBlockingQueue<Future<WorkerProcess>> ahead = new LinkedBlockingQueue<>();
  private final AtomicLong started = new AtomicLong();

  /**
   * @param spare how many to have ready, 1 at least
   */
  Workers(int spare, WorkerLauncher launcher) throws IOException {
    this.launcher = launcher;
    folder = Files.createTempDirectory("sealward-workers-");
    for (int i = 0; i < spare; i++) {
      startAhead();
    }
  }

  /** A worker that nobody had, to be closed by whoever takes it; another one starts for it. */
  WorkerProcess take() throws IOException, InterruptedException {
    Future<WorkerProcess> next = ahead.take();
    startAhead();
    try {
      return next.get();
    } catch (ExecutionException e) {
      throw new IOException("a worker does not start", e.getCause());
    }
  }

  /** The public half of an assist key; a worker works it out. */
  Bytes publicKey(AssistSeed seed) throws IOException, InterruptedException {
    ByteBuffer encoded = ByteBuffer.allocate(Suite.KEM_PUBLIC_KEY);
    try (WorkerProcess worker = take()) {
      seed.send(worker.channel());
      worker.write(ByteBuffer.wrap(new byte[] {Worker.DERIVE}));
      worker.read(encoded);
    }
    return Bytes.of(encoded.array());
  }

  private void startAhead() {
    ahead.add(starts.submit(this::start));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Whoever waits at the door is told by its end.
  private WorkerProcess start() throws IOException {
    Path file = folder.resolve(Long.toString(started.incrementAndGet()));
    try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      door.bind(UnixDomainSocketAddress.of(file));
      Process process = launcher.launch(file);
      process.onExit().thenRun(() -> close(door));
      return new WorkerProcess(process, door.accept());
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static void close(ServerSocketChannel door) {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends those that nobody took. */
  @Override
  public void close() {
    starts.shutdown();
    for (Future<WorkerProcess> one = ahead.poll(); one != null; one = ahead.poll()) {
      try {
        one.get().close();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      } catch (ExecutionException _) {
        // It did not start.
      }
    }
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
