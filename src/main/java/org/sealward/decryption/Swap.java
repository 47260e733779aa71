package org.sealward.decryption;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the system may write the memory of this process to a disk, to have room for others. */
@Singleton
public final class Swap {
  private final Path root;

  @Inject
  public Swap() {
    this(Path.of("/"));
  }

  Swap(Path root) {
    this.root = root;
  }

  /**
   * On Linux: there is swap, and no control group of this process has it forbidden. Elsewhere it is
   * taken to be possible.
   */
  public boolean isPossible() throws IOException {
    Path swaps = root.resolve("proc/swaps");
    if (!Files.exists(swaps)) {
      return true;
    }
    boolean hasSwap = Files.readAllLines(swaps, UTF_8).size() > 1; // The first line is a heading.
    return hasSwap && !isForbidden();
  }

  /** By control groups of version 2; this process's own, or one that it lies in. */
  private boolean isForbidden() throws IOException {
    Path groups = root.resolve("sys/fs/cgroup");
    for (String line : Files.readAllLines(root.resolve("proc/self/cgroup"), UTF_8)) {
      if (!line.startsWith("0::/")) {
        continue;
      }
      Path group = groups.resolve(line.substring("0::/".length())).normalize();
      while (group != null && group.startsWith(groups)) {
        Path limit = group.resolve("memory.swap.max");
        if (Files.exists(limit) && Files.readString(limit).strip().equals("0")) {
          return true;
        }
        group = group.getParent();
      }
    }
    return false;
  }
}
