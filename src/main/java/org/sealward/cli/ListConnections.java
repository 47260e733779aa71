package org.sealward.cli;

import picocli.CommandLine.Command;

@Command(name = "connections", description = "Lists connections: asked, decided, ended.")
final class ListConnections extends AppCommand {
  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          var connections = session.connections().list();
          connections.forEach(one -> out.item(Shown.connection(one), Shown.line(one)));
          if (connections.isEmpty()) {
            out.remark("No connections.");
          }
        });
  }
}
