package org.sealward;

import io.micronaut.runtime.Micronaut;
import org.sealward.platform.StartFailure;

/** Starts the service in its production configuration; see {@code docs/operations.md}. */
public final class Sealward {
  private Sealward() {}

  public static void main(String[] args) {
    Micronaut service = Micronaut.build(args).banner(false).mainClass(Sealward.class);
    // A bad setting stops the start, not the first request that needs it.
    service.eagerInitConfiguration(true);
    StartFailure.TYPES.forEach(type -> service.mapError(type, Sealward::exitCode));
    service.start();
  }

  private static int exitCode(Throwable failure) {
    if (StartFailure.explain(failure)) {
      System.exit(StartFailure.EXIT_CODE);
    }
    return 1;
  }
}
