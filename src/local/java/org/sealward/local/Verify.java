package org.sealward.local;

import org.sealward.local.access.AccountCheck;
import org.sealward.local.access.KeyAccess;
import org.sealward.local.audit.VerifyAudit;
import org.sealward.local.residue.Residue;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./sealward verify}: shows that what is claimed holds, a subcommand for each claim. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Shows that what is claimed holds.",
    subcommands = {
      KeyAccess.class,
      AccountCheck.class,
      Residue.class,
      VerifyAudit.class,
      ReceiptCheck.class,
      VerifyWrap.class
    })
public final class Verify {
  private Verify() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Verify());
  }
}
