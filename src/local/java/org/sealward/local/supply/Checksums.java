package org.sealward.local.supply;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The lock of everything that Maven fetches for the build: SHA-256 by path in the local repository,
 * in the form of {@code sha256sum}, which Maven itself reads from 3.9.2 on.
 *
 * <p>The build runs this file as it stands, before anything is compiled, so it and what it uses
 * need the JDK alone.
 */
public final class Checksums {
  private static final Set<String> SUMS = Set.of("sha1", "md5", "sha256", "sha512", "asc");

  /** Faults that are told one by one. */
  private static final int MOST = 20;

  private Checksums() {}

  /**
   * {@code verify REPOSITORY LIST [CLASSPATH FILE…]} says what is wrong on standard error and ends
   * with 1; {@code renew REPOSITORY LIST} makes the list of all that lies in the repository.
   */
  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[1]).toRealPath();
    Path list = Path.of(arguments[2]);
    if (arguments[0].equals("renew")) {
      Files.write(list, renewed(repository));
      return;
    }
    List<Path> used = new ArrayList<>();
    for (String classPath : List.of(arguments).subList(3, arguments.length)) {
      used.addAll(entries(Path.of(classPath)));
    }
    List<String> faults = faults(repository, list, used);
    if (!faults.isEmpty()) {
      System.err.println("Libraries are not those of " + list + ":");
      faults.stream().limit(MOST).forEach(fault -> System.err.println("  " + fault));
      if (faults.size() > MOST) {
        System.err.println("  and " + (faults.size() - MOST) + " more.");
      }
      System.err.println(
          "Delete what differs and fetch it again. If versions were changed on purpose,"
              + " infra/checksums.sh renews the list.");
      System.exit(1);
    }
  }

  private static List<Path> entries(Path classPath) throws IOException {
    return Stream.of(Files.readString(classPath).strip().split(File.pathSeparator, -1))
        .map(Path::of)
        .toList();
  }

  /** What lies in the repository with another sum, and what is used and has none. */
  static List<String> faults(Path repository, Path list, List<Path> used) throws IOException {
    Map<String, String> sums = read(list);
    Set<String> faults = Collections.synchronizedSet(new TreeSet<>());
    sums.entrySet().parallelStream()
        .forEach(
            entry -> {
              Path file = repository.resolve(entry.getKey());
              if (Files.exists(file)) {
                String sum = Sha256.of(file);
                if (!sum.equals(entry.getValue())) {
                  faults.add(entry.getKey() + " has " + sum + " and not " + entry.getValue());
                }
              }
            });
    for (Path file : used) {
      Path place = file.toRealPath();
      String path = place.startsWith(repository) ? path(repository, place) : place.toString();
      if (!sums.containsKey(path)) {
        faults.add(path + " is used and not in the list");
      }
    }
    return List.copyOf(faults);
  }

  static Map<String, String> read(Path list) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    for (String line : Files.readAllLines(list)) {
      if (!line.matches("[0-9a-f]{64}  \\S+")
          || sums.put(line.substring(66), line.substring(0, 64)) != null) {
        throw new IOException(list + " has a line that is none, or twice: " + line);
      }
    }
    return sums;
  }

  /** Lines, by path. */
  static List<String> renewed(Path repository) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    try (Stream<Path> files = Files.walk(repository)) {
      files
          .filter(file -> Files.isRegularFile(file) && isArtifact(repository.relativize(file)))
          .forEach(file -> sums.put(path(repository, file), Sha256.of(file)));
    }
    List<String> lines = new ArrayList<>();
    sums.forEach((path, sum) -> lines.add(sum + "  " + path));
    return lines;
  }

  /** Artifacts have the name and the version of their folders; the rest is Maven's own notes. */
  private static boolean isArtifact(Path place) {
    int depth = place.getNameCount() - 1;
    String name = place.getFileName().toString();
    return depth > 2
        && name.startsWith(place.getName(depth - 2) + "-")
        && name.contains(place.getName(depth - 1).toString())
        && !name.endsWith(".lastUpdated")
        && !SUMS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private static String path(Path repository, Path file) {
    return repository.relativize(file).toString().replace(File.separatorChar, '/');
  }
}
