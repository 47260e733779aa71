package org.sealward.decryption;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwapTest {
  private static final String HEADING = "Filename\tType\tSize\tUsed\tPriority\n";
  private static final String SWAP = HEADING + "/dev/dm-1\tpartition\t8388604\t0\t-2\n";

  @TempDir private Path root;

  @Test
  void computerWithoutSwap_cannot() throws IOException {
    write("proc/swaps", HEADING);

    assertThat(new Swap(root).isPossible()).isFalse();
  }

  @Test
  void computerWithSwap_can() throws IOException {
    write("proc/swaps", SWAP);
    write("proc/self/cgroup", "0::/system.slice/sealward.service\n");
    write("sys/fs/cgroup/system.slice/sealward.service/memory.swap.max", "max\n");

    assertThat(new Swap(root).isPossible()).isTrue();
  }

  @Test
  void groupOrOneAroundIt_mayForbidIt() throws IOException {
    write("proc/swaps", SWAP);
    write("proc/self/cgroup", "0::/system.slice/sealward.service\n");
    write("sys/fs/cgroup/system.slice/memory.swap.max", "0\n");
    assertThat(new Swap(root).isPossible()).isFalse();

    write("sys/fs/cgroup/system.slice/memory.swap.max", "4096\n");
    assertThat(new Swap(root).isPossible()).isTrue();

    write("sys/fs/cgroup/system.slice/sealward.service/memory.swap.max", "0\n");
    assertThat(new Swap(root).isPossible()).isFalse();
  }

  @Test
  void containersOwnRoot_mayForbidIt() throws IOException {
    write("proc/swaps", SWAP);
    write("proc/self/cgroup", "0::/\n");
    assertThat(new Swap(root).isPossible()).isTrue();

    write("sys/fs/cgroup/memory.swap.max", "0\n");
    assertThat(new Swap(root).isPossible()).isFalse();
  }

  @Test
  void otherSystems_areTakenToSwap() throws IOException {
    assertThat(new Swap(root).isPossible()).isTrue();
  }

  private void write(String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
