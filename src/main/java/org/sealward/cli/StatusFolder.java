package org.sealward.cli;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.sealward.statuspage.StatusFile;

/** A folder, which some web server shows. */
record StatusFolder(Path folder) implements StatusTarget {
  @Override
  public Optional<byte[]> read(String path) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(folder.resolve(path)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  @Override
  public void write(String path, StatusFile file) throws IOException {
    Path target = folder.resolve(path);
    Files.createDirectories(target.toAbsolutePath().getParent());
    // Made as any other file, so that the web server's user may read it.
    Path made =
        target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.write(made, file.content().toArray(), CREATE, TRUNCATE_EXISTING, WRITE, SYNC);
      Files.move(made, target, ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(made);
    }
  }
}
