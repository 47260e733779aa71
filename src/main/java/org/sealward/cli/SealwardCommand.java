package org.sealward.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.TypeConversionException;

/** All commands of an app's user. */
@Command(
    name = "sealward",
    mixinStandardHelpOptions = true,
    description = "Sealward on the command line.",
    subcommands = {
      SignUp.class,
      Confirm.class,
      LogIn.class,
      LogOut.class,
      WhoAmI.class,
      EnrolAuthenticator.class,
      Join.class,
      Profile.class,
      FindSpecialists.class,
      Connect.class,
      ListConnections.class,
      Accept.class,
      Decline.class,
      Disconnect.class,
      ListConversations.class,
      Send.class,
      SendImage.class,
      Read.class,
      Watch.class,
      GetImage.class,
      ShowSafetyNumber.class,
      ShowKeys.class,
      ShowAccessLog.class,
      ExportWrapProof.class,
      RunWitness.class,
      Sla.class,
      Status.class
    })
public final class SealwardCommand {
  public static void main(String[] arguments) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(line(out, err).execute(arguments));
  }

  static CommandLine line(PrintWriter out, PrintWriter err) {
    return new CommandLine(new SealwardCommand())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(UUID.class, SealwardCommand::id)
        .setExecutionExceptionHandler(new Failures());
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException _) {
      throw new TypeConversionException("'" + text + "' is not an id");
    }
  }
}
