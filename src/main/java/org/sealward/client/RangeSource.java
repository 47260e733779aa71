package org.sealward.client;

import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.sealward.client.error.SealwardException;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.envelope.CiphertextSource;
import org.sealward.envelope.ContentTree;

/**
 * Fetches an image's ciphertext by range. Once two segments were asked for in a row, it fetches the
 * next one ahead. Not thread-safe.
 */
final class RangeSource implements CiphertextSource {
  private record Range(long offset, int length) {}

  private final ServiceApi api;
  private final String path;
  private final long total;
  private long end = -1;
  private @Nullable Range expected;
  private @Nullable FutureTask<byte[]> ahead;

  RangeSource(ServiceApi api, UUID imageId, long total) {
    this.api = api;
    this.path = "/v1/images/" + imageId + "/content";
    this.total = total;
  }

  @Override
  public byte[] fetch(long offset, int length) throws IOException {
    Range wanted = new Range(offset, length);
    FutureTask<byte[]> begun = wanted.equals(expected) ? ahead : null;
    byte[] fetched = begun == null ? get(wanted) : result(begun);
    if (offset == end) {
      begin(offset + length);
    }
    end = offset + length;
    return fetched;
  }

  private void begin(long offset) {
    if (offset >= total) {
      return;
    }
    Range next = new Range(offset, (int) Math.min(ContentTree.SEGMENT, total - offset));
    FutureTask<byte[]> task = new FutureTask<>(() -> get(next));
    expected = next;
    ahead = task;
    Thread.startVirtualThread(task);
  }

  private byte[] get(Range range) {
    Call call = Call.getBytes(path);
    call.header("Range", "bytes=" + range.offset + "-" + (range.offset + range.length - 1));
    return api.send(call).body();
  }

  private static byte[] result(FutureTask<byte[]> task) throws IOException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SealwardException refused) {
        throw refused;
      }
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
