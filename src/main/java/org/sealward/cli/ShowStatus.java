package org.sealward.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.sealward.statuspage.StatusText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "What the service says of itself now, in a few lines.")
final class ShowStatus implements Callable<Integer> {
  @Mixin private StatusSource source = new StatusSource();

  /** Set by picocli. */
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    spec.commandLine().getOut().print(Output.printable(StatusText.of(source.fetch())));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
