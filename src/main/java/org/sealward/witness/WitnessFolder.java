package org.sealward.witness;

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
import java.security.SecureRandom;
import java.util.Set;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;
import org.sealward.transparency.NoteSigner;
import org.sealward.transparency.SignatureType;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.TreeHead;
import org.sealward.transparency.VerifierKey;

/**
 * What a witness keeps, for one process at a time:
 *
 * <pre>
 * folder/            mode 0700
 *   lock
 *   key              32 bytes, the private key; made at the first start
 *   &lt;hash&gt;           the newest checkpoint that was cosigned of the origin with that hash
 * </pre>
 *
 * A file is written beside its place, forced to the disk, and moved: after a crash it is the old
 * one or the new one.
 */
final class WitnessFolder implements AutoCloseable {
  private static final FileAttribute<?> MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path folder;
  private final FileChannel lock;

  private WitnessFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** Throws IOException when another process uses the folder, too. */
  static WitnessFolder open(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    FileChannel lock =
        FileChannel.open(
            folder.resolve("lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            MODE);
    if (tryLock(lock) == null) {
      lock.close();
      throw new IOException("another process uses the folder " + folder);
    }
    return new WitnessFolder(folder, lock);
  }

  private static @Nullable FileLock tryLock(FileChannel lock) throws IOException {
    try {
      return lock.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  /** Signs by the folder's key. */
  NoteSigner signer(String name) throws IOException {
    Path file = folder.resolve("key");
    if (!Files.exists(file)) {
      byte[] fresh = new byte[Ed25519.SECRET_KEY_SIZE];
      new SecureRandom().nextBytes(fresh);
      replace("key", fresh);
    }
    byte[] seed = Files.readAllBytes(file);
    if (seed.length != Ed25519.SECRET_KEY_SIZE) {
      throw new IOException(file + " is no key");
    }
    byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    VerifierKey key = VerifierKey.of(name, SignatureType.COSIGNATURE, Bytes.of(publicKey));
    return new NoteSigner() {
      @Override
      public VerifierKey key() {
        return key;
      }

      @Override
      public Bytes sign(Bytes message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, message.toArray(), 0, message.length(), signature, 0);
        return Bytes.of(signature);
      }
    };
  }

  /** What was kept last of a log. */
  TreeHead newest(String origin) throws IOException {
    Path file = folder.resolve(name(origin));
    return Files.exists(file)
        ? SignedCheckpoint.parse(Bytes.of(Files.readAllBytes(file))).checkpoint().head()
        : TreeHead.EMPTY;
  }

  /** Returns when it is on the disk. */
  void keep(SignedCheckpoint checkpoint) throws IOException {
    replace(name(checkpoint.checkpoint().origin()), checkpoint.encode().toArray());
  }

  /** An origin may have any characters. */
  private static String name(String origin) {
    return MerkleHash.leaf(Bytes.utf8(origin)).hex();
  }

  private void replace(String name, byte[] content) throws IOException {
    Path next = folder.resolve(name + ".new");
    try (FileChannel file =
        FileChannel.open(
            next,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING),
            MODE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        var _ = file.write(rest);
      }
      file.force(true);
    }
    Files.move(
        next,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
