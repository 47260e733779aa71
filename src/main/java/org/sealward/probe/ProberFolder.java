package org.sealward.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.sealward.client.DeviceStore;
import org.sealward.envelope.OwnProberKey;
import org.sealward.envelope.SecretBytes;
import org.sealward.files.OwnFolder;

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
  private static final int SEED = 32;

  private final OwnFolder folder;

  private ProberFolder(OwnFolder folder) {
    this.folder = folder;
  }

  /**
   * @throws UsageException when another process uses the folder, too
   */
  static ProberFolder open(Path folder) throws IOException {
    return new ProberFolder(
        OwnFolder.open(folder)
            .orElseThrow(
                () -> new UsageException("Another process uses the folder " + folder + ".")));
  }

  /** The key of the folder, made when there is none. */
  OwnProberKey key() throws IOException {
    Path file = folder.resolve("key");
    if (!Files.exists(file)) {
      try (SecretBytes fresh = SecretBytes.random(SEED)) {
        byte[] seed = fresh.toArray();
        OwnFolder.replace(file, ByteBuffer.wrap(seed));
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

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
