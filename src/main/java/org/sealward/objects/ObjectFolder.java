package org.sealward.objects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a {@link DiskObjectStore} on disk, and who may use it.
 *
 * <pre>
 * root/                     mode 0700
 *   lock                    locked while a process uses the folder; the kernel drops it at a crash
 *   unfinished/&lt;uuid&gt;
 *   finished/&lt;xx&gt;/&lt;uuid&gt;    xx = the last two hex digits, random in every version of UUID in use
 * </pre>
 *
 * <p>File names are made of a {@link UUID} alone, so no caller's text can name another file.
 */
final class ObjectFolder implements AutoCloseable {
  private static final Set<PosixFilePermission> FOLDER_MODE =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final int FAN_OUT = 256;

  private final Path unfinished;
  private final Path finished;
  private final FileChannel lock;

  private ObjectFolder(Path root, FileChannel lock) {
    this.unfinished = root.resolve("unfinished");
    this.finished = root.resolve("finished");
    this.lock = lock;
  }

  /**
   * Makes the folder where it is missing, takes away others' rights to it, and locks it.
   *
   * @throws ObjectStoreException if another process uses it
   */
  static ObjectFolder open(Path root) throws IOException {
    Files.createDirectories(root);
    Files.setPosixFilePermissions(root, FOLDER_MODE);
    FileChannel lock =
        FileChannel.open(
            root.resolve("lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            FILE_MODE);
    try {
      if (tryLock(lock) == null) {
        throw new ObjectStoreException("another process uses the object folder " + root);
      }
      ObjectFolder folder = new ObjectFolder(root, lock);
      Files.createDirectories(folder.unfinished);
      for (int i = 0; i < FAN_OUT; i++) {
        Files.createDirectories(folder.finished.resolve("%02x".formatted(i)));
      }
      force(folder.finished);
      force(root);
      return folder;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel lock) throws IOException {
    try {
      return lock.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  Path unfinished(UUID key) {
    return unfinished.resolve(key.toString());
  }

  Path finished(UUID key) {
    String name = key.toString();
    return finished.resolve(name.substring(name.length() - 2)).resolve(name);
  }

  void createUnfinished(UUID key) throws IOException {
    FileChannel.open(
            unfinished(key),
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            FILE_MODE)
        .close();
    force(unfinished);
  }

  /** Moves a file whose bytes were forced already. Nothing happens when it was moved before. */
  void finish(UUID key) throws IOException {
    Path target = finished(key);
    try {
      Files.move(unfinished(key), target, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      if (!Files.exists(target)) {
        throw e;
      }
    }
    force(target.resolveSibling("."));
    force(unfinished);
  }

  void delete(UUID key) throws IOException {
    Files.deleteIfExists(unfinished(key));
    Files.deleteIfExists(finished(key));
  }

  void forEachUntouchedSince(Instant instant, Consumer<UUID> action) throws IOException {
    for (Path part : List.of(unfinished, finished)) {
      try (Stream<Path> files = Files.walk(part)) {
        files
            .filter(file -> isUntouchedSince(file, instant))
            .forEach(file -> action.accept(UUID.fromString(file.getFileName().toString())));
      }
    }
  }

  private static boolean isUntouchedSince(Path file, Instant instant) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && Files.getLastModifiedTime(file).toInstant().isBefore(instant);
    } catch (NoSuchFileException _) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new, moved or removed name is durable only when its folder was forced. */
  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
