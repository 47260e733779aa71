package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.KeyLeaf;
import org.sealward.envelope.MerkleHash;
import org.sealward.transparency.Checkpoint;
import org.sealward.transparency.KeyTail;
import org.sealward.transparency.LoggedLeaf;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.TestSigner;
import org.sealward.transparency.TreeHead;

final class LogCopyTest {
  private static final String LOG = "log";

  private final DeviceStore store = DeviceStore.inMemory();
  private final List<String> written = new ArrayList<>();
  private final DeviceStore device =
      new DeviceStore() {
        @Override
        public Optional<Bytes> get(String key) {
          return store.get(key);
        }

        @Override
        public void put(String key, Bytes value) {
          written.add(key);
          store.put(key, value);
        }
      };
  private final List<Bytes> entries = new ArrayList<>();

  private static Bytes tag(int user) {
    return KeyLeaf.userTag(new UUID(7, user));
  }

  private static Bytes leaf(int user) {
    return new KeyLeaf(tag(user), 1, Bytes.of(new byte[32])).encode();
  }

  /** By RFC 6962's own definition. */
  private TreeHead head(int size) {
    return new TreeHead(
        size, MerkleHash.root(entries.subList(0, size).stream().map(MerkleHash::leaf).toList()));
  }

  private static SignedCheckpoint signed(TreeHead head) {
    return Checkpoint.of(TestSigner.ORIGIN, head).sign(TestSigner.log(1));
  }

  private void grow(LogCopy copy, int size) {
    List<Bytes> further = new ArrayList<>();
    for (int user = entries.size(); user < size; user++) {
      further.add(leaf(user));
    }
    entries.addAll(further);
    assertThat(copy.append(further, signed(head(size))))
        .isEqualTo(new KeyTail.Reading.Read(List.of()));
  }

  @Test
  void copy_hasTheSame_afterARestart_atEverySize() {
    LogCopy copy = LogCopy.on(device, LOG);
    assertThat(copy.checkpoint()).isEmpty();
    for (int size : List.of(0, 1, 255, 256, 257, 600, 768, 769)) {
      grow(copy, size);
      for (LogCopy known : List.of(copy, LogCopy.on(device, LOG))) {
        assertThat(known.size()).isEqualTo(size);
        assertThat(known.checkpoint()).hasValue(signed(head(size)));
        for (int earlier : List.of(0, size / 3, size)) {
          assertThat(known.at(earlier)).isEqualTo(head(earlier));
        }
        for (int index = 0; index < size; index += 85) {
          assertThat(known.index(KeyLeaf.decode(leaf(index)))).hasValue(index);
          assertThat(known.newest(tag(index)).map(LoggedLeaf::index)).hasValue((long) index);
          var proof = known.proof(index).inclusion();
          assertThat(proof.verifiesEntry(leaf(index), head(size))).isTrue();
          assertThat(proof.verifiesEntry(leaf(index + 1), head(size))).isFalse();
        }
        assertThat(known.index(KeyLeaf.decode(leaf(size)))).isEmpty();
      }
    }
  }

  @Test
  void look_writesWhatItBrought_andNoMore() {
    LogCopy copy = LogCopy.on(device, LOG);
    grow(copy, 600);
    assertThat(written)
        .containsExactly("log.entries.0", "log.entries.1", "log.entries.2", "log.checkpoint");
    written.clear();
    grow(copy, 601);
    assertThat(written).containsExactly("log.entries.2", "log.checkpoint");
    written.clear();
    grow(copy, 601);
    assertThat(written).isEmpty();
  }

  @Test
  void entriesThatDoNotMakeTheTree_areNotKept() {
    LogCopy copy = LogCopy.on(device, LOG);
    grow(copy, 3);
    written.clear();
    entries.add(leaf(3));
    assertThat(copy.append(List.of(leaf(4)), signed(head(4))))
        .isEqualTo(new KeyTail.Reading.OtherTree());
    assertThat(written).isEmpty();
    assertThat(copy.size()).isEqualTo(3);
    assertThat(copy.append(List.of(leaf(3)), signed(head(4))))
        .isEqualTo(new KeyTail.Reading.Read(List.of()));
  }

  /** The tile is written before the checkpoint that counts it. */
  @Test
  void copy_thatWasCutOffWhileItWasWritten_goesOnFromTheCheckpoint() {
    LogCopy copy = LogCopy.on(device, LOG);
    grow(copy, 3);
    Bytes checkpoint = store.get("log.checkpoint").orElseThrow();
    grow(copy, 300);
    store.put("log.checkpoint", checkpoint);

    LogCopy again = LogCopy.on(device, LOG);
    assertThat(again.size()).isEqualTo(3);
    assertThat(again.append(entries.subList(3, 300), signed(head(300))))
        .isEqualTo(new KeyTail.Reading.Read(List.of()));
  }

  @Test
  void copy_thatWasDamaged_isRefused() {
    LogCopy copy = LogCopy.on(device, LOG);
    grow(copy, 300);
    Bytes tile = store.get("log.entries.0").orElseThrow();
    byte[] altered = tile.toArray();
    altered[1_000] ^= 1;
    store.put("log.entries.0", Bytes.of(altered));
    assertThatThrownBy(() -> LogCopy.on(device, LOG)).isInstanceOf(IllegalStateException.class);

    store.put("log.entries.0", tile.slice(0, 150 * 100));
    assertThatThrownBy(() -> LogCopy.on(device, LOG)).isInstanceOf(IllegalStateException.class);

    store.put("log.entries.0", tile.slice(0, 150 * 100 + 1));
    assertThatThrownBy(() -> LogCopy.on(device, LOG)).isInstanceOf(IllegalStateException.class);

    store.put("log.entries.0", tile);
    assertThat(LogCopy.on(device, LOG).size()).isEqualTo(300);
  }
}
