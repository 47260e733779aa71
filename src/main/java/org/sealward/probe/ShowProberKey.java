package org.sealward.probe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = "Shows the public key of a prober as the service's setting wants it.")
final class ShowProberKey implements Callable<Integer> {
  @Option(
      names = "--location",
      required = true,
      paramLabel = "NAME",
      description = "Where the prober stands, such as sofia.")
  private String location = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Its folder, made when there is none (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("prober");

  /** Set by picocli. */
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ProbeCommand.requireLocation(location);
    spec.commandLine()
        .getOut()
        .println(
            "SEALWARD_AVAILABILITY_PROBERS=\""
                + location
                + " "
                + ProberFolder.publicKey(data)
                + "\"");
    return 0;
  }
}
