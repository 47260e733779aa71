package org.sealward.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sealward.envelope.Bytes;
import org.sealward.report.OpenSlo;
import org.sealward.report.Policy;
import org.sealward.report.PolicyException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "openslo",
    mixinStandardHelpOptions = true,
    description = {
      "Shows a policy file as OpenSLO (openslo/v1, YAML), an SLI and an SLO; refuses one that the",
      "service would refuse."
    })
final class ExportOpenSlo implements Callable<Integer> {
  @Parameters(paramLabel = "POLICY-FILE", description = "What a contract promises, as JSON.")
  private Path file = Path.of("");

  /** Set by picocli. */
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try {
      spec.commandLine()
          .getOut()
          .print(OpenSlo.of(Policy.parse(Bytes.of(Files.readAllBytes(file)))));
      spec.commandLine().getOut().flush();
      return 0;
    } catch (PolicyException e) {
      throw new UsageException(file + " is no policy: " + e.getMessage());
    }
  }
}
