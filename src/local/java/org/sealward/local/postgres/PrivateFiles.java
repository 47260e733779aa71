package org.sealward.local.postgres;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Files and folders that only their owner may read. */
final class PrivateFiles {
  private static final SecureRandom RANDOM = new SecureRandom();

  private PrivateFiles() {}

  /** Creates the folder if need be and takes everybody else's rights on it away. */
  static void folder(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (posix(folder)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** A file with a random secret, made when it is missing; nobody else can ever read it. */
  static Path secret(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    FileAttribute<?>[] attributes =
        posix(folder)
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try {
      Files.createFile(file, attributes);
      Files.writeString(file, randomSecret());
    } catch (FileAlreadyExistsException _) {
      // Kept from an earlier run.
    }
    return file;
  }

  /** 192 bits. */
  static String randomSecret() {
    byte[] random = new byte[24];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** Where unpacked programs are kept for all runs: {@code XDG_CACHE_HOME/sealward}. */
  static Path cache() throws IOException {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path base =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    Path cache = base.resolve("sealward");
    folder(cache);
    return cache;
  }

  private static boolean posix(Path folder) throws IOException {
    return Files.getFileStore(folder).supportsFileAttributeView("posix");
  }
}
