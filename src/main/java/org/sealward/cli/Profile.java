package org.sealward.cli;

import java.util.List;
import org.sealward.api.ProfileUpdate;
import org.sealward.api.SpecialistProfile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "profile", description = "Writes a specialist's own profile, which patients find.")
final class Profile extends AppCommand {
  @Option(names = "--name", required = true, paramLabel = "NAME", description = "As shown.")
  String name = "";

  @Option(
      names = "--specialty",
      required = true,
      paramLabel = "TERM",
      description = "In lower case, such as cardiology.")
  String specialty = "";

  @Option(
      names = "--language",
      paramLabel = "TAG",
      description = "A language spoken, such as de; may be given several times.")
  List<String> languages = List.of();

  @Option(names = "--about", paramLabel = "TEXT", description = "A few words for patients.")
  String about = "";

  @Option(names = "--not-accepting", description = "Takes no new patients at present.")
  boolean closed;

  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          SpecialistProfile profile =
              session
                  .specialists()
                  .publish(new ProfileUpdate(name, specialty, languages, about, !closed));
          out.item(Shown.specialist(profile), Shown.line(profile));
        });
  }
}
