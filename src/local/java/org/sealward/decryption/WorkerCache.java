package org.sealward.decryption;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.sealward.envelope.AssistKey;
import org.sealward.envelope.AssistRequest;
import org.sealward.envelope.AssistSecret;
import org.sealward.envelope.ContentTree;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageGrant;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.ImageSealer;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.SealedContent;
import org.sealward.envelope.SignedGrant;

/**
 * The JDK's ahead-of-time cache of a worker's classes, made by a worker that opens a picture of
 * zeros for somebody who is nobody.
 */
public final class WorkerCache {
  private static final Instant AT = Instant.EPOCH;
  private static final int LENGTH = 1_000_000;

  private WorkerCache() {}

  /**
   * Makes it beside {@code worker.jar}, unless it is there and newer.
   *
   * @param runtime that will run the workers
   */
  public static void make(Path runtime, Path jar) throws IOException, InterruptedException {
    Path cache = Path.of(jar.toString().replaceFirst("\\.jar$", ".aot"));
    if (Files.exists(cache)
        && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0) {
      return;
    }
    Files.deleteIfExists(cache);
    Path folder = Files.createTempDirectory("sealward-worker-");
    Path door = folder.resolve("door");
    var launcher =
        new WorkerLauncher(
            runtime, jar.toString(), List.of("-XX:AOTCacheOutput=" + cache.toAbsolutePath()));
    try (var workers = new Workers(1, new WorkerLauncher(runtime, jar.toString(), List.of()));
        var seed = new AssistSeed();
        ServerSocketChannel service = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      var key = new AssistKey(1, UUID.randomUUID(), workers.publicKey(seed), AT);
      service.bind(UnixDomainSocketAddress.of(door));
      Process process = launcher.launch(door);
      open(new WorkerProcess(process, service.accept()), seed, key);
      process.waitFor(); // It writes the cache while it ends.
    } finally {
      Files.deleteIfExists(door);
      Files.delete(folder);
    }
    if (!Files.exists(cache)) {
      throw new IOException("the JDK wrote no cache of " + jar);
    }
  }

  /** By a seed, which takes every step that a key takes. */
  private static void open(WorkerProcess worker, AssistSeed seed, AssistKey key)
      throws IOException {
    OwnKeys nobody = OwnKeys.first(UUID.randomUUID(), PrivateKeys.generate(), AT);
    var context =
        new ImageContext(UUID.randomUUID(), nobody.userId(), nobody.userId(), UUID.randomUUID());
    ImageKey imageKey = ImageKey.generate();
    var sealed = new ByteArrayOutputStream();
    SealedContent content =
        ImageSealer.seal(context, imageKey, new ByteArrayInputStream(new byte[LENGTH]), sealed);
    byte[] ciphertext = sealed.toByteArray();
    ImageGrant grant =
        SignedGrant.issue(context, content, imageKey, nobody, nobody.bundle(), AT).grant();
    AssistRequest request = AssistRequest.of(grant, AssistSecret.IMAGE_KEM_SEED);
    var job =
        new Job(
            request,
            key.keyId(),
            request.seal(key, nobody),
            grant,
            new ContentTree.Builder()
                .update(ciphertext, 0, ciphertext.length)
                .build()
                .encodedLeaves(),
            0,
            LENGTH);
    Picture picture =
        Picture.open(
            worker,
            seed,
            job,
            (offset, length) ->
                Arrays.copyOfRange(ciphertext, (int) offset, (int) offset + length));
    ByteBuffer piece = ByteBuffer.allocateDirect(Worker.MOST);
    while (picture.read(piece.clear()) >= 0) {
      // Nobody wants it.
    }
    // Not closed: that would end the worker before it has written.
  }
}
