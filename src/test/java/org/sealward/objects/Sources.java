package org.sealward.objects;

import java.io.InputStream;

/** Bytes of clients to which, or to whose node, something happens under way. */
final class Sources {
  private Sources() {}

  /** What kills a node in the middle of an append. */
  static final class Death extends Error {}

  static final class DyingStream extends InputStream {
    @Override
    public int read() {
      throw new Death();
    }

    @Override
    public int read(byte[] into, int from, int length) {
      return read();
    }
  }

  /** Does something, and ends. */
  static final class LastWords extends InputStream {
    private final Runnable act;

    LastWords(Runnable act) {
      this.act = act;
    }

    @Override
    public int read() {
      act.run();
      return -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      return read();
    }
  }
}
