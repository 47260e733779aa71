package org.sealward.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealward.api.ObservationsTaken;
import org.sealward.api.ObservedRecord;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EnvelopeException;
import org.sealward.envelope.Observation;
import org.sealward.envelope.Observation.Result;
import org.sealward.envelope.OwnProberKey;
import org.sealward.envelope.SignedObservation;
import org.sealward.envelope.VerifyingKey;
import org.sealward.files.OwnFolder;

/**
 * A prober's observations, signed, on the disk: those that the service has not yet, and before them
 * some days of those that it has, should it lose them. Thread-safe; one process at a time.
 *
 * <p>A file to which records are appended, each {@code u32 length}, the signed bytes of that
 * length, and 64 bytes of signature. What a crash left of a record is cut off at the next start:
 * the first record that its signature does not fit, or that does not follow, and what comes after.
 */
final class ObservationChain implements AutoCloseable {
  /** Four days at one every 15 seconds. */
  static final int KEPT = 23_040;

  private static final int SIGNATURE = 64;
  private static final int LONGEST = 4096;

  private final Path file;
  private final Path mark;
  private final String location;
  private final OwnProberKey key;
  private final int kept;

  /** Where each record begins, and where the next one will. */
  private final List<Long> offsets = new ArrayList<>();

  private FileChannel channel;
  private long first = 1;
  private Bytes head = Observation.NOTHING;
  private Instant latest = Instant.EPOCH;
  private long delivered;

  private ObservationChain(Path file, String location, OwnProberKey key, int kept)
      throws IOException {
    this.file = file;
    this.mark = file.resolveSibling("delivered");
    this.location = location;
    this.key = key;
    this.kept = kept;
    this.channel = openFile();
  }

  /**
   * Reads what is there.
   *
   * @param kept how many delivered ones are kept at least; they are trimmed at twice as many
   * @throws UsageException when it is another location's
   */
  static ObservationChain open(Path file, String location, OwnProberKey key, int kept)
      throws IOException {
    var chain = new ObservationChain(file, location, key, kept);
    chain.read();
    if (Files.exists(chain.mark)) {
      // When the file was lost and the mark was not, it says nothing of what is made now.
      chain.delivered =
          Math.min(Long.parseLong(Files.readString(chain.mark).strip()), chain.next() - 1);
    }
    return chain;
  }

