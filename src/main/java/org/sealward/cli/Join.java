package org.sealward.cli;

import org.sealward.api.Affiliation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "join", description = "Accepts an institution's invitation.")
final class Join extends AppCommand {
  @Parameters(paramLabel = "CODE", description = "From the invitation.")
  String code = "";

  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          Affiliation joined = session.institutions().accept(code);
          out.item(
              Fields.of("institutionId", joined.institutionId())
                  .and("role", joined.role())
                  .and("state", joined.state())
                  .map(),
              "Joined " + joined.institutionId() + " as " + joined.role() + ": " + joined.state());
        });
  }
}
