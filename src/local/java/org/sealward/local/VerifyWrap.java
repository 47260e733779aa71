package org.sealward.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sealward.api.WrapProof;
import org.sealward.client.WrapProofs;
import org.sealward.client.WrapProofs.Finding;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.InvalidEnvelopeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./sealward verify wrap}. */
@Command(
    name = "wrap",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Checks a proof that './sealward wrap-proof' wrote, without a network: that the keys which",
      "something was wrapped for stood in the log of keys at that time.%n"
    },
    footer = {
      "%nExit code: 0 everything holds; 1 something does not, or the file is no such proof;",
      "2 the command was not given as it must be."
    })
public final class VerifyWrap implements Callable<Integer> {
  private static final int WRONG = 1;

  @Parameters(paramLabel = "FILE", description = "the proof")
  private Path file = Path.of("");

  @Option(
      names = "--log-key",
      paramLabel = "KEY",
      description =
          "the log's verifier key from elsewhere; else the file is believed about it, and the key"
              + " is shown to be compared")
  private @Nullable String logKey;

  @Option(names = "--json", description = "one JSON object instead of lines")
  private boolean json;

  /** Set by picocli. */
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter errors = spec.commandLine().getErr();
    WrapProof proof;
    try {
      proof = WrapProofs.decode(Bytes.of(Files.readAllBytes(file)));
    } catch (IOException e) {
      errors.println("The file cannot be read: " + e);
      return WRONG;
    } catch (InvalidEnvelopeException e) {
      errors.println(e.getMessage());
      return WRONG;
    }
    List<Finding> findings = WrapProofs.check(proof, logKey);
    boolean holds = findings.stream().allMatch(Finding::holds);
    if (json) {
      out.println(new String(Json.write(report(proof, findings, holds)), UTF_8));
    } else {
      print(out, proof, findings);
    }
    out.flush();
    return holds ? 0 : WRONG;
  }

  private static void print(PrintWriter out, WrapProof proof, List<Finding> findings) {
    out.println("recipient  " + proof.recipient().bundle().userId());
    out.println("keys       " + proof.recipient().bundle().fingerprint().base64Url());
    out.println("author     " + proof.author().bundle().userId());
    out.println("looked at  " + proof.at());
    for (Finding finding : findings) {
      out.println(
          (finding.holds() ? "holds      " : "DOES NOT   ")
              + finding.claim().text()
              + (finding.detail().isEmpty() ? "" : " (" + finding.detail() + ")"));
    }
  }

  private static Map<String, Object> report(
      WrapProof proof, List<Finding> findings, boolean holds) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("holds", holds);
    report.put("recipientId", proof.recipient().bundle().userId().toString());
    report.put("fingerprint", proof.recipient().bundle().fingerprint().base64Url());
    report.put("authorId", proof.author().bundle().userId().toString());
    report.put("at", proof.at().toString());
    for (Finding finding : findings) {
      report.put(
          finding.claim().name().toLowerCase(Locale.ROOT),
          Map.of("holds", finding.holds(), "detail", finding.detail()));
    }
    return report;
  }
}
