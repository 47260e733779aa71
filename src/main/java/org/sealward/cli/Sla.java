package org.sealward.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "sla",
    mixinStandardHelpOptions = true,
    description = "How the promised availability was kept, and whether that is true.",
    subcommands = {FetchReport.class, VerifyReport.class, ExportOpenSlo.class})
final class Sla implements Runnable {
  /** Set by picocli. */
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "What of it? One of the commands below.");
  }
}
