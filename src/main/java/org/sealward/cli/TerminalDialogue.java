package org.sealward.cli;

import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealward.client.LoginDialogue;
import org.sealward.envelope.RecoveryCode;
import picocli.CommandLine.Model.CommandSpec;

/** What a login asks and tells, on the terminal; without one, the recovery code goes to a file. */
final class TerminalDialogue implements LoginDialogue {
  private final Device device;
  private final CommandSpec spec;
  private final @Nullable String code;

  /**
   * @param code of the authenticator app, as given on the command line
   */
  TerminalDialogue(Device device, CommandSpec spec, @Nullable String code) {
    this.device = device;
    this.spec = spec;
    this.code = code;
  }

  @Override
  public void keep(RecoveryCode recovery) {
    char[] shown = recovery.toChars();
    try {
      Optional<Console> terminal = Secrets.terminal();
      if (terminal.isPresent()) {
        Writer writer = terminal.get().writer();
        writer.write(
            "\nYour recovery code. Write it on paper and keep it safe: it alone opens your");
        writer.write(
            "\nkeys when the passphrase is forgotten, and it is never shown again.\n\n    ");
        writer.write(shown);
        writer.write("\n\n");
        writer.flush();
        terminal.get().readLine("Enter when you have written it down. ");
      } else {
        write(shown);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Arrays.fill(shown, ' ');
    }
  }

  private void write(char[] shown) throws IOException {
    Path file = device.ownerOnly("recovery-code.txt");
    try (Writer writer = Files.newBufferedWriter(file)) {
      writer.write(shown);
      writer.write('\n');
    }
    spec.commandLine()
        .getErr()
        .println("The recovery code is in " + file + ". Print it, keep it safe, delete the file.");
  }

  @Override
  public Optional<String> secondFactor() {
    return code != null
        ? Optional.of(code)
        : Secrets.terminal().map(t -> t.readLine("Code of the authenticator app: "));
  }

  @Override
  public Optional<char[]> earlierPassphrase() {
    return Secrets.terminal()
        .map(t -> t.readPassword("Passphrase from before the reset (Enter if forgotten): "))
        .filter(typed -> typed.length > 0);
  }

  @Override
  public Optional<char[]> recoveryCode() {
    return Secrets.terminal()
        .map(t -> t.readPassword("Recovery code: "))
        .filter(typed -> typed.length > 0);
  }
}
