package org.sealward.cli;

import java.util.UUID;
import org.sealward.api.Connection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "decline", description = "Declines a patient who asked. For specialists.")
final class Decline extends AppCommand {
  @Parameters(paramLabel = "CONNECTION", description = "Its id, as 'connections' shows it.")
  UUID connection = new UUID(0, 0);

  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          Connection declined = session.connections().decline(connection);
          out.item(Shown.connection(declined), Shown.line(declined));
        });
  }
}
