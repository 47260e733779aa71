package org.sealward.cli;

import java.io.IOException;
import java.util.Optional;
import org.sealward.statuspage.StatusFile;

/** Where a copy of a status page is kept. Readers find a file as it was or as it is, never half. */
interface StatusTarget {
  /** A file that was written earlier; empty when there is none, or none may be read. */
  Optional<byte[]> read(String path) throws IOException;

  void write(String path, StatusFile file) throws IOException;
}
