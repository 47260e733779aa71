package org.sealward.local;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.sealward.api.Institution;
import org.sealward.api.ProfileUpdate;
import org.sealward.client.Session;

/**
 * How the people of a demo come into being, as everybody does: they sign up, and are invited.
 *
 * @param codes what Cognito mailed, by address
 */
record People(Console console, Stage stage, Map<String, String> codes) {
  Actor signUp(String name, String email, String passphrase) throws Exception {
    return console.step(
        name + " signs up: her device makes her keys and seals them under her passphrase",
        () -> Actor.signUp(stage, name, email, passphrase, codes));
  }

  /** Who may become an administrator. */
  Actor admin(String name, String email) throws Exception {
    Actor admin = signUp(name, email, "brisk walnut over the harbour");
    enrol(admin);
    return admin;
  }

  /** Answers the institution. */
  UUID found(Actor operator, Actor admin, String what, Supplier<Institution> institution)
      throws Exception {
    UUID founded =
        console.step(
            "the operator founds %s and invites %s, its administrator"
                .formatted(what, admin.name()),
            () -> {
              UUID id = institution.get().id();
              admin
                  .session()
                  .institutions()
                  .accept(operator.session().institutions().inviteAdmin(id).code());
              return id;
            });
    awaitRole(admin.session(), "institution-admin");
    return founded;
  }

  Actor specialist(Actor admin, UUID clinic, String name, String email, String specialty)
      throws Exception {
    Actor specialist = signUp(name, email, passphrase(specialty));
    Session session = specialist.session();
    enrol(specialist);
    console.step(
        "%s is invited, confirmed by %s, and tells patients what she does"
            .formatted(name, admin.name()),
        () -> {
          session
              .institutions()
              .accept(admin.session().institutions().inviteSpecialist(clinic).code());
          admin.session().institutions().confirm(clinic, session.userId());
          awaitRole(session, "specialist");
          return session
              .specialists()
              .publish(
                  new ProfileUpdate(
                      name, specialty, List.of("en", "de"), "Consultations by message.", true));
        });
    specialist.listen();
    return specialist;
  }

  /** Of a specialist. */
  static String passphrase(String specialty) {
    return "quiet " + specialty + " in nine valleys";
  }

  private void enrol(Actor actor) throws Exception {
    console.step(
        actor.name() + " enrols an authenticator app, without which she is given no role",
        () -> {
          actor.enrol(Clock.systemUTC());
          return actor;
        });
  }

  /** Group membership reaches Cognito a moment after the confirmation. */
  private static void awaitRole(Session session, String role) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      if (session.renewRoles().contains(role)) {
        return;
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("the role " + role + " did not come");
  }
}
