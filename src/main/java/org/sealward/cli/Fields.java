package org.sealward.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields of a JSON object in the order they were named. */
final class Fields {
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  static Fields of(String name, @Nullable Object value) {
    return new Fields().and(name, value);
  }

  Fields and(String name, @Nullable Object value) {
    fields.put(name, value);
    return this;
  }

  Map<String, @Nullable Object> map() {
    return Collections.unmodifiableMap(fields);
  }
}
