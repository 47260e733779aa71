package org.sealward.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;

/** C2SP tlog-tiles: the examples of its text, and what is none of its paths. */
class TileTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 256, tile/0/000",
    "0, 1234067, 256, tile/0/x001/x234/067",
    "0, 273, 112, tile/0/273.p/112",
    "1, 1, 17, tile/1/001.p/17",
    "2, 0, 1, tile/2/000.p/1",
    "-1, 1000, 1, tile/entries/x001/000.p/1",
    "-1, 999, 256, tile/entries/999",
    "-1, 35184372088831, 255, tile/entries/x035/x184/x372/x088/831.p/255",
    "6, 0, 31, tile/6/000.p/31"
  })
  void path_ofATile_isReadBack(int level, long index, int width, String path) {
    Tile tile = new Tile(level, index, width);
    assertThat(tile.path()).isEqualTo(path);
    assertThat(Tile.parse(path)).isEqualTo(tile);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tile/0/",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/-1/000",
        "tile/7/000",
        "tile/63/000",
        "tile/0/001/234",
        "tile/0/x001/x234",
        "tile/0/x000/001",
        "tile/0/x1/000",
        "tile/0/X001/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000.p",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/../000",
        "tile/0/000\n",
        "tile/0/٠٠٠",
        "tile/data/000",
        "tile/8/0/000",
        "tile/6/000.p/32",
        "tile/6/001.p/1",
        "tile/entries/x035/x184/x372/x088/831",
        "tile/entries/x035/x184/x372/x088/832.p/1",
        "tile/entries/x999/x999/x999/x999/x999/999"
      })
  void path_ofNoTile_isRefused(String path) {
    assertThatThrownBy(() -> Tile.parse(path)).isInstanceOf(LogFormatException.class);
  }

  /** The tree of 70,000 and the tree of 256 in the specification's text. */
  @Test
  void holding_inTheSpecificationsTrees_isAsWideAsItSays() {
    assertThat(Tile.holding(0, 69_999, 70_000)).isEqualTo(new Tile(0, 273, 112));
    assertThat(Tile.holding(0, 69_887, 70_000)).isEqualTo(new Tile(0, 272, 256));
    assertThat(Tile.holding(1, 272, 70_000)).isEqualTo(new Tile(1, 1, 17));
    assertThat(Tile.holding(2, 0, 70_000)).isEqualTo(new Tile(2, 0, 1));
    assertThat(Tile.holding(1, 0, 256)).isEqualTo(new Tile(1, 0, 1));
    assertThat(Tile.holding(Tile.ENTRIES, 69_999, 70_000)).isEqualTo(new Tile(-1, 273, 112));
    assertThatThrownBy(() -> Tile.holding(1, 0, 255)).isInstanceOf(LogFormatException.class);
    assertThatThrownBy(() -> Tile.holding(0, 70_000, 70_000))
        .isInstanceOf(LogFormatException.class);
  }

  @Test
  void append_toSeventyThousand_writesTheSpecificationsTiles() {
    MemoryLog log = MemoryLog.of(70_000);
    assertThat(log.tiles).hasSize(273 + 1 + 1 + 1 + 1);
    assertThat(log.tiles)
        .containsKeys(
            "tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1");
    assertThat(log.read(new Tile(0, 272, 256)).length()).isEqualTo(8_192);
    List<Bytes> first = log.entries.subList(0, 256).stream().map(MerkleHash::leaf).toList();
    assertThat(log.read(new Tile(1, 0, 256)).slice(0, 32)).isEqualTo(MerkleHash.root(first));
  }

  @Test
  void hashTile_encoded_isItsHashesInARow() {
    Tile tile = new Tile(0, 0, 2);
    Bytes encoded = Bytes.fromHex("11".repeat(32) + "22".repeat(32));
    HashTile decoded = HashTile.decode(tile, encoded);
    assertThat(decoded.hashes())
        .containsExactly(Bytes.fromHex("11".repeat(32)), Bytes.fromHex("22".repeat(32)));
    assertThat(decoded.encode()).isEqualTo(encoded);
    for (String other : List.of("", "11".repeat(32), "11".repeat(63), "11".repeat(65))) {
      assertThatThrownBy(() -> HashTile.decode(tile, Bytes.fromHex(other)))
          .isInstanceOf(LogFormatException.class);
    }
    assertThatThrownBy(() -> HashTile.decode(new Tile(Tile.ENTRIES, 0, 2), encoded))
        .isInstanceOf(LogFormatException.class);
  }

  @Test
  void entryBundle_encoded_hasALengthBeforeEachEntry() {
    Tile tile = new Tile(Tile.ENTRIES, 0, 3);
    Bytes encoded = Bytes.fromHex("0002" + "abcd" + "0000" + "0100" + "07".repeat(256));
    EntryBundle decoded = EntryBundle.decode(tile, encoded);
    assertThat(decoded.entries())
        .containsExactly(Bytes.fromHex("abcd"), Bytes.EMPTY, Bytes.fromHex("07".repeat(256)));
    assertThat(decoded.encode()).isEqualTo(encoded);
    for (int cut : new int[] {0, 1, 3, 4, 5, 7, encoded.length() - 1}) {
      assertThatThrownBy(() -> EntryBundle.decode(tile, encoded.slice(0, cut)))
          .isInstanceOf(LogFormatException.class);
    }
    assertThatThrownBy(() -> EntryBundle.decode(tile, Bytes.fromHex(encoded.hex() + "00")))
        .isInstanceOf(LogFormatException.class);
    assertThatThrownBy(() -> EntryBundle.decode(new Tile(Tile.ENTRIES, 0, 2), encoded))
        .isInstanceOf(LogFormatException.class);
    assertThatThrownBy(() -> EntryBundle.decode(new Tile(0, 0, 3), encoded))
        .isInstanceOf(LogFormatException.class);
  }

  @Test
  void entry_asLongAsItMayBe_isKept() {
    Tile tile = new Tile(Tile.ENTRIES, 0, 1);
    EntryBundle largest = new EntryBundle(tile, List.of(Bytes.of(new byte[65_535])));
    assertThat(EntryBundle.decode(tile, largest.encode())).isEqualTo(largest);
    List<Bytes> longer = Collections.singletonList(Bytes.of(new byte[65_536]));
    assertThatThrownBy(() -> new EntryBundle(tile, longer)).isInstanceOf(LogFormatException.class);
  }
}
