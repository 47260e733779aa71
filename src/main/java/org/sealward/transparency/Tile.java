package org.sealward.transparency;

import static org.sealward.transparency.LogFormatException.require;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tile: up to 256 consecutive hashes of one level, or as many entries (C2SP tlog-tiles).
 *
 * @param level 0 for leaf hashes, and each level above it has the roots of the full tiles below;
 *     {@link #ENTRIES} for entries
 * @param index of the tile within its level, from 0
 * @param width 256 when the tile is full, 1 to 255 when it is partial
 */
public record Tile(int level, long index, int width) {
  /** The level of entry bundles, which have the coordinates of level 0. */
  public static final int ENTRIES = -1;

  public static final int FULL = 256;

  /** Levels of the tree from one level of tiles to the next. */
  public static final int HEIGHT = 8;

  /** A log of 2⁵³−1 entries has no tile above it. */
  static final int MAX_LEVEL = 6;

  private static final String ENTRIES_IN_PATH = "entries";
  private static final Pattern PATH =
      Pattern.compile(
          "tile/([0-9]{1,2}|entries)/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([0-9]{1,3}))?");

  /** A tile that no log of 2⁵³−1 entries has is refused. */
  public Tile {
    require(level >= ENTRIES && level <= MAX_LEVEL, "no level of a log");
    require(width >= 1 && width <= FULL, "a width is not within 1 to 256");
    int height = HEIGHT * Math.max(level, 0);
    require(
        index >= 0 && index <= Math.floorDiv((TreeHead.MAX_SIZE >> height) - width, FULL),
        "a tile behind the end of every log");
  }

  /** The tile with hash {@code hash} of its level, as wide as it is in a tree of {@code size}. */
  public static Tile holding(int level, long hash, long size) {
    TreeHead.requireSize(size);
    long hashes = size >> (HEIGHT * Math.max(level, 0));
    require(hash >= 0 && hash < hashes, "no hash of this tree");
    long index = hash / FULL;
    return new Tile(level, index, (int) Math.min(FULL, hashes - index * FULL));
  }

  /**
   * The path below the log's address, such as {@code tile/0/x001/x234/067} or {@code
   * tile/1/000.p/7}.
   */
  public String path() {
    StringBuilder path = new StringBuilder(digits(index));
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      path.insert(0, "x" + digits(rest) + "/");
    }
    path.insert(0, "tile/" + (level == ENTRIES ? ENTRIES_IN_PATH : level) + "/");
    return width == FULL ? path.toString() : path.append(".p/").append(width).toString();
  }

  /** The last three. */
  private static String digits(long number) {
    return Long.toString(1000 + number % 1000).substring(1);
  }

  /** The reverse of {@link #path()}; nothing else is accepted. */
  public static Tile parse(String path) {
    Matcher parts = PATH.matcher(path);
    require(parts.matches(), "not the path of a tile");
    String level = parts.group(1);
    String width = parts.group(3);
    Tile tile =
        new Tile(
            level.equals(ENTRIES_IN_PATH) ? ENTRIES : Integer.parseInt(level),
            Long.parseLong(parts.group(2).replaceAll("[x/]", "")),
            width == null ? FULL : Integer.parseInt(width));
    require(tile.path().equals(path), "not the one path of this tile");
    return tile;
  }
}
