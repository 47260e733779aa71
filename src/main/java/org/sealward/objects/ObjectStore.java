package org.sealward.objects;

import java.io.InputStream;
import java.nio.channels.ReadableByteChannel;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Where ciphertext objects lie: on a disk, for one process, or in S3, for any number of them.
 * Implementations are safe for concurrent use.
 *
 * <p>Every method throws {@link ObjectStoreException} when the medium fails, {@link
 * ObjectStoreFullException} when it has no room left, and {@link ObjectNotFoundException} for a key
 * that it does not hold.
 */
public interface ObjectStore {

  /** Begins an empty unfinished object. The key is random and was never used before. */
  void create(UUID key);

  /**
   * Appends to an unfinished object what {@code source} yields, until it ends, it fails, or {@code
   * limit} bytes came; memory use does not depend on the amount. When this returns, or throws
   * {@link ObjectStoreFullException}, everything counted by {@link #length} is durable. Does not
   * close {@code source}.
   *
   * @param offset the object's present length in bytes; appending elsewhere is refused
   * @param limit the most to take from {@code source}, in bytes
   * @throws ObjectBusyException while another append to the same object runs
   */
  Append append(UUID key, long offset, InputStream source, long limit);

  /** The durable length in bytes of an object, finished or not. */
  long length(UUID key);

  /**
   * Finishes an object, durably. Finishing it again changes nothing.
   *
   * @param length the object's length; another one than the real one is an {@link
   *     IllegalStateException}
   */
  void complete(UUID key, long length);

  /**
   * Opens {@code length} bytes of a finished object, beginning at {@code offset}. A range that does
   * not lie within the object is an {@link IndexOutOfBoundsException}. The caller closes the
   * channel.
   */
  ReadableByteChannel read(UUID key, long offset, long length);

  /** Deletes an object, finished or not. A key that is not held is no error. */
  void delete(UUID key);

  /** Visits, in no order, the keys of all objects, finished or not, last written before then. */
  void forEachUntouchedSince(Instant instant, Consumer<UUID> action);
}
