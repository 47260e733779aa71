package org.sealward.decryption;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The system writes the memory of a process that breaks down to a disk, unless it is told not to.
 */
final class CoreDumps {
  /** POSIX's RLIMIT_CORE, as Linux and macOS number it. */
  private static final int CORE = 4;

  private CoreDumps() {}

  /** For this process and those that it starts from now on; only root can undo it. */
  @SuppressWarnings("restricted") // setrlimit is what the system offers.
  static void turnOff() {
    Linker linker = Linker.nativeLinker();
    MethodHandle setrlimit =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setrlimit"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    int answer;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment softAndHard = arena.allocate(2 * Long.BYTES); // Zeros.
      answer = (int) setrlimit.invokeExact(CORE, softAndHard);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    if (answer != 0) {
      throw new IllegalStateException("core dumps cannot be turned off");
    }
  }
}
