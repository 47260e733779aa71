package org.sealward.objects;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sealward.objects.UnfinishedObject.ChangedException;

/**
 * Objects in a bucket of S3, which any number of nodes use; {@link UnfinishedObject} lays out those
 * that grow. Nothing is kept here: what a node that is killed has acknowledged, any other goes on
 * with.
 */
final class S3ObjectStore implements ObjectStore {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final S3Bucket bucket;
  private final Semaphore memory;
  private final Set<UUID> appending = ConcurrentHashMap.newKeySet();

  /**
   * @param most how many parts, of {@link UnfinishedObject#PART} bytes, are in memory at a time
   */
  S3ObjectStore(S3Bucket bucket, int most) {
    this.bucket = bucket;
    this.memory = new Semaphore(most, true);
  }

  @Override
  public void create(UUID key) {
    if (!UnfinishedObject.begin(bucket, key)) {
      // Or it is our own, and the answer to the first attempt was lost.
      throw new ObjectStoreException("object key used twice: " + key);
    }
  }

  @Override
  public Append append(UUID key, long offset, InputStream source, long limit) {
    if (!appending.add(key)) {
      throw new ObjectBusyException(key);
    }
    try {
      takeMemory();
      try {
        UnfinishedObject object =
            UnfinishedObject.find(bucket, key, limit)
                .orElseThrow(() -> new ObjectNotFoundException(key));
        return object.length() == offset
            ? copy(object, source, limit)
            : new Append.WrongOffset(object.length());
      } catch (ChangedException _) {
        return new Append.WrongOffset(length(key));
      } finally {
        memory.release();
      }
    } finally {
      appending.remove(key);
    }
  }

  private static Append copy(UnfinishedObject object, InputStream source, long limit)
      throws ChangedException {
    long position = object.length();
    long end = Math.addExact(position, limit);
    Optional<IOException> broken = Optional.empty();
    while (position < end) {
      int count;
      try {
        count = object.take(source, end - position);
      } catch (IOException e) {
        broken = Optional.of(e);
        break;
      }
      if (count < 0) {
        break;
      }
      position += count;
      object.storePart();
    }
    object.store();
    long stored = position;
    return broken
        .<Append>map(cause -> new Append.Broken(stored, cause))
        .orElseGet(() -> new Append.Stored(stored));
  }

  private void takeMemory() {
    try {
      if (!memory.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ObjectStoreException("too many uploads at once");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObjectStoreException("interrupted", e);
    }
  }

  @Override
  public long length(UUID key) {
    return UnfinishedObject.look(bucket, key)
        .map(UnfinishedObject::length)
        .or(() -> bucket.length(UnfinishedObject.finished(key)))
        .orElseThrow(() -> new ObjectNotFoundException(key));
  }

  @Override
  public void complete(UUID key, long length) {
    takeMemory();
    try {
      UnfinishedObject.find(bucket, key, 0)
          .ifPresent(
              object -> {
                requireLength(key, object.length(), length);
                object.finish();
              });
    } finally {
      memory.release();
    }
    long finished =
        bucket
            .length(UnfinishedObject.finished(key))
            .orElseThrow(() -> new ObjectNotFoundException(key));
    requireLength(key, finished, length);
    bucket.erase(UnfinishedObject.unfinished(key));
  }

  private static void requireLength(UUID key, long actual, long expected) {
    if (actual != expected) {
      throw new IllegalStateException("%s has %d bytes, not %d".formatted(key, actual, expected));
    }
  }

  @Override
  public ReadableByteChannel read(UUID key, long offset, long length) {
    if (offset < 0 || length <= 0) {
      long actual =
          bucket
              .length(UnfinishedObject.finished(key))
              .orElseThrow(() -> new ObjectNotFoundException(key));
      Objects.checkFromIndexSize(offset, length, actual);
      return Channels.newChannel(new ByteArrayInputStream(new byte[0]));
    }
    try {
      return new S3Range(bucket, key, offset, length);
    } catch (IOException e) {
      throw new ObjectStoreException("cannot read object " + key, e);
    }
  }

  @Override
  public void delete(UUID key) {
    bucket.abortUploads(UnfinishedObject.finished(key));
    bucket.erase(UnfinishedObject.unfinished(key));
    bucket.erase(UnfinishedObject.finished(key));
  }

  @Override
  public void forEachUntouchedSince(Instant instant, Consumer<UUID> action) {
    for (String prefix : new String[] {"unfinished/", "finished/"}) {
      bucket.forEachOlder(
          prefix, instant, name -> action.accept(UUID.fromString(name.substring(prefix.length()))));
    }
  }
}
