package org.sealward.local;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.sealward.envelope.AuditRecord;
import org.sealward.envelope.Bytes;
import org.sealward.transparency.LogFormatException;
import org.sealward.transparency.LogPolicy;
import org.sealward.transparency.Receipt;
import org.sealward.transparency.Verdict;
import org.sealward.transparency.VerifierKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks the receipt of a deletion, without a network. */
@Command(
    name = "receipt",
    mixinStandardHelpOptions = true,
    description = "Checks offline that a deletion is on record in a service's audit log.")
public final class ReceiptCheck implements Callable<Integer> {
  private static final int UNUSABLE = 2;

  @Parameters(paramLabel = "FILE", description = "what GET /v1/receipts/ID answered")
  private Path file = Path.of("");

  @Option(
      names = "--key",
      required = true,
      paramLabel = "KEY",
      description = "the audit log's verifier key, name+id+key, known from before")
  private String key = "";

  @Option(
      names = "--witness",
      paramLabel = "KEY",
      description = "a witness's verifier key, which must have cosigned; may be given again")
  private List<String> witnesses = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    LogPolicy policy;
    try {
      VerifierKey log = VerifierKey.parse(key);
      policy =
          new LogPolicy(
              log.name(),
              log,
              witnesses.stream().map(VerifierKey::parse).toList(),
              witnesses.size(),
              Duration.ZERO);
    } catch (LogFormatException e) {
      out.println("Not a verifier key: " + e.getMessage());
      return UNUSABLE;
    }
    try {
      Receipt receipt = Receipt.parse(Bytes.of(Files.readAllBytes(file)));
      Verdict verdict = receipt.verify(policy);
      if (!(verdict instanceof Verdict.Accepted accepted)) {
        out.println("NOT PROVED: " + verdict);
        return 1;
      }
      print(receipt.record(), out);
      out.println(
          "proved    by entry "
              + receipt.proof().inclusion().index()
              + " of the "
              + accepted.checkpoint().head().size()
              + " that "
              + policy.origin()
              + " has signed for");
      return 0;
    } catch (LogFormatException e) {
      out.println("NOT PROVED: " + e.getMessage());
      return 1;
    }
  }

  private static void print(AuditRecord record, PrintWriter out) {
    out.println("what      " + record.kind());
    out.println("when      " + record.time());
    out.println("whose     " + named(record.subject()));
    out.println("by        " + (isNone(record.actor()) ? "the service" : named(record.actor())));
    out.println("object    " + named(record.object()));
    out.println("record    " + record.id());
  }

  private static boolean isNone(UUID id) {
    return id.equals(AuditRecord.NONE);
  }

  private static String named(UUID id) {
    return isNone(id) ? "none" : id.toString();
  }
}
