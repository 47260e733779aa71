package org.sealward.local.search;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How much of a store was searched.
 *
 * @param counts such as {@code {"files": 12}}, in the order to print them
 */
public record Coverage(String store, Map<String, Long> counts, long bytes, long found) {
  public Coverage {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }

  /** Such as {@code 3 databases, 214 tables, 10,532 rows, 12.3 MB}. */
  String searched() {
    return counts.entrySet().stream()
        .map(count -> "%,d %s".formatted(count.getValue(), count.getKey()))
        .collect(Collectors.joining(", ", "", (counts.isEmpty() ? "" : ", ") + size(bytes)));
  }

  static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " bytes";
    }
    double value = bytes;
    String[] units = {"bytes", "kB", "MB", "GB", "TB"};
    int unit = 0;
    while (value >= 999.95 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }
}
