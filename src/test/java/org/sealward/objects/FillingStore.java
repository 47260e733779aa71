package org.sealward.objects;

import java.io.InputStream;
import java.nio.channels.ReadableByteChannel;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

/** A store whose medium fills up where a test says so. */
public final class FillingStore implements ObjectStore {
  private final ObjectStore store;
  private long room;

  public FillingStore(ObjectStore store, long room) {
    this.store = store;
    this.room = room;
  }

  public void room(long bytes) {
    room = bytes;
  }

  @Override
  public Append append(UUID key, long offset, InputStream source, long limit) {
    Append outcome = store.append(key, offset, source, Math.min(limit, room));
    long taken = outcome.length() - offset;
    boolean full = taken == room && room < limit;
    room -= taken;
    if (full) {
      throw new ObjectStoreFullException(null);
    }
    return outcome;
  }

  @Override
  public void create(UUID key) {
    store.create(key);
  }

  @Override
  public long length(UUID key) {
    return store.length(key);
  }

  @Override
  public void complete(UUID key, long length) {
    store.complete(key, length);
  }

  @Override
  public ReadableByteChannel read(UUID key, long offset, long length) {
    return store.read(key, offset, length);
  }

  @Override
  public void delete(UUID key) {
    store.delete(key);
  }

  @Override
  public void forEachUntouchedSince(Instant instant, Consumer<UUID> action) {
    store.forEachUntouchedSince(instant, action);
  }
}
