package org.sealward.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed at a random moment of an append, again and again. This shows that nothing
 * acknowledged depends on the process; that it does not depend on the kernel's memory either rests
 * on the calls to force, which no test here can tell from their absence.
 */
class DiskObjectStoreCrashTest {
  private static final int KILLS = 5;

  @TempDir private Path root;

  @Test
  void kill_duringAppend_losesNothingAcknowledgedAndTheUploadGoesOn() throws Exception {
    UUID key = UUID.randomUUID();
    try (DiskObjectStore store = open()) {
      store.create(key);
    }
    Random random = new Random();
    long length = 0;
    for (int i = 0; i < KILLS; i++) {
      long acknowledged = appendUntilKilled(key, random);
      try (DiskObjectStore store = open()) {
        assertThat(acknowledged).isGreaterThan(length);
        length = store.length(key);
        assertThat(length).isGreaterThanOrEqualTo(acknowledged);
      }
    }
    try (DiskObjectStore store = open()) {
      store.complete(key, length);
      assertPattern(store, key, length);
    }
  }

  private long appendUntilKilled(UUID key, Random random) throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                EndlessAppend.class.getName(),
                root.toString(),
                key.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lengths = process.inputReader()) {
      long acknowledged = 0;
      int pieces = 3 + random.nextInt(20);
      for (int i = 0; i < pieces; i++) {
        acknowledged = Long.parseLong(lengths.readLine());
      }
      TimeUnit.MICROSECONDS.sleep(random.nextInt(5000));
      process.toHandle().destroyForcibly(); // unlike Process's own, leaves what it wrote readable
      for (String line = lengths.readLine(); line != null; line = lengths.readLine()) {
        acknowledged = Math.max(acknowledged, Long.parseLong(line));
      }
      return acknowledged;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static void assertPattern(ObjectStore store, UUID key, long length) throws IOException {
    try (InputStream content =
        new BufferedInputStream(Channels.newInputStream(store.read(key, 0, length)), 1 << 16)) {
      for (long position = 0; position < length; position++) {
        if ((byte) content.read() != EndlessAppend.at(position)) {
          throw new AssertionError("another byte at " + position);
        }
      }
      assertThat(content.read()).isEqualTo(-1);
    }
  }

  private DiskObjectStore open() throws IOException {
    return new DiskObjectStore(ObjectFolder.open(root), 0, () -> Long.MAX_VALUE);
  }
}
