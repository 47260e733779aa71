package org.sealward.local;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Tells people what happens and how long it took. */
final class Console {
  private final PrintStream out;
  private final long began = System.nanoTime();

  Console(PrintStream out) {
    this.out = out;
  }

  PrintStream out() {
    return out;
  }

  /** A heading, with the time since the start. */
  void chapter(String title) {
    out.printf(Locale.ROOT, "%n%6.1f s  %s%n", seconds(since(began)), title);
  }

  void say(String line) {
    out.println("          " + line);
  }

  /** A step, with how long it took. */
  <T> T step(String what, Callable<T> work) throws Exception {
    long start = System.nanoTime();
    T result = work.call();
    out.printf(Locale.ROOT, "          %s  (%s)%n", what, shown(since(start)));
    return result;
  }

  static String shown(Duration took) {
    long millis = took.toMillis();
    return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
