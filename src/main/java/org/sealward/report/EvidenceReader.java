package org.sealward.report;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.sealward.envelope.Bytes;

/**
 * Reads what {@link EvidenceWriter} wrote, as a stream. Every method throws {@link
 * EvidenceException} where the file is cut off or damaged.
 */
final class EvidenceReader {
  /** Bytes of a part; of the report: one with 60,000 outages has 25 million. */
  private static final int LONGEST = 1 << 25;

  /** Observations in a file; a month of one location has 178,000. */
  private static final long MOST = 10_000_000;

  private static final int HASH = 32;

  private final Compressed compressed;
  private final DataInputStream in;
  private long left = MOST;

  EvidenceReader(InputStream file) {
    compressed = new Compressed(file);
    in = new DataInputStream(compressed);
  }

  /** One stream of RFC 1950, behind which nothing may follow. */
  private static final class Compressed extends InflaterInputStream {
    Compressed(InputStream file) {
      super(file, new java.util.zip.Inflater(), 1 << 16);
    }

    boolean endsFile() throws IOException {
      return inf.getRemaining() == 0 && in.read() < 0;
    }

    @Override
    public void close() throws IOException {
      inf.end();
      super.close();
    }
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T intact(Reading<T> reading) {
    try {
      return reading.read();
    } catch (EOFException _) {
      throw new EvidenceException("the file is cut off");
    } catch (ZipException _) {
      throw new EvidenceException("the file is damaged, or is not the evidence of a report");
    } catch (IOException e) {
      throw new EvidenceException("the file cannot be read: " + e.getMessage());
    }
  }

  private Bytes bytes(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return Bytes.of(bytes);
  }

  void label() {
    EvidenceException.require(
        intact(() -> bytes(EvidenceWriter.LABEL.length())).equals(Bytes.utf8(EvidenceWriter.LABEL)),
        "the file is not the evidence of a report");
  }

  Bytes part() {
    return intact(
        () -> {
          int length = in.readInt();
          EvidenceException.require(length >= 0 && length <= LONGEST, "a part is too long");
          return bytes(length);
        });
  }

  Bytes hash() {
    return intact(() -> bytes(HASH));
  }

  /** How many observations follow. */
  long count() {
    long count = intact(() -> Integer.toUnsignedLong(in.readInt()));
    left -= count;
    EvidenceException.require(left >= 0, "the file has more than " + MOST + " observations");
    return count;
  }

  Instant time() {
    return Instant.ofEpochMilli(intact(in::readLong));
  }

  Bytes steps() {
    return intact(() -> bytes(in.readUnsignedByte()));
  }

  void end() {
    EvidenceException.require(
        intact(() -> in.read() < 0 && compressed.endsFile()), "something follows the evidence");
  }
}
