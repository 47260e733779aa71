package org.sealward.fuzz;

import java.util.Arrays;
import java.util.List;

/** The first byte of an input chooses the parser, {@code '0'} the first; the rest is for it. */
public final class Choice implements Target {
  private final List<Target> targets;

  private Choice(List<Target> targets) {
    this.targets = targets;
  }

  public static Choice of(Target... targets) {
    return of(List.of(targets));
  }

  public static Choice of(List<Target> targets) {
    return new Choice(List.copyOf(targets));
  }

  @Override
  public void accept(byte[] input) throws Exception {
    if (input.length > 0) {
      targets
          .get(Math.floorMod(input[0] - '0', targets.size()))
          .accept(Arrays.copyOfRange(input, 1, input.length));
    }
  }
}
