package org.sealward.local.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/**
 * PostgreSQL's binary COPY format (its manual, COPY, "Binary Format"): a header, then rows of a
 * 16-bit count of fields, each a 32-bit length, -1 for null, and its bytes; -1 after the last row.
 */
final class BinaryCopy implements AutoCloseable {
  private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(ISO_8859_1);

  private final DataInputStream in;
  private final byte[] chunk = new byte[1 << 16];

  /** Takes the stream over. */
  BinaryCopy(DataInputStream in) throws IOException {
    this.in = in;
    if (!Arrays.equals(in.readNBytes(SIGNATURE.length), SIGNATURE)) {
      throw new IOException("not PostgreSQL's binary COPY format");
    }
    in.readInt(); // flags
    in.skipNBytes(in.readInt()); // extension
  }

  /** Goes to the next row; false after the last one. */
  boolean nextRow() throws IOException {
    return in.readShort() >= 0;
  }

  /** The next field, an integer of 4 bytes. */
  int integer() throws IOException {
    if (in.readInt() != Integer.BYTES) {
      throw new IOException("not an integer");
    }
    return in.readInt();
  }

  /** The next field, a text. */
  String text() throws IOException {
    return new String(in.readNBytes(Math.max(0, in.readInt())), UTF_8);
  }

  /** Shows the next field to a probe. */
  void show(Probe probe) throws IOException {
    int left = in.readInt();
    while (left > 0) {
      int n = in.read(chunk, 0, Math.min(left, chunk.length));
      if (n < 0) {
        throw new EOFException("a value ends early");
      }
      probe.read(chunk, 0, n);
      left -= n;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
