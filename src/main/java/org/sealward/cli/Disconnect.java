package org.sealward.cli;

import java.util.UUID;
import org.sealward.api.Connection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "disconnect",
    description = {
      "Ends a connection that was accepted, for either side.",
      "Conversations that the two have stay as they are."
    })
final class Disconnect extends AppCommand {
  @Parameters(paramLabel = "CONNECTION", description = "Its id, as 'connections' shows it.")
  UUID connection = new UUID(0, 0);

  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          Connection ended = session.connections().end(connection);
          out.item(Shown.connection(ended), Shown.line(ended));
        });
  }
}
