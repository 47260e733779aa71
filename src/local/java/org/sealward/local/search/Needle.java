package org.sealward.local.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something to look for, known to people by its name. Its content is never printed.
 *
 * <p>A needle of more than {@value #WHOLE_UP_TO} bytes is looked for by its parts of {@value #PART}
 * bytes, since stores break long values into pages and chunks: any {@code 2 * PART - 1} bytes of it
 * in a row are found. Parts that say little, such as zeros only, are left out.
 */
public final class Needle {
  static final int WHOLE_UP_TO = 32;
  static final int PART = 24;

  private final String name;
  private final List<Fragment> fragments;
  private final @Nullable String expectedIn;

  private Needle(String name, List<Fragment> fragments, @Nullable String expectedIn) {
    this.name = Objects.requireNonNull(name);
    this.fragments = fragments.stream().filter(Fragment::isDistinctive).toList();
    this.expectedIn = expectedIn;
    if (this.fragments.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + name + "' is too short or too uniform to be looked for");
    }
  }

  /**
   * A text, looked for in the encodings of texts too.
   *
   * @throws IllegalArgumentException when it has fewer than 8 bytes in UTF-8, or so few different
   *     ones that finding it would mean nothing
   */
  public static Needle text(String name, String text) {
    return new Needle(name, textFragments(text), null);
  }

  /**
   * A byte string, such as a piece of a picture or a private key.
   *
   * @param content copied
   * @throws IllegalArgumentException when it has fewer than 8 bytes, or so few different ones that
   *     finding it would mean nothing
   */
  public static Needle bytes(String name, byte[] content) {
    return new Needle(name, byteFragments(content), null);
  }

  /**
   * Makes a control of this needle: the store of that name is known to hold it, and a search that
   * does not find it there has failed. Finding it is not counted.
   */
  public Needle expectedIn(String store) {
    return new Needle(name, fragments, store);
  }

  /** Whether {@link #bytes} takes this content. */
  public static boolean isDistinctive(byte[] content) {
    return byteFragments(content).stream().anyMatch(Fragment::isDistinctive);
  }

  public String name() {
    return name;
  }

  /** The store that is known to hold it; null for a needle that is nowhere to be found. */
  @Nullable String expectedIn() {
    return expectedIn;
  }

  List<Fragment> fragments() {
    return fragments;
  }

  private static List<Fragment> byteFragments(byte[] content) {
    List<Fragment> fragments = new ArrayList<>();
    int length = content.length;
    int part = length <= WHOLE_UP_TO ? length : PART;
    for (int from = 0; from + part < length; from += part) {
      fragments.add(new Fragment(Arrays.copyOfRange(content, from, from + part), null));
    }
    fragments.add(new Fragment(Arrays.copyOfRange(content, length - part, length), null));
    return fragments;
  }

  private static List<Fragment> textFragments(String text) {
    List<Fragment> fragments = new ArrayList<>();
    int[] points = text.codePoints().toArray();
    int part = text.getBytes(UTF_8).length <= WHOLE_UP_TO ? points.length : PART;
    for (int from = 0; from + part < points.length; from += part) {
      fragments.add(textFragment(points, from, from + part));
    }
    fragments.add(textFragment(points, Math.max(0, points.length - part), points.length));
    return fragments;
  }

  private static Fragment textFragment(int[] points, int from, int to) {
    String text = new String(points, from, to - from);
    return new Fragment(text.getBytes(UTF_8), text);
  }

  @Override
  public String toString() {
    return name;
  }
}
