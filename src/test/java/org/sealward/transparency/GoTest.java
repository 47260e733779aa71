package org.sealward.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.envelope.Bytes;

/** A log of ours before a second implementation, {@link LogCheck}. */
class GoTest {
  private static final int SIZE = 66_000;
  private static final TestSigner LOG = TestSigner.log(1);
  private static final List<TestSigner> WITNESSES =
      List.of(TestSigner.witness("w1.example", 11), TestSigner.witness("w2.example", 12));

  private static final MemoryLog ENTRIES = new MemoryLog();

  @TempDir private Path folder;

  // Small partial tiles below, full ones of three levels in the end.
  private static void fill() {
    for (int size : new int[] {1, 2, 255, 256, 257, 700, SIZE}) {
      ENTRIES.grow(size);
    }
  }

  private LogCheck.Ended check() throws IOException, InterruptedException {
    List<String> keys = new ArrayList<>(List.of(LOG.key().encode()));
    WITNESSES.forEach(witness -> keys.add(witness.key().encode()));
    return LogCheck.check(folder, keys);
  }

  private static SignedCheckpoint signed(int size) {
    Checkpoint checkpoint = Checkpoint.of(TestSigner.ORIGIN, ENTRIES.tree(size).head());
    return checkpoint
        .sign(LOG)
        .with(
            WITNESSES.stream()
                .map(
                    w ->
                        Cosignature.sign(
                            checkpoint, w, Instant.ofEpochSecond(1_700_000_000L + size)))
                .toList());
  }

  private void write(String path, Bytes content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content.toArray());
  }

  /** Tiles, entries, checkpoint, and proofs of every kind of place. */
  @BeforeEach
  void write() throws IOException, InterruptedException {
    LogCheck.require();
    if (ENTRIES.entries.isEmpty()) {
      fill();
    }
    write("checkpoint", signed(SIZE).encode());
    for (var tile : ENTRIES.tiles.entrySet()) {
      write(tile.getKey(), tile.getValue());
    }
    for (int first = 0; first < SIZE; first += Tile.FULL) {
      Tile tile = Tile.holding(Tile.ENTRIES, first, SIZE);
      List<Bytes> bundle = ENTRIES.entries.subList(first, first + tile.width());
      write(tile.path(), new EntryBundle(tile, bundle).encode());
    }
    for (int size : new int[] {1, 2, 255, 256, 257, 700, SIZE}) {
      for (int index : new int[] {0, 1, 254, 255, 256, 699, 65_535, 65_536, 65_999}) {
        if (index < size) {
          String name = "proofs/" + index + "-" + size;
          Bytes extra = Bytes.utf8(name);
          LogProof proof = new LogProof(extra, ENTRIES.tree(size).inclusion(index), signed(size));
          write(name + ".tlog-proof", proof.encode());
          write(name + ".entry", ENTRIES.entries.get(index));
        }
        if (index > 0 && index <= size) {
          AddCheckpoint request =
              new AddCheckpoint(index, ENTRIES.tree(size).consistency(index), signed(size));
          write("requests/" + index + "-" + size, request.encode());
        }
      }
    }
  }

  @Test
  void log_readByTheSecondImplementation_holds() throws Exception {
    assertThat(check()).isEqualTo(new LogCheck.Ended(0, "entries 66000\nproofs 30\nrequests 26\n"));
  }

  /** So that the agreement above means something. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "checkpoint",
        "tile/0/000",
        "tile/0/257.p/208",
        "tile/1/000",
        "tile/1/001.p/1",
        "tile/2/000.p/1",
        "tile/entries/100",
        "proofs/255-700.tlog-proof",
        "proofs/255-700.entry",
        "requests/256-700"
      })
  void log_withAnyFileChanged_isRefusedByTheSecondImplementation(String path) throws Exception {
    byte[] content = Files.readAllBytes(folder.resolve(path));
    content[content.length / 2] ^= 1;
    Files.write(folder.resolve(path), content);
    assertThat(check().status()).isEqualTo(1);
  }
}
