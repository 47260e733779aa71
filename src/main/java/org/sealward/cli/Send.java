package org.sealward.cli;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.sealward.client.Received;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "send", description = "Sends a text, encrypted for the members.")
final class Send extends AppCommand {
  @Parameters(index = "0", paramLabel = "TO", description = Recipient.DESCRIPTION)
  UUID to = new UUID(0, 0);

  @Parameters(
      index = "1",
      paramLabel = "TEXT",
      description = "What to say; '-' takes it from standard input, where no other user sees it.")
  String text = "";

  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          String said =
              text.equals("-")
                  ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip()
                  : text;
          Received.Message sent = Recipient.find(session, to).send(said);
          out.item(Shown.received(sent), Shown.line(sent, session.userId()));
        });
  }
}
