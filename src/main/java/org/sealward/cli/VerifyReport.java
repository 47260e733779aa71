package org.sealward.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sealward.api.AvailabilityReport;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.VerifyingKey;
import org.sealward.report.EvidenceCheck;
import org.sealward.report.EvidenceException;
import org.sealward.report.ReportText;
import org.sealward.transparency.LogFormatException;
import org.sealward.transparency.VerifierKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Computes a report anew from its evidence, as './sealward sla report MONTH --format"
          + " evidence'",
      "writes it: from every observation that the probers signed and the contract's policy. Needs",
      "no network.%n"
    },
    footer = {
      "%nExit code: 0 the report is what follows from the observations; 1 it is not, or the file",
      "is no evidence; 2 the command was not given as it must be."
    })
final class VerifyReport implements Callable<Integer> {
  private static final int WRONG = 1;

  @Parameters(paramLabel = "FILE", description = "The evidence.")
  private Path file = Path.of("");

  @Option(
      names = "--key",
      paramLabel = "VKEY",
      description =
          "Verifier key of the service's audit log, from elsewhere; else the file is believed"
              + " about it, and it is shown to be compared.")
  private @Nullable String key;

  @Option(
      names = "--prober",
      paramLabel = "LOCATION=KEY",
      description =
          "Public key of a prober, from whoever runs it; may be given again. Of other locations"
              + " the file is believed.")
  private List<String> probers = List.of();

  /** Set by picocli. */
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    VerifierKey service = service();
    Map<String, Set<VerifyingKey>> known = known();
    PrintWriter out = spec.commandLine().getOut();
    try (InputStream evidence = Files.newInputStream(file)) {
      return show(EvidenceCheck.of(evidence, service, known), known.keySet(), out);
    } catch (EvidenceException e) {
      out.println("WRONG: " + Output.printable(String.valueOf(e.getMessage())));
      return WRONG;
    } finally {
      out.flush();
    }
  }

  private int show(EvidenceCheck check, Set<String> known, PrintWriter out) {
    AvailabilityReport report = check.report();
    out.println("service key  " + check.key().encode() + believed(key != null));
    for (AvailabilityReport.Prober prober : report.probers()) {
      out.println(
          Output.printable(
              "prober       %s=%s%s"
                  .formatted(
                      prober.location(),
                      prober.key().base64Url(),
                      believed(known.contains(prober.location())))));
    }
    if (!check.findings().isEmpty()) {
      check.findings().forEach(finding -> out.println("WRONG: " + Output.printable(finding)));
      return WRONG;
    }
    out.print(Output.printable(ReportText.of(report)));
    out.println("the report is what follows from the observations");
    return 0;
  }

  private static String believed(boolean given) {
    return given ? "" : "  (taken from the file)";
  }

  private @Nullable VerifierKey service() {
    try {
      return key == null ? null : VerifierKey.parse(key);
    } catch (LogFormatException e) {
      throw new UsageException("--key is no verifier key: " + e.getMessage());
    }
  }

  private Map<String, Set<VerifyingKey>> known() {
    Map<String, Set<VerifyingKey>> known = new HashMap<>();
    for (String prober : probers) {
      String[] parts = prober.split("=", 2);
      if (parts.length != 2) {
        throw new UsageException("--prober is LOCATION=KEY, not " + prober);
      }
      try {
        known
            .computeIfAbsent(parts[0], _ -> new HashSet<>())
            .add(VerifyingKey.checked(Bytes.fromBase64Url(parts[1])));
      } catch (IllegalArgumentException | InvalidEnvelopeException _) {
        throw new UsageException("--prober " + parts[0] + " has no key of a prober");
      }
    }
    return known;
  }
}
