package org.sealward.local.residue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.sealward.platform.Loop;

/** Makes a JVM collect all of its garbage every four seconds, and counts all collections. */
final class GarbageCollections implements AutoCloseable {
  private static final long PAUSE_MILLIS = 4_000;

  private final Path log;
  private final Loop loop;

  /**
   * Begins.
   *
   * @param log that the JVM writes of its collections, see {@link #option}
   */
  GarbageCollections(long pid, Path log) {
    this.log = log;
    this.loop =
        new Loop(
                "collections",
                _ -> {
                  new ProcessBuilder(
                          Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                          "-J-XX:TieredStopAtLevel=1",
                          "-J-XX:+UseSerialGC",
                          Long.toString(pid),
                          "GC.run")
                      .redirectErrorStream(true)
                      .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                      .start()
                      .waitFor();
                  Thread.sleep(PAUSE_MILLIS);
                })
            .start();
  }

  /** With which the JVM is started. */
  static String option(Path log) {
    return "-Xlog:gc:file=" + log.toAbsolutePath() + "::filecount=0";
  }

  /** Whole collections so far, and partial ones. */
  long whole() throws IOException {
    return count("Pause Full");
  }

  long partial() throws IOException {
    return count("Pause Young");
  }

  private long count(String kind) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(kind)).count();
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
