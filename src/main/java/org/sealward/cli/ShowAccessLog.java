package org.sealward.cli;

import java.util.List;
import org.sealward.client.AccessLog;
import picocli.CommandLine.Command;

@Command(
    name = "access-log",
    description = {
      "Shows who got at images that show the user: whom they were granted to (image-granted), who",
      "fetched a wrapped key (wrap-fetched), for whom the service decrypted (image-decrypted)."
    },
    footer = "%nExit code: 3 when the audit log does not prove what the service says.")
final class ShowAccessLog extends AppCommand {
  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          List<AccessLog.Access> accesses = session.accessLog().list();
          accesses.forEach(
              one ->
                  out.item(
                      Fields.of("at", one.at())
                          .and("kind", one.kind())
                          .and("actor", one.actor())
                          .and("target", one.target())
                          .and("imageId", one.imageId())
                          .and("index", one.index())
                          .map(),
                      line(one)));
          if (accesses.isEmpty()) {
            out.remark("Nobody.");
          }
        });
  }

  private static String line(AccessLog.Access one) {
    return Shown.time(one.at())
        + "  "
        + one.kind()
        + "  image "
        + one.imageId()
        + " by "
        + one.actor()
        + (one.target() == null ? "" : " to " + one.target())
        + (one.index() == null ? "  (not in the log yet)" : "  (leaf " + one.index() + ")");
  }
}
