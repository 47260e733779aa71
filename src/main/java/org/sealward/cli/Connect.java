package org.sealward.cli;

import java.util.UUID;
import org.sealward.api.Connection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "connect", description = "Asks a specialist to be connected. For patients.")
final class Connect extends AppCommand {
  @Parameters(paramLabel = "SPECIALIST", description = "The specialist's id.")
  UUID specialist = new UUID(0, 0);

  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          Connection asked = session.connections().ask(specialist);
          out.item(Shown.connection(asked), Shown.line(asked));
        });
  }
}
