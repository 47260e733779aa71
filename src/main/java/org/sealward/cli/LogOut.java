package org.sealward.cli;

import picocli.CommandLine.Command;

@Command(name = "logout", description = "Ends the login; the sealed keys stay on this device.")
final class LogOut extends AppCommand {
  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          session.logOut();
          out.item(Fields.of("state", "logged-out").map(), "Logged out.");
        });
  }
}
