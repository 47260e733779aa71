package org.sealward.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealward.client.SecondFactor;
import org.sealward.client.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "authenticator",
    description = {
      "Enrols an authenticator app, whose code every login asks for from then on.",
      "Nobody joins an institution without one."
    })
final class EnrolAuthenticator extends AppCommand {
  @Option(
      names = "--code",
      paramLabel = "DIGITS",
      description = "Of the app, after it was given the address that this command has shown.")
  @Nullable String code;

  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          Optional<Console> terminal = Secrets.terminal();
          if (code != null) {
            session.secondFactor().confirm(code);
          } else {
            begin(session);
            if (terminal.isEmpty()) {
              return;
            }
            session.secondFactor().confirm(terminal.get().readLine("Code that the app shows: "));
          }
          out.item(Fields.of("state", "enrolled").map(), "From now on a login asks for a code.");
        });
  }

  /** Shows what the app is given; it is in no String of ours. */
  private void begin(Session session) {
    PrintWriter writer = spec.commandLine().getOut();
    try (SecondFactor.Enrolment enrolment = session.secondFactor().begin("Sealward")) {
      char[] uri = enrolment.uri();
      writer.print(json ? "{\"state\":\"begun\",\"uri\":\"" : "Give this to the app:\n\n    ");
      writer.print(uri);
      writer.println(json ? "\"}" : "\n");
      writer.flush();
      Arrays.fill(uri, ' ');
    }
  }
}
