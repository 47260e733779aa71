package org.sealward.local.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The computer that the figures are of. */
final class Machine {
  private Machine() {}

  static String describe() {
    return "%s, %d processors, %s %s, JDK %s"
        .formatted(
            processor(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version());
  }

  private static String processor() {
    return field(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch"));
  }

  /** Resident memory of a process in bytes, where the system tells. */
  static long resident(long pid) {
    return field(Path.of("/proc/" + pid + "/status"), "VmRSS")
        .map(text -> Long.parseLong(text.replaceAll("[^0-9]", "")) * 1024)
        .orElseThrow(() -> new IllegalStateException("this system does not tell VmRSS"));
  }

  private static java.util.Optional<String> field(Path file, String name) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return java.util.Optional.empty();
    }
  }
}
