package org.sealward.fuzz;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What Jazzer calls in the JVM that {@link FuzzTest} starts for one target or for several, whose
 * inputs say in their first byte for which they are. Jazzer reads all of its class path first,
 * which takes many seconds for ours: so that holds nothing but Jazzer and this class, which depends
 * on the JDK alone, and the rest comes from a loader beside it.
 */
public final class FuzzedJvm {
  /** The system property with the class path of the target. */
  static final String CLASS_PATH = "fuzz.classpath";

  /** Of processor time for one input of some kilobytes, so that a busy machine is no finding. */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final List<Object> TARGETS = new ArrayList<>();
  private static @Nullable Method accept;
  private static long[] inputs = {};

  private FuzzedJvm() {}

  /**
   * Makes the targets.
   *
   * @param arguments their classes
   */
  public static void fuzzerInitialize(String[] arguments) throws ReflectiveOperationException {
    URL[] places =
        Arrays.stream(
                Objects.requireNonNull(System.getProperty(CLASS_PATH)).split(File.pathSeparator))
            .map(FuzzedJvm::url)
            .toArray(URL[]::new);
    ClassLoader loader = new URLClassLoader(places, ClassLoader.getPlatformClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    for (String target : arguments) {
      TARGETS.add(loader.loadClass(target).getDeclaredConstructor().newInstance());
    }
    inputs = new long[arguments.length];
    accept = loader.loadClass("org.sealward.fuzz.Target").getMethod("accept", byte[].class);
  }

  /** Tells how many inputs each target had. */
  public static void fuzzerTearDown() {
    System.err.println("Inputs of each: " + Arrays.toString(inputs));
  }

  private static URL url(String place) {
    try {
      return Path.of(place).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** An input that takes too long gets a second chance, after the first has loaded classes. */
  public static void fuzzerTestOneInput(byte[] input) throws Throwable {
    if (input.length == 0) {
      return;
    }
    inputs[number(input)]++;
    if (taken(input).compareTo(LONGEST) > 0) {
      Duration taken = taken(input);
      if (taken.compareTo(LONGEST) > 0) {
        throw new AssertionError("one input took " + taken);
      }
    }
  }

  private static int number(byte[] input) {
    return Byte.toUnsignedInt(input[0]) % TARGETS.size();
  }

  private static Duration taken(byte[] input) throws Throwable {
    long began = THREADS.getCurrentThreadCpuTime();
    try {
      Objects.requireNonNull(accept)
          .invoke(TARGETS.get(number(input)), (Object) Arrays.copyOfRange(input, 1, input.length));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    return Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - began);
  }
}
