package org.sealward.decryption;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.sealward.envelope.AssistKey;
import org.sealward.envelope.ContentTree;
import org.sealward.envelope.EnvelopeException;
import org.sealward.envelope.ImageGrant;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.ImageReader;
import org.sealward.envelope.Opener;
import org.sealward.envelope.SecretBytes;

/**
 * A process that does one thing with secrets and ends, since a process that ended is the only one
 * that surely has nothing left of them. It talks to the service over one socket, of which it is
 * told the file: it gets the private half of an assist key, then a byte that says what is wanted.
 *
 * <ul>
 *   <li>{@link #DERIVE}: it answers the public half, 1216 bytes.
 *   <li>{@link #OPEN} and a {@link Job}: it asks for segments of ciphertext, {@link #FETCH}, {@code
 *       u64} offset, {@code u32} length, and gets exactly those bytes; it answers pieces of the
 *       picture, {@link #PIECE}, {@code u32} length, bytes, at least one; or {@link #FAILED} at any
 *       time. The end of the stream is the end of the picture if all of it came.
 * </ul>
 */
final class Worker {
  static final int DERIVE = 1;
  static final int OPEN = 2;
  static final int FETCH = 3;
  static final int PIECE = 4;
  static final int FAILED = 5;

  /** Bytes of an assist key's private half. */
  static final int SEED = 32;

  /** Most bytes of a piece: a record of TLS, which is then encrypted where it lies. */
  static final int MOST = 16_384;

  private final DataInputStream in;
  private final DataOutputStream out;

  private Worker(SocketChannel service) {
    in = new DataInputStream(Channels.newInputStream(service));
    out = new DataOutputStream(Channels.newOutputStream(service));
  }

  public static void main(String[] args) {
    int status = 1;
    try {
      // Never closed: the service sees the end of the stream once the system took the memory back.
      serve(SocketChannel.open(UnixDomainSocketAddress.of(Path.of(args[0]))));
      status = 0;
    } catch (IOException _) {
      // The service has gone, or does not want this any more. Nobody reads what would be said.
    } finally {
      Runtime.getRuntime().halt(status);
    }
  }

  static void serve(SocketChannel service) throws IOException {
    new Worker(service).work();
  }

  private void work() throws IOException {
    byte[] content = new byte[SEED];
    in.readFully(content);
    SecretBytes seed = SecretBytes.copyOf(content);
    if (in.readByte() == DERIVE) {
      out.write(AssistKey.publicKey(seed).toArray());
      return;
    }
    Job job = Job.read(in);
    try {
      open(job, seed);
    } catch (EnvelopeException _) {
      out.writeByte(FAILED);
    }
  }

  private void open(Job job, SecretBytes seed) throws IOException {
    ImageGrant grant = job.grant();
    ContentTree tree = ContentTree.decode(job.leaves(), grant.ciphertextLength());
    try (ImageKey key =
            Opener.assistedImageKey(job.request(), job.keyId(), seed, job.sealed(), grant);
        ImageReader reader =
            Opener.imageReader(grant.context(), grant.content(), tree, key, this::fetch)) {
      long at = job.offset();
      long end = Math.addExact(at, job.length());
      do { // Once for an empty picture, whose key must be the right one too.
        byte[] piece = reader.read(at, (int) Math.min(MOST, end - at));
        out.writeByte(PIECE);
        out.writeInt(piece.length);
        out.write(piece);
        at += piece.length;
      } while (at < end);
    }
  }

  private byte[] fetch(long offset, int length) throws IOException {
    out.writeByte(FETCH);
    out.writeLong(offset);
    out.writeInt(length);
    byte[] segment = new byte[length];
    in.readFully(segment);
    return segment;
  }
}
