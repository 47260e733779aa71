package org.sealward.cli;

import java.util.UUID;
import org.sealward.api.Connection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "accept", description = "Accepts a patient who asked. For specialists.")
final class Accept extends AppCommand {
  @Parameters(paramLabel = "CONNECTION", description = "Its id, as 'connections' shows it.")
  UUID connection = new UUID(0, 0);

  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          Connection accepted = session.connections().accept(connection);
          out.item(Shown.connection(accepted), Shown.line(accepted));
        });
  }
}
