package org.sealward.cli;

import java.io.IOException;
import java.util.Arrays;
import org.sealward.client.SealwardClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "signup",
    description = "Registers a person; a code is then sent to the e-mail address.")
final class SignUp extends AppCommand {
  @Parameters(paramLabel = "E-MAIL", description = "The person's address.")
  String email = "";

  @Override
  public Integer call() throws IOException {
    char[] passphrase = Secrets.newPassphrase(passphraseFile);
    try (SealwardClient client = device.client()) {
      client.signUp(email, passphrase);
      device.remember(email);
    } finally {
      Arrays.fill(passphrase, ' ');
    }
    out()
        .item(
            Fields.of("email", email).and("state", "code-sent").map(),
            "A code was sent to "
                + email
                + ".\nThen: ./sealward confirm "
                + email
                + " CODE, and ./sealward login "
                + email);
    return 0;
  }
}
