package org.sealward.cli;

import java.io.IOException;
import org.sealward.client.SealwardClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "confirm", description = "Enters the code that was sent to the e-mail address.")
final class Confirm extends AppCommand {
  @Parameters(index = "0", paramLabel = "E-MAIL", description = "As given to signup.")
  String email = "";

  @Parameters(index = "1", paramLabel = "CODE", description = "From the e-mail.")
  String code = "";

  @Override
  public Integer call() throws IOException {
    try (SealwardClient client = device.client()) {
      client.confirm(email, code);
    }
    out()
        .item(
            Fields.of("email", email).and("state", "confirmed").map(),
            "Confirmed. Then: ./sealward login " + email);
    return 0;
  }
}