  private FileChannel openFile() throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        OwnFolder.MODE);
  }

  private void read() throws IOException {
    VerifyingKey signer = VerifyingKey.checked(key.publicKey());
    offsets.clear();
    offsets.add(0L);
    head = Observation.NOTHING;
    latest = Instant.EPOCH;
    while (true) {
      Optional<SignedObservation> next = recordAt(end());
      if (next.isEmpty() || !next.get().isBy(signer) || !follows(next.get().observation())) {
        break;
      }
      take(next.get().observation());
    }
    channel.truncate(end());
    channel.force(true);
  }

  /** The first may be any, since those before it may be gone. */
  private boolean follows(Observation observation) {
    if (!observation.location().equals(location)) {
      throw new UsageException(
          file.getParent() + " is the folder of '" + observation.location() + "'.");
    }
    return size() == 0 || (observation.number() == next() && observation.previous().equals(head));
  }

  private void take(Observation observation) {
    if (size() == 0) {
      first = observation.number();
    }
    offsets.add(end() + Integer.BYTES + observation.encode().length() + SIGNATURE);
    head = observation.hash();
    latest = observation.at();
  }

  private int size() {
    return offsets.size() - 1;
  }

  private long end() {
    return offsets.getLast();
  }

  /** The number that the next one gets. */
  synchronized long next() {
    return first + size();
  }

  /** When the last one was made; {@link Instant#EPOCH} when there is none. */
  synchronized Instant latest() {
    return latest;
  }

  /** Signs one more; returns when it is on the disk. */
  synchronized Observation append(Instant at, List<Result> steps) throws IOException {
    var observation = new Observation(location, next(), head, at, steps);
    try {
      channel.position(end());
      OwnFolder.writeAll(channel, encoded(key.sign(observation)));
      channel.force(false);
    } catch (IOException e) {
      channel.truncate(end());
      throw e;
    }
    take(observation);
    return observation;
  }

  private static ByteBuffer encoded(SignedObservation signed) {
    byte[] bytes = signed.observation().encode().toArray();
    return ByteBuffer.allocate(Integer.BYTES + bytes.length + SIGNATURE)
        .putInt(bytes.length)
        .put(bytes)
        .put(signed.signature().toArray())
        .flip();
  }

  /** Those from a number on, in order. */
  synchronized List<ObservedRecord> from(long number, int most) throws IOException {
    List<ObservedRecord> records = new ArrayList<>();
    for (long i = Math.max(number, first); i < next() && records.size() < most; i++) {
      SignedObservation signed = record(i);
      records.add(new ObservedRecord(signed.observation().encode(), signed.signature()));
    }
    return records;
  }

  /**
   * Takes note of what the service has.
   *
   * <p>When it has other observations than these in their places, or has lost more than is still
   * here, what it lacks follows on what it has: with other numbers, and signed anew.
   *
   * @return the number to go on with
   */
  synchronized long settle(ObservationsTaken taken) throws IOException {
    if (!taken.previous().equals(before(taken.next()))) {
      rebuild(taken.next() < first ? first : delivered + 1, taken);
    }
    delivered = taken.next() - 1;
    OwnFolder.replace(
        mark, ByteBuffer.wrap(Long.toString(delivered).getBytes(StandardCharsets.US_ASCII)));
    if (delivered - first >= 2L * kept) {
      keepFrom(delivered - kept + 1);
    }
    return taken.next();
  }

  /**
   * Drops those at the end that were not delivered and are later than this, which no service takes:
   * a clock that was ahead has made them.
   *
   * @return how many
   */
  synchronized int dropAfter(Instant now) throws IOException {
    long end = next();
    while (end - 1 > delivered && record(end - 1).observation().at().isAfter(now)) {
      end--;
    }
    int dropped = (int) (next() - end);
    if (dropped > 0) {
      Bytes previous = before(end);
      channel.truncate(offsets.get((int) (end - first)));
      readAfter(end, previous);
    }
    return dropped;
  }

  /** What the observation of this number names as the one before; empty when it is not known. */
  private Bytes before(long number) throws IOException {
    if (number == next()) {
      return head;
    }
    return number < first || number > next()
        ? Bytes.EMPTY
        : record(number).observation().previous();
  }

  private void rebuild(long from, ObservationsTaken taken) throws IOException {
    List<ByteBuffer> parts = new ArrayList<>();
    long number = taken.next();
    Bytes previous = taken.previous();
    for (long i = Math.max(from, first); i < next(); i++) {
      Observation old = record(i).observation();
      var moved = new Observation(location, number++, previous, old.at(), old.steps());
      parts.add(encoded(key.sign(moved)));
      previous = moved.hash();
    }
    rewrite(parts);
    readAfter(taken.next(), taken.previous());
  }

  /**
   * Reads again.
   *
   * @param number of the next one, and what it names as the one before, if there is none
   */
  private void readAfter(long number, Bytes previous) throws IOException {
    read();
    if (size() == 0) {
      first = number;
      head = previous;
    }
  }

  private void keepFrom(long number) throws IOException {
    List<ByteBuffer> parts = new ArrayList<>();
    for (long i = number; i < next(); i++) {
      parts.add(encoded(record(i)));
    }
    Bytes previous = head;
    long next = next();
    rewrite(parts);
    readAfter(next, previous);
  }

  private void rewrite(List<ByteBuffer> parts) throws IOException {
    OwnFolder.replace(file, parts.toArray(ByteBuffer[]::new));
    channel.close();
    channel = openFile();
  }

  private SignedObservation record(long number) throws IOException {
    return recordAt(offsets.get((int) (number - first)))
        .orElseThrow(() -> new IOException(file + " was changed by somebody else"));
  }

  /** Empty when there is no whole record. */
  private Optional<SignedObservation> recordAt(long offset) throws IOException {
    ByteBuffer length = readAt(offset, Integer.BYTES);
    if (length.remaining() < Integer.BYTES) {
      return Optional.empty();
    }
    int bytes = length.getInt();
    if (bytes < 0 || bytes > LONGEST) {
      return Optional.empty();
    }
    ByteBuffer content = readAt(offset + Integer.BYTES, bytes + SIGNATURE);
    if (content.remaining() < bytes + SIGNATURE) {
      return Optional.empty();
    }
    byte[] read = new byte[content.remaining()];
    content.get(read);
    Bytes all = Bytes.of(read);
    try {
      return Optional.of(
          new SignedObservation(
              Observation.decode(all.slice(0, bytes)), all.slice(bytes, bytes + SIGNATURE)));
    } catch (EnvelopeException _) {
      return Optional.empty();
    }
  }

  private ByteBuffer readAt(long offset, int length) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(length);
    while (content.hasRemaining() && channel.read(content, offset + content.position()) >= 0) {
      // Goes on until it is full or the file ends.
    }
    return content.flip();
  }

  @Override
  public synchronized void close() throws IOException {
    channel.close();
  }
}
