package org.sealward.cli;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sealward.client.SealwardClient;
import org.sealward.client.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "login",
    description = {
      "Logs in and keeps the login on this device, sealed under the passphrase.",
      "The first login makes the person's keys and shows the recovery code."
    })
final class LogIn extends AppCommand {
  @Parameters(paramLabel = "E-MAIL", description = "The person's address.")
  String email = "";

  @Option(
      names = "--code",
      paramLabel = "DIGITS",
      description = "Of the authenticator app, where the account asks for one.")
  @Nullable String code;

  @Override
  public Integer call() throws IOException {
    char[] passphrase = passphrase();
    try (SealwardClient client = device.client();
        Session session =
            client.logIn(email, passphrase, new TerminalDialogue(device, spec, code))) {
      session.keepLogin(passphrase);
      device.remember(email);
      out()
          .item(
              Fields.of("userId", session.userId()).and("email", email).map(),
              "Logged in as " + session.userId() + ".");
    } finally {
      Arrays.fill(passphrase, ' ');
    }
    return 0;
  }
}
