package org.sealward.cli;

import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "safety-number",
    description = {
      "Shows the digits that you and another person compare, aloud or face to face.",
      "The same on both sides: nobody stands between you."
    })
final class ShowSafetyNumber extends AppCommand {
  private static final int HALF = 36;

  @Parameters(paramLabel = "USER", description = "The other person's id.")
  UUID user = new UUID(0, 0);

  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          String digits = session.keys().safetyNumber(user);
          out.item(
              Fields.of("userId", user).and("safetyNumber", digits).map(),
              digits.substring(0, HALF).strip() + "\n" + digits.substring(HALF).strip());
        });
  }
}
