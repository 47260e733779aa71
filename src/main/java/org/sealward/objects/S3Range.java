package org.sealward.objects;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.UUID;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A range of an object in S3, as it comes. When the connection breaks, the rest is asked for again,
 * unless nothing came since the last time.
 */
final class S3Range implements ReadableByteChannel {
  private static final int BUFFER = 64 * 1024;

  private final S3Bucket bucket;
  private final UUID key;
  private final long end;
  private final byte[] buffer = new byte[BUFFER];
  private ResponseInputStream<GetObjectResponse> answer;
  private int taken;
  private int filled;

  /** Of the byte that comes next from S3. */
  private long position;

  private long asked;
  private boolean open = true;

  /**
   * Asks for the range, and waits for its first bytes.
   *
   * @param length in bytes, 1 at least
   * @throws IndexOutOfBoundsException when the object does not have it
   */
  S3Range(S3Bucket bucket, UUID key, long offset, long length) throws IOException {
    this.bucket = bucket;
    this.key = key;
    this.position = offset;
    this.asked = offset;
    this.end = Math.addExact(offset, length);
    this.answer = ask();
    try {
      if (answer.response().contentLength() != length) {
        throw new IndexOutOfBoundsException("the object ends before " + end);
      }
      fill();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private ResponseInputStream<GetObjectResponse> ask() {
    return bucket
        .get(UnfinishedObject.finished(key), position, end - 1)
        .orElseThrow(() -> new ObjectNotFoundException(key));
  }

  /** Fills the target, except at the end of the range. */
  @Override
  public int read(ByteBuffer target) throws IOException {
    int before = target.position();
    while (target.hasRemaining()) {
      if (taken == filled && !fill()) {
        break;
      }
      int count = Math.min(target.remaining(), filled - taken);
      target.put(buffer, taken, count);
      taken += count;
    }
    int count = target.position() - before;
    return count == 0 ? -1 : count;
  }

  private boolean fill() throws IOException {
    while (position < end) {
      try {
        int count = answer.read(buffer, 0, (int) Math.min(buffer.length, end - position));
        if (count > 0) {
          position += count;
          taken = 0;
          filled = count;
          return true;
        }
        throw new EOFException("S3 sent too little");
      } catch (IOException e) {
        goOn(e);
      }
    }
    return false;
  }

  private void goOn(IOException broken) throws IOException {
    if (position == asked) {
      throw broken;
    }
    answer.abort();
    asked = position;
    try {
      answer = ask();
    } catch (ObjectStoreException e) {
      throw new IOException("S3 does not go on", e);
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  /** What is left is not fetched. */
  @Override
  public void close() {
    open = false;
    answer.abort();
  }
}
