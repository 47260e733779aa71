package org.sealward.local.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./sealward bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures, and prints what the machine gave beside it.",
    subcommands = {
      MessagesBench.class,
      SealBench.class,
      SocketsBench.class,
      ImagesBench.class,
      StartBench.class,
      KeyLogBench.class,
      OracleBench.class,
      SlaBench.class
    })
public final class Bench {
  private Bench() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench());
  }
}
