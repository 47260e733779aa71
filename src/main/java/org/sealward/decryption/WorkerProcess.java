package org.sealward.decryption;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReference;

/** A worker as the service has it. Closing ends it, whatever it does. Thread-safe to close. */
final class WorkerProcess implements AutoCloseable {
  private final Process process;
  private final SocketChannel channel;
  private final AtomicReference<Runnable> onEnd = new AtomicReference<>(WorkerProcess::nothing);

  WorkerProcess(Process process, SocketChannel channel) {
    this.process = process;
    this.channel = channel;
  }

  long pid() {
    return process.pid();
  }

  SocketChannel channel() {
    return channel;
  }

  /** What is to be done once, when it has ended or is closed. */
  void onEnd(Runnable action) {
    onEnd.set(action);
  }

  /**
   * Fills the target.
   *
   * @throws EOFException when the worker ends before
   */
  void read(ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      if (channel.read(target) < 0) {
        throw new EOFException("a worker ended too early");
      }
    }
  }

  void write(ByteBuffer content) throws IOException {
    while (content.hasRemaining()) {
      channel.write(content);
    }
  }

  /** Waits until the system has its memory back; it was closed, or ends by itself. */
  void awaitEnd() {
    process.onExit().join();
  }

  /** Does not wait for its end, which is some milliseconds away. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      hasEnded();
    }
  }

  /** It has ended, by itself or not: does what is to be done then, and nothing to it. */
  void hasEnded() {
    onEnd.getAndSet(WorkerProcess::nothing).run();
  }

  private static void nothing() {}
}
