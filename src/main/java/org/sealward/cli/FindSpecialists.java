package org.sealward.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "specialists", description = "Finds specialists whom an institution confirmed.")
final class FindSpecialists extends AppCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "SPECIALTY",
      description = "In lower case, such as cardiology; all when left out.")
  @Nullable String specialty;

  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          var found = session.specialists().search(null, specialty);
          found.forEach(profile -> out.item(Shown.specialist(profile), Shown.line(profile)));
          if (found.isEmpty()) {
            out.remark("None found.");
          }
        });
  }
}
