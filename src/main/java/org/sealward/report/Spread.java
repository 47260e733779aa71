package org.sealward.report;

import java.util.Map;
import java.util.TreeMap;

/** How often something took how many milliseconds. */
final class Spread {
  private static final int USUAL = 1 << 16;

  private final int[] usual = new int[USUAL];
  private final TreeMap<Long, Integer> slower = new TreeMap<>();
  private long size;

  void add(long millis) {
    size++;
    if (millis < USUAL) {
      usual[(int) millis]++;
    } else {
      slower.merge(millis, 1, Integer::sum);
    }
  }

  long size() {
    return size;
  }

  /** The smallest that so many percent of all stayed within; 0 of nothing. */
  long percentile(int percent) {
    long rank = (size * percent + 99) / 100;
    long counted = 0;
    for (int millis = 0; millis < USUAL; millis++) {
      counted += usual[millis];
      if (counted >= rank) {
        return millis;
      }
    }
    for (Map.Entry<Long, Integer> entry : slower.entrySet()) {
      counted += entry.getValue();
      if (counted >= rank) {
        return entry.getKey();
      }
    }
    throw new IllegalStateException("not more than 100 percent");
  }
}
