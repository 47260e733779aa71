package org.sealward.local.search;

/**
 * A needle seen in one place in one encoding and alignment, told once however often it is there.
 *
 * @param needle its name
 * @param place where in the store: a file, a column of a row
 * @param alignment bytes of a base64 group before it, 0 to 2
 * @param offset bytes of the place before what was found
 */
public record Finding(
    String needle, String store, String place, Encoding encoding, int alignment, long offset) {

  /** For people. */
  @Override
  public String toString() {
    return "%s: in %s, %s, at byte %d, %s"
        .formatted(needle, store, place, offset, encoding.label())
        .concat(encoding.alignments() > 1 ? " at alignment " + alignment : "");
  }
}
