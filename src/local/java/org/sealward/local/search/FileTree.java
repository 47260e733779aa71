package org.sealward.local.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * A file, or a folder with all that is in it: names as well as content. Links are followed. A file
 * that goes away while the folder is walked is fine; one that cannot be read is an error.
 */
public final class FileTree implements Store {
  private static final int CHUNK = 1 << 20;

  private final String name;
  private final Path root;

  /**
   * The content of a folder, or one file.
   *
   * @param root must exist when it is searched: an empty folder is fine, a missing one is an error
   */
  public FileTree(String name, Path root) {
    this.name = name;
    this.root = root;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void search(Probe probe) {
    probe.count("files", 0);
    if (!Files.exists(root)) {
      probe.unread(root.toString(), new NoSuchFileException(root.toString()));
      return;
    }
    try {
      Files.walkFileTree(
          root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new Visitor(probe));
    } catch (IOException e) {
      probe.unread(root.toString(), e);
    }
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    private final Probe probe;
    private final byte[] chunk = new byte[CHUNK];

    Visitor(Probe probe) {
      this.probe = probe;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      searchName(folder);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      searchName(file);
      if (attributes.isRegularFile()) {
        searchContent(file);
      } // Else a socket, a pipe, a device: nothing is kept in it.
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      boolean searchedElsewhere = failure instanceof FileSystemLoopException;
      if (!searchedElsewhere) {
        unread(file, failure);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
      if (failure != null) {
        unread(folder, failure);
      }
      return FileVisitResult.CONTINUE;
    }

    private void unread(Path path, IOException failure) {
      if (!(failure instanceof NoSuchFileException)) {
        probe.unread(path.toString(), failure);
      }
    }

    private void searchName(Path path) {
      probe.place(() -> "the name of " + path);
      probe.read(root.relativize(path).toString().getBytes(UTF_8));
    }

    private void searchContent(Path file) {
      try (InputStream in = Files.newInputStream(file)) {
        probe.place(file::toString);
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
          probe.read(chunk, 0, n);
        }
        probe.count("files", 1);
      } catch (IOException e) {
        unread(file, e);
      }
    }
  }
}
