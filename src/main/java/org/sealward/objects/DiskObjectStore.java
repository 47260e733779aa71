package org.sealward.objects;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Objects as files below one folder that this process alone uses; {@link ObjectFolder} lays it out.
 *
 * <p>The length of an object is the length of its file, there is no second record of it. Bytes are
 * forced to the medium before their count leaves this class: after a {@code kill -9} the file may
 * hold more than was ever acknowledged, and {@link #length} forces that tail before it counts it. A
 * finished object was forced, moved by an atomic rename, and both directories forced.
 */
final class DiskObjectStore implements ObjectStore, AutoCloseable {
  private static final int BUFFER = 64 * 1024;
  private static final int ROOM_CHECK_INTERVAL = 1024 * 1024;

  private final ObjectFolder folder;
  private final long keepFree;
  private final LongSupplier usableSpace;
  private final Set<UUID> appending = ConcurrentHashMap.newKeySet();

  /**
   * @param keepFree bytes that appends leave free on the medium
   * @param usableSpace bytes that the medium has left
   */
  DiskObjectStore(ObjectFolder folder, long keepFree, LongSupplier usableSpace) {
    this.folder = folder;
    this.keepFree = keepFree;
    this.usableSpace = usableSpace;
  }

  @Override
  public void create(UUID key) {
    requireRoom(0);
    try {
      folder.createUnfinished(key);
    } catch (FileAlreadyExistsException e) {
      throw new ObjectStoreException("object key used twice: " + key, e);
    } catch (IOException e) {
      throw failure("create", key, e);
    }
  }

  @Override
  public Append append(UUID key, long offset, InputStream source, long limit) {
    if (!appending.add(key)) {
      throw new ObjectBusyException(key);
    }
    try (FileChannel file = FileChannel.open(folder.unfinished(key), StandardOpenOption.WRITE)) {
      long length = file.size();
      if (length != offset) {
        return new Append.WrongOffset(length);
      }
      file.position(offset);
      Append outcome;
      try {
        outcome = copy(source, file, offset, limit);
      } catch (IOException | ObjectStoreFullException e) {
        try {
          force(file, offset);
        } catch (IOException suppressed) {
          e.addSuppressed(suppressed);
        }
        throw e;
      }
      force(file, offset);
      return outcome;
    } catch (IOException e) {
      throw failure("append to", key, e);
    } finally {
      appending.remove(key);
    }
  }

  private Append copy(InputStream source, FileChannel file, long offset, long limit)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    long end = Math.addExact(offset, limit);
    long position = offset;
    long nextCheck = offset;
    while (position < end) {
      if (position >= nextCheck) {
        requireRoom(Math.min(ROOM_CHECK_INTERVAL, end - position));
        nextCheck = position + ROOM_CHECK_INTERVAL;
      }
      int count;
      try {
        count = source.read(buffer, 0, (int) Math.min(buffer.length, end - position));
      } catch (IOException e) {
        return new Append.Broken(position, e);
      }
      if (count < 0) {
        break;
      }
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
      while (bytes.hasRemaining()) {
        position += file.write(bytes);
      }
    }
    return new Append.Stored(position);
  }

  /** After a failed force nobody knows what the medium holds, so what came after offset goes. */
  private static void force(FileChannel file, long offset) throws IOException {
    try {
      file.force(false);
    } catch (IOException e) {
      file.truncate(offset);
      throw e;
    }
  }

  @Override
  public long length(UUID key) {
    try {
      if (Files.exists(folder.finished(key))) {
        return Files.size(folder.finished(key));
      }
      try (FileChannel file = FileChannel.open(folder.unfinished(key), StandardOpenOption.WRITE)) {
        long length = file.size();
        file.force(false);
        return length;
      }
    } catch (IOException e) {
      throw failure("measure", key, e);
    }
  }

  @Override
  public void complete(UUID key, long length) {
    long actual = length(key);
    if (actual != length) {
      throw new IllegalStateException("%s has %d bytes, not %d".formatted(key, actual, length));
    }
    try {
      folder.finish(key);
    } catch (IOException e) {
      throw failure("finish", key, e);
    }
  }

  @Override
  public ReadableByteChannel read(UUID key, long offset, long length) {
    try {
      FileChannel file = FileChannel.open(folder.finished(key), StandardOpenOption.READ);
      try {
        Objects.checkFromIndexSize(offset, length, file.size());
      } catch (IndexOutOfBoundsException | IOException e) {
        file.close();
        throw e;
      }
      return new FileRange(file, offset, length);
    } catch (IOException e) {
      throw failure("read", key, e);
    }
  }

  @Override
  public void delete(UUID key) {
    try {
      folder.delete(key);
    } catch (IOException e) {
      throw failure("delete", key, e);
    }
  }

  @Override
  public void forEachUntouchedSince(Instant instant, Consumer<UUID> action) {
    try {
      folder.forEachUntouchedSince(instant, action);
    } catch (IOException e) {
      throw new ObjectStoreException("cannot list objects", e);
    }
  }

  @Override
  public void close() {
    try {
      folder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes that objects may still take. */
  long room() {
    return Math.max(0, usableSpace.getAsLong() - keepFree);
  }

  private void requireRoom(long bytes) {
    if (usableSpace.getAsLong() - bytes < keepFree) {
      throw new ObjectStoreFullException(null);
    }
  }

  private ObjectStoreException failure(String act, UUID key, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return new ObjectNotFoundException(key);
    }
    return isOutOfRoom(cause)
        ? new ObjectStoreFullException(cause)
        : new ObjectStoreException("cannot " + act + " object " + key, cause);
  }

  /** The JDK has no exception of its own for ENOSPC and EDQUOT, and their texts are localised. */
  private boolean isOutOfRoom(IOException cause) {
    String text = String.valueOf(cause.getMessage());
    return text.contains("No space left on device")
        || text.contains("Disk quota exceeded")
        || usableSpace.getAsLong() < BUFFER;
  }
}
