package org.sealward.local.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One benchmark. */
@Command(mixinStandardHelpOptions = true)
abstract class Measurement implements Callable<Integer> {
  /** Set by picocli. */
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec command;

  @Option(names = "--json", description = "Print one JSON object instead of a table.")
  private boolean json;

  abstract void measure(Figures figures) throws Exception;

  @Override
  public Integer call() throws Exception {
    var figures = new Figures(command.name());
    measure(figures);
    figures.print(command.commandLine().getOut(), json);
    return 0;
  }
}
