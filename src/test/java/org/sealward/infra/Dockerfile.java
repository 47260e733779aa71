package org.sealward.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The instructions of {@code infra/Dockerfile}.
 *
 * @param stages each with its instructions, a line each, the first of which is its FROM
 */
record Dockerfile(List<List<String>> stages) {
  static Dockerfile read() {
    try {
      String file =
          Files.readString(Path.of("infra", "Dockerfile"))
              .replaceAll("(?m)^#.*\n", "")
              .replaceAll("\\\\\n\\s*", "");
      List<String> lines = file.lines().filter(line -> !line.isBlank()).toList();
      List<List<String>> stages = new java.util.ArrayList<>();
      for (String line : lines) {
        if (line.startsWith("FROM ")) {
          stages.add(new java.util.ArrayList<>());
        }
        stages.getLast().add(line);
      }
      return new Dockerfile(stages);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the last stage says with this instruction. */
  List<String> last(String instruction) {
    return stages.getLast().stream()
        .filter(line -> line.startsWith(instruction + " "))
        .map(line -> line.substring(instruction.length() + 1))
        .toList();
  }

  Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    for (String line : last("ENV")) {
      for (String each : line.split(" ", -1)) {
        environment.put(
            each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
      }
    }
    return environment;
  }

  List<String> entrypoint() {
    Object list = new org.yaml.snakeyaml.Yaml().load(last("ENTRYPOINT").getFirst());
    return Yaml.list(list).stream().map(String::valueOf).toList();
  }
}
