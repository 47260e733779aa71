package org.sealward;

import io.micronaut.runtime.Micronaut;

/** Starts the service in its production configuration; see {@code docs/operations.md}. */
public final class Sealward {
  private Sealward() {}

  public static void main(String[] args) {
    Micronaut.build(args).banner(false).mainClass(Sealward.class).start();
  }
}
