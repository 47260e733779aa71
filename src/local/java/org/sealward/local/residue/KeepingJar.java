package org.sealward.local.residue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.sealward.local.Home;

/**
 * The production jar with what does not clear memory in place of what does, for the search to show
 * that it would find something.
 */
final class KeepingJar {
  private KeepingJar() {}

  /** Puts it, with all that belongs to it, into a folder. */
  static Path make(Path jar, Path folder) throws IOException {
    Path made = Files.copy(jar, folder.resolve(jar.getFileName()));
    for (String beside : List.of("lib", "service.options", "worker.jar")) {
      Files.createSymbolicLink(folder.resolve(beside), jar.resolveSibling(beside).toAbsolutePath());
    }
    Path classes = Home.resolve("target", "test-classes");
    try (FileSystem inside = FileSystems.newFileSystem(made);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(KeepingJar::isOfTheVariant).toList()) {
        Path target = inside.getPath("/" + classes.relativize(file));
        Files.createDirectories(target.resolveSibling(""));
        Files.copy(file, target);
      }
    }
    return made;
  }

  private static boolean isOfTheVariant(Path file) {
    String name = file.getFileName().toString();
    boolean ofDecryption =
        file.endsWith(Path.of("org/sealward/decryption", name))
            || name.startsWith("org.sealward.decryption.");
    return Files.isRegularFile(file)
        && ofDecryption
        && (name.contains("Keeping") || name.startsWith("ThreadProcess"));
  }
}
