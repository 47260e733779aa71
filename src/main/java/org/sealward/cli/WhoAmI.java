package org.sealward.cli;

import org.sealward.api.Me;
import picocli.CommandLine.Command;

@Command(name = "whoami", description = "Shows the user's id and roles.")
final class WhoAmI extends AppCommand {
  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          Me me = session.me();
          out.item(
              Fields.of("userId", me.userId()).and("roles", me.roles()).map(),
              me.userId() + "  " + String.join(", ", me.roles()));
        });
  }
}
