package org.sealward.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;

/**
 * Appends pieces of random size to one object until it is killed, and prints the length after each:
 * the process that {@link DiskObjectStoreCrashTest} kills.
 */
final class EndlessAppend {
  private EndlessAppend() {}

  public static void main(String[] arguments) throws IOException {
    UUID key = UUID.fromString(arguments[1]);
    Random sizes = new Random();
    DiskObjectStore store =
        new DiskObjectStore(ObjectFolder.open(Path.of(arguments[0])), 0, () -> Long.MAX_VALUE);
    long length = store.length(key);
    while (true) {
      length = store.append(key, length, new Pattern(length), 1 + sizes.nextInt(300_000)).length();
      System.out.println(length);
      System.out.flush();
    }
  }

  /** The byte that belongs at a position; no two nearby blocks are alike. */
  static byte at(long position) {
    long mixed = (position >>> 3) * 0x9E3779B97F4A7C15L;
    return (byte) (mixed >>> (8 * (position & 7)));
  }

  /** The endless pattern from a position on. */
  static final class Pattern extends InputStream {
    private long position;

    Pattern(long position) {
      this.position = position;
    }

    @Override
    public int read() {
      return at(position++) & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      for (int i = 0; i < length; i++) {
        target[offset + i] = at(position++);
      }
      return length;
    }
  }
}
