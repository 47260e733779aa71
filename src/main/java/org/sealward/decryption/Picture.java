package org.sealward.decryption;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.sealward.envelope.CiphertextSource;
import org.sealward.envelope.DecryptionFailedException;
import org.sealward.envelope.Failure;

/**
 * A picture, or a range of it, as a worker decrypts it. Nothing of it is in the heap: whoever reads
 * gives buffers outside of it, and zeroes them. Closing ends the worker.
 */
final class Picture implements ReadableByteChannel {
  private final WorkerProcess worker;
  private final CiphertextSource ciphertext;
  private final ByteBuffer head = ByteBuffer.allocateDirect(Long.BYTES + Integer.BYTES);
  private long left;

  /** Bytes of the piece that comes next. */
  private int piece;

  private boolean open = true;

  private Picture(WorkerProcess worker, CiphertextSource ciphertext, long length) {
    this.worker = worker;
    this.ciphertext = ciphertext;
    this.left = length;
  }

  /**
   * Takes the worker over, and waits until the first bytes are decrypted. When it fails, the worker
   * has ended.
   *
   * @throws DecryptionFailedException when it does not open, whatever the reason
   * @throws IOException when the worker or the ciphertext fails
   */
  static Picture open(WorkerProcess worker, AssistSeed seed, Job job, CiphertextSource ciphertext)
      throws IOException {
    Picture picture = new Picture(worker, ciphertext, job.length());
    try {
      var sent = new ByteArrayOutputStream();
      var out = new DataOutputStream(sent);
      out.writeByte(Worker.OPEN);
      job.write(out);
      seed.send(worker.channel());
      worker.write(ByteBuffer.wrap(sent.toByteArray()));
      picture.nextPiece();
      return picture;
    } catch (IOException | RuntimeException e) {
      picture.close();
      worker.awaitEnd();
      throw e;
    }
  }

  /** Reads on until a piece comes, serving the worker with ciphertext. */
  private void nextPiece() throws IOException {
    while (true) {
      switch (read(1).get()) {
        case Worker.FETCH -> {
          ByteBuffer wanted = read(Long.BYTES + Integer.BYTES);
          worker.write(ByteBuffer.wrap(ciphertext.fetch(wanted.getLong(), wanted.getInt())));
        }
        case Worker.PIECE -> {
          piece = read(Integer.BYTES).getInt();
          if (piece < 0 || piece > Worker.MOST || piece > left) {
            throw new IOException("a worker sends too much");
          }
          left -= piece;
          return;
        }
        case Worker.FAILED -> throw new DecryptionFailedException(Failure.WRAP_NOT_OPENED);
        default -> throw new IOException("a worker says what it should not");
      }
    }
  }

  private ByteBuffer read(int length) throws IOException {
    worker.read(head.clear().limit(length));
    return head.flip();
  }

  /**
   * Reads a piece, the whole of it. After the last one the worker has ended, and its memory is the
   * system's again.
   *
   * @param target direct, with room for {@link Worker#MOST} bytes
   * @return −1 after the last piece
   */
  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!target.isDirect()) {
      throw new IllegalArgumentException("the picture must not be in the heap");
    }
    if (piece == 0) {
      requireEnd();
      return -1;
    }
    int count = piece;
    int limit = target.limit();
    worker.read(target.limit(target.position() + count));
    target.limit(limit);
    piece = 0;
    if (left > 0) {
      nextPiece();
    } else {
      requireEnd();
    }
    return count;
  }

  private void requireEnd() throws IOException {
    if (worker.channel().read(head.clear()) >= 0) {
      throw new IOException("a worker goes on after the end");
    }
    worker.hasEnded();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    worker.close();
  }
}
