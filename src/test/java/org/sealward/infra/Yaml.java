package org.sealward.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Files of YAML as maps, lists and scalars. */
final class Yaml {
  private Yaml() {}

  /** Keys that stand twice are refused. */
  static Map<String, Object> read(Path file) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      return map(
          new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).load(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String write(Object value) {
    return new org.yaml.snakeyaml.Yaml().dump(value);
  }

  /** A map; empty for what is not there. */
  static Map<String, Object> map(@Nullable Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (value != null) {
      ((Map<?, ?>) value).forEach((key, each) -> map.put(String.valueOf(key), each));
    }
    return map;
  }

  /** A list; empty for what is not there. */
  static List<Object> list(@Nullable Object value) {
    return value == null ? List.of() : List.<Object>copyOf((List<?>) value);
  }

  static String text(@Nullable Object value) {
    return Objects.requireNonNull(value).toString();
  }
}
