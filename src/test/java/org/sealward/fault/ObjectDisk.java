package org.sealward.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * The disk of the objects: a small file system in memory where the test may mount one, so that it
 * is really full. Elsewhere the service is restarted with another {@code
 * SEALWARD_OBJECTS_KEEP_FREE}.
 */
final class ObjectDisk implements AutoCloseable {
  static final int KEEP_FREE = 1024 * 1024;

  private static final int SIZE = 16 * 1024 * 1024;
  private static final String KEEP_FREE_SETTING = "SEALWARD_OBJECTS_KEEP_FREE";

  private final Site site;
  private final Path folder;
  private final Path filler;
  private final boolean mounted;

  /**
   * To be made before the service starts.
   *
   * @param folder a new one
   */
  ObjectDisk(Site site, Path folder) {
    this.site = site;
    this.folder = folder;
    filler = folder.resolve("filler");
    try {
      Files.createDirectory(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    mounted = run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", folder.toString());
    site.settings().put("SEALWARD_OBJECTS_FOLDER", folder.resolve("objects").toString());
    site.settings().put(KEEP_FREE_SETTING, Integer.toString(KEEP_FREE));
  }

  /** Whether it is a file system of its own. */
  boolean isMounted() {
    return mounted;
  }

  long usable() {
    try {
      FileStore store = Files.getFileStore(folder);
      return store.getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves this room, in bytes; none where it is not mounted. */
  void fill(long left) {
    if (!mounted) {
      restartWith(Long.MAX_VALUE);
      return;
    }
    byte[] block = new byte[16 * 1024];
    try (OutputStream out =
        Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (long room = usable() - left; room > 0; room = usable() - left) {
        out.write(block, 0, (int) Math.min(block.length, room));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void makeRoom() {
    if (!mounted) {
      restartWith(KEEP_FREE);
      return;
    }
    try {
      Files.deleteIfExists(filler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void restartWith(long keepFree) {
    site.settings().put(KEEP_FREE_SETTING, Long.toString(keepFree));
    site.service().close();
    site.startService();
  }

  private static boolean run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** To be closed after the service. */
  @Override
  public void close() {
    if (mounted && !run("umount", folder.toString())) {
      throw new IllegalStateException("still mounted: " + folder);
    }
  }
}
