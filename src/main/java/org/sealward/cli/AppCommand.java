package org.sealward.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sealward.client.SealwardClient;
import org.sealward.client.Session;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command has: a device, a way to say the passphrase, and two forms of output. */
abstract class AppCommand implements Callable<Integer> {
  @Mixin Device device = new Device();

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Take the passphrase from the first line of this file instead of asking.")
  @Nullable Path passphraseFile;

  @Option(names = "--json", description = "One JSON object a line, for programs.")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  @SuppressWarnings("unused") // Read by picocli.
  private boolean help;

  /** Set by picocli. */
  @Spec
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  Output out() {
    return new Output(spec.commandLine().getOut(), json);
  }

  char[] passphrase() throws IOException {
    return Secrets.passphrase("Passphrase", passphraseFile);
  }

  /** Something to do while logged in. */
  @FunctionalInterface
  interface Work {
    void with(Session session, Output out) throws Exception;
  }

  /** Opens the login that this device keeps, does the work, and closes it. */
  int loggedIn(Work work) throws Exception {
    String email = device.email();
    char[] passphrase = passphrase();
    try (SealwardClient client = device.client();
        Session session =
            client.resume(email, passphrase, new TerminalDialogue(device, spec, null))) {
      work.with(session, out());
      return 0;
    } finally {
      Arrays.fill(passphrase, ' ');
    }
  }
}
