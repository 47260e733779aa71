package org.sealward.local.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.sealward.local.aws.store.RecordFolder;

/** Keeps a data folder to one stand-in at a time. */
final class DataLock {
  private DataLock() {}

  /**
   * Makes the folder when absent.
   *
   * @return to be closed at the end
   * @throws IllegalStateException when another has it
   */
  static FileChannel take(Path data) {
    try {
      RecordFolder.createOwnerFolder(data);
      FileChannel channel =
          FileChannel.open(
              data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new IllegalStateException("in use by another process: " + data);
      }
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }
}
