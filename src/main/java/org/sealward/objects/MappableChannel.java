package org.sealward.objects;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** What a store reads from a file: its bytes need not be copied out of the system's cache. */
public interface MappableChannel extends ReadableByteChannel {

  /**
   * The next bytes as read-only memory, brought in from the medium; empty at the end.
   *
   * @param most how many at the most, in bytes
   * @param arena what unmaps them, when it is closed
   */
  ByteBuffer map(int most, Arena arena) throws IOException;
}
