package org.sealward.objects;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.sealward.envelope.Bytes;
import org.sealward.platform.Journal;

/**
 * A file for each record, below a folder. A file gets its name once its bytes were forced, and by a
 * link, which replaces nothing.
 */
final class DiskJournal implements Journal {
  private final Path root;

  /**
   * @param root made with the first record
   */
  DiskJournal(Path root) {
    this.root = root;
  }

  @Override
  public boolean create(String series, long number, Bytes content) {
    Path folder = folder(series);
    try {
      make(folder);
      Path written = folder.resolve("new-" + UUID.randomUUID());
      try {
        write(written, content);
        Files.createLink(folder.resolve(JournalNames.of(number)), written);
      } catch (FileAlreadyExistsException _) {
        return false;
      } finally {
        Files.deleteIfExists(written);
      }
      force(folder);
      return true;
    } catch (IOException e) {
      throw new ObjectStoreException("cannot write a record of the journal", e);
    }
  }

  /** Also durably: a folder is a name in the one above. */
  private static void make(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = Objects.requireNonNull(folder.getParent());
    make(parent);
    Files.createDirectories(folder);
    force(parent);
  }

  @Override
  public Optional<Entry> firstFrom(String series, long number) {
    Path folder = folder(series);
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    String from = JournalNames.of(number);
    try (Stream<Path> files = Files.list(folder)) {
      Optional<String> first =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> JournalNames.is(name) && name.compareTo(from) >= 0)
              .min(String::compareTo);
      if (first.isEmpty()) {
        return Optional.empty();
      }
      byte[] content = Files.readAllBytes(folder.resolve(first.get()));
      return Optional.of(new Entry(Long.parseLong(first.get()), Bytes.of(content)));
    } catch (IOException e) {
      throw new ObjectStoreException("cannot read the journal", e);
    }
  }

  private Path folder(String series) {
    return root.resolve(JournalNames.requireSeries(series));
  }

  private static void write(Path file, Bytes content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
      ByteBuffer bytes = ByteBuffer.wrap(content.toArray());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
