package org.sealward.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What the service has acknowledged, a line each, forced to the medium before it counts. Those who
 * wait at the same time share an fsync.
 */
final class Acknowledgements implements AutoCloseable {
  private record Line(String text, CompletableFuture<Void> durable) {}

  private final LinkedBlockingQueue<Line> waiting = new LinkedBlockingQueue<>();
  private final Path file;
  private final FileChannel channel;
  private final Thread writer;

  Acknowledgements(Path file) {
    this.file = file;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    writer = Thread.ofPlatform().daemon().name("acknowledgements").start(this::write);
  }

  /** Returns once the line is durable. */
  void add(String line) {
    Line added = new Line(line, new CompletableFuture<>());
    waiting.add(added);
    added.durable.join();
  }

  private void write() {
    List<Line> lines = new ArrayList<>();
    try {
      while (true) {
        lines.add(waiting.take());
        waiting.drainTo(lines);
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.text).append('\n'));
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(false);
        lines.forEach(line -> line.durable.complete(null));
        lines.clear();
      }
    } catch (IOException e) {
      lines.forEach(line -> line.durable.completeExceptionally(e));
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  /** Every line, as the file has it. */
  List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    writer.interrupt();
    channel.close();
  }
}
