package org.sealward.envelope;

import java.util.stream.Stream;

/**
 * The digits that two people compare to know that no key was put in between (protocol §3.5): 30 for
 * each of them, in order of user id.
 */
public final class SafetyNumber {
  private static final int GROUPS = 6;
  private static final int GROUP_BYTES = 5;

  private SafetyNumber() {}

  /** Sixty digits in twelve groups of five, separated by spaces; the same from either side. */
  public static String of(PublicBundle one, PublicBundle other) {
    return String.join(
        " ",
        Stream.of(one, other)
            .sorted((a, b) -> Pae.compareIds(a.userId(), b.userId()))
            .map(SafetyNumber::digits)
            .toList());
  }

  private static String digits(PublicBundle bundle) {
    return digits(
        Hash.of(
            Pae.labelled("safety-number")
                .id(bundle.userId())
                .bytes(bundle.fingerprint())
                .encode()));
  }

  /** Thirty digits in six groups of five. */
  static String digits(Bytes hash) {
    StringBuilder digits = new StringBuilder();
    for (int group = 0; group < GROUPS; group++) {
      long value = 0;
      for (byte b : hash.slice(group * GROUP_BYTES, (group + 1) * GROUP_BYTES).shared()) {
        value = (value << 8) | (b & 0xff);
      }
      digits.append(group == 0 ? "" : " ").append("%05d".formatted(value % 100_000));
    }
    return digits.toString();
  }
}
