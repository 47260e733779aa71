package org.sealward.merklelog;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.sealward.envelope.Bytes;
import org.sealward.transparency.SignedCheckpoint;

/**
 * How a log grew by one checkpoint, as the journal has it: enough to do it again.
 *
 * @param entries the last ones of the tree, in their order
 */
record Batch(SignedCheckpoint checkpoint, List<Bytes> entries) {
  Batch {
    entries = List.copyOf(entries);
    if (entries.size() > checkpoint.checkpoint().head().size()) {
      throw new IllegalArgumentException("more entries than the tree has");
    }
  }

  /** The size of the tree that it goes on from. */
  long oldSize() {
    return checkpoint.checkpoint().head().size() - entries.size();
  }

  /** The number of entries, the checkpoint, the entries: each after its length, in four bytes. */
  Bytes encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(entries.size());
      write(out, checkpoint.encode());
      for (Bytes entry : entries) {
        write(out, entry);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.of(bytes.toByteArray());
  }

  private static void write(DataOutputStream out, Bytes bytes) throws IOException {
    out.writeInt(bytes.length());
    out.write(bytes.toArray());
  }

  /** Throws {@link IOException} where the content ends too early. */
  static Batch decode(Bytes encoded) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded.toArray()));
    int count = in.readInt();
    SignedCheckpoint checkpoint = SignedCheckpoint.parse(read(in));
    List<Bytes> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(read(in));
    }
    return new Batch(checkpoint, entries);
  }

  private static Bytes read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("the content is cut off");
    }
    return Bytes.of(in.readNBytes(length));
  }
}
