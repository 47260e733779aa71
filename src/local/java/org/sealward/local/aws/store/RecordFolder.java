package org.sealward.local.aws.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.sealward.local.aws.wire.JsonObject;

/**
 * A folder (mode 0700) of JSON records, one file (mode 0600) each. A record that {@link #put}
 * returned for survives a killed process and a power cut: written to a temporary file, flushed,
 * renamed over the old one, and the folder flushed. A reader sees the old or the new record, never
 * a part.
 */
public final class RecordFolder {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final String SUFFIX = ".json";
  private static final String TEMPORARY = ".tmp";
  private static final FileAttribute<?> OWNER_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> OWNER_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path folder;

  private RecordFolder(Path folder) {
    this.folder = folder;
  }

  /** Opens the folder, made when absent; what an interrupted write left behind is removed. */
  public static RecordFolder open(Path folder) {
    try {
      createOwnerFolder(folder);
      try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, "*" + TEMPORARY)) {
        for (Path leftover : leftovers) {
          Files.delete(leftover);
        }
      }
      return new RecordFolder(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the folder and its parents, this one readable by its owner only. */
  public static void createOwnerFolder(Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder, OWNER_FOLDER);
    }
  }

  public synchronized void put(String name, JsonObject content) {
    Path target = file(name);
    Path temporary = folder.resolve(name + TEMPORARY);
    try {
      Files.deleteIfExists(temporary);
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              OWNER_FILE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content.toBytes());
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      flushFolder();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Optional<JsonObject> get(String name) {
    try {
      return Optional.of(JsonObject.parse(Files.readAllBytes(file(name))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public synchronized void delete(String name) {
    try {
      if (Files.deleteIfExists(file(name))) {
        flushFolder();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of all records, sorted. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        names.add(name.substring(0, name.length() - SUFFIX.length()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }

  private Path file(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a record name");
    }
    return folder.resolve(name + SUFFIX);
  }

  private void flushFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
