package org.sealward.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sealward.client.DeviceStore;
import org.sealward.envelope.OwnProberKey;
import org.sealward.envelope.SecretBytes;

/**
 * What a prober keeps, for one process at a time:
 *
 * <pre>
 * folder/             mode 0700
 *   lock
 *   key               32 bytes, the seed of the private key; made at the first start
 *   observations      see {@link ObservationChain}
 *   delivered         the number of the last one that the service has, as text
 *   patient/          what the canary's device remembers
 *   specialist/
 *   picture           the one sent last
 * </pre>
 */
final class ProberFolder implements AutoCloseable {
  static final FileAttribute<?> MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final int SEED = 32;

  private final Path folder;
  private final FileChannel lock;

  private ProberFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * @throws UsageException when another process uses the folder, too
   */
  static ProberFolder open(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    FileChannel lock =
        FileChannel.open(
            folder.resolve("lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            MODE);
    if (tryLock(lock) == null) {
      lock.close();
      throw new UsageException("Another process uses the folder " + folder + ".");
    }
    return new ProberFolder(folder, lock);
  }

  private static @Nullable FileLock tryLock(FileChannel lock) throws IOException {
    try {
      return lock.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  /** The key of the folder, made when there is none. */
  OwnProberKey key() throws IOException {
    Path file = folder.resolve("key");
    if (!Files.exists(file)) {
      try (SecretBytes fresh = SecretBytes.random(SEED)) {
        byte[] seed = fresh.toArray();
        replace(file, ByteBuffer.wrap(seed));
        Arrays.fill(seed, (byte) 0);
      }
    }
    return key(file);
  }

  private static OwnProberKey key(Path file) throws IOException {
    byte[] seed = Files.readAllBytes(file);
    try {
      if (seed.length != SEED) {
        throw new UsageException(file + " is no key.");
      }
      return new OwnProberKey(SecretBytes.copyOf(seed));
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /** The public key of a folder, 32 bytes as base64url, also while a prober uses it. */
  static String publicKey(Path folder) throws IOException {
    Path file = folder.resolve("key");
    if (Files.exists(file)) {
      try (OwnProberKey key = key(file)) {
        return key.publicKey().base64Url();
      }
    }
    try (ProberFolder opened = open(folder);
        OwnProberKey key = opened.key()) {
      return key.publicKey().base64Url();
    }
  }

  Path observations() {
    return folder.resolve("observations");
  }

  Path picture() {
    return folder.resolve("picture");
  }

  DeviceStore device(String canary) {
    return DeviceStore.inFolder(folder.resolve(canary));
  }

  /** After a crash the file is the old one or the new one. */
  static void replace(Path file, ByteBuffer... parts) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            next,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING),
            MODE)) {
      for (ByteBuffer part : parts) {
        writeAll(channel, part);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  static void writeAll(FileChannel channel, ByteBuffer content) throws IOException {
    while (content.hasRemaining()) {
      var _ = channel.write(content);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
