package org.sealward.local.audit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sealward.api.AuditExport;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EnvelopeException;
import org.sealward.envelope.Hash;
import org.sealward.transparency.LogFormatException;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.TiledTree;
import org.sealward.transparency.TreeHead;
import org.sealward.transparency.VerifierKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./sealward verify audit}. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Whether an export of an institution's audit records, as GET /v1/institutions/ID/audit",
      "answers it, is complete and unchanged: every leaf of the log in the period, in its order,",
      "and the record behind each leaf of the institution. Needs no network but for --against"
          + " URL.%n"
    },
    footer =
        "%nExit code: 0 all is as it was recorded; 1 something is not; 3 the file does not reach"
            + " as far as what it is to be compared with.")
public final class VerifyAudit implements Callable<Integer> {
  private static final int WRONG = 1;
  private static final int NOT_COMPARED = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Parameters(paramLabel = "FILE", description = "the export")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "verifier key of the audit log; without it the file's own word is taken")
  private @Nullable String key;

  @Option(
      names = "--against",
      paramLabel = "URL|FILE",
      description =
          "the service, whose log must continue this one; or a checkpoint of it that was kept")
  private @Nullable String against;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      return run(out);
    } catch (LogFormatException | EnvelopeException e) {
      out.println("WRONG: not an export of audit records: " + e.getMessage());
      return WRONG;
    } finally {
      out.flush();
    }
  }

  private int run(PrintWriter out) throws IOException, InterruptedException {
    AuditExport export;
    try {
      export = Json.read(Files.readAllBytes(file), AuditExport.class);
    } catch (IOException e) {
      out.println("WRONG: not an export of audit records: " + e.getMessage());
      return WRONG;
    }
    AuditCheck check = AuditCheck.of(export, key == null ? null : VerifierKey.parse(key));
    boolean compared = true;
    if (against != null) {
      try {
        compared = compare(check, against);
      } catch (IOException | UncheckedIOException e) {
        out.println(against + " could not be read: " + e.getMessage());
        compared = false;
      }
    }
    out.println(
        check.records().size()
            + " records of "
            + export.institutionId()
            + " from "
            + export.from()
            + " to "
            + export.to());
    out.println(
        "leaves "
            + check.stretch().start().size()
            + " to "
            + check.stretch().end()
            + " of "
            + check.stretch().checkpoint().checkpoint().head().size());
    out.println("log key  " + check.key().encode() + (key == null ? "  (the file's word)" : ""));
    out.println("tag key  " + Hash.of(export.tagKey()).base64Url() + "  (its SHA-256)");
    check
        .begun()
        .ifPresent(first -> out.println("on record since " + first.time() + ", " + first.kind()));
    check.findings().forEach(finding -> out.println("WRONG: " + finding));
    if (!check.findings().isEmpty()) {
      return WRONG;
    }
    if (!compared) {
      out.println("NOT COMPARED: --against a URL says more than a checkpoint before the period");
      return NOT_COMPARED;
    }
    out.println("complete and unchanged");
    return 0;
  }

  private static boolean compare(AuditCheck check, String against)
      throws IOException, InterruptedException {
    if (against.startsWith("http://") || against.startsWith("https://")) {
      compareWith(check, against.replaceFirst("/+$", "") + "/v1/logs/audit/");
      return true;
    }
    return check.compareKept(
        SignedCheckpoint.parse(Bytes.of(Files.readAllBytes(Path.of(against)))));
  }

  private static void compareWith(AuditCheck check, String log)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      SignedCheckpoint newest = SignedCheckpoint.parse(get(http, log + "checkpoint"));
      if (!check.requireSigned(newest)) {
        return;
      }
      TreeHead ours = check.stretch().checkpoint().checkpoint().head();
      TreeHead theirs = newest.checkpoint().head();
      if (theirs.size() < ours.size()) {
        check.wentBack();
        return;
      }
      check.compare(
          theirs,
          new TiledTree(theirs.size(), tile -> unchecked(http, log + tile.path()))
              .consistency(ours.size()));
    }
  }

  private static Bytes unchecked(HttpClient http, String address) {
    try {
      return get(http, address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException());
    }
  }

  private static Bytes get(HttpClient http, String address)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(address + " answers " + answer.statusCode());
    }
    return Bytes.of(answer.body());
  }
}
