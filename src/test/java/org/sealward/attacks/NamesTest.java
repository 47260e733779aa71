package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealward.TestUser;
import org.sealward.api.Institution;
import org.sealward.api.Invitation;
import org.sealward.api.NewInstitution;
import org.sealward.api.NewInvitation;
import org.sealward.api.ProfileUpdate;
import org.sealward.attacks.Attack.By;
import org.sealward.client.AttestedName;
import org.sealward.client.Conversation;
import org.sealward.client.Person;
import org.sealward.client.Received;
import org.sealward.client.Session;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.ForgedMessages;
import org.sealward.envelope.MessageHeader;

/** Names that look like others, or are two at once. */
final class NamesTest extends Scene {
  /** With a Latin A, and with a Cyrillic one. */
  private static final String NAME = "Dr. Ada Example?";

  private static final String LOOK_ALIKE = "Dr. \u0410da Example?";

  private final Instant later = now().plus(Duration.ofDays(30));
  private UUID institution;
  private Person admin;
  private Person ada;
  private Person impostor;

  @BeforeAll
  void found() {
    TestUser operator = TestUser.in(service, "operator");
    institution =
        operator
            .post("/v1/institutions", new NewInstitution("Clinic " + UUID.randomUUID(), null))
            .as(Institution.class)
            .id();
    admin = Person.inGroup(service, "institution-admin");
    admin
        .session()
        .institutions()
        .accept(
            operator
                .post(
                    "/v1/institutions/" + institution + "/invitations",
                    new NewInvitation("institution-admin"))
                .as(Invitation.class)
                .code());
    ada = named(NAME);
    impostor = named(LOOK_ALIKE);
    admin.session().attestations().makeKey(institution);
    admin.session().attestations().attest(institution, ada.id(), NAME, "Cardiology", later);
  }

  private Person named(String name) {
    Person person = Person.inGroup(service, "specialist");
    person
        .session()
        .institutions()
        .accept(admin.session().institutions().inviteSpecialist(institution).code());
    admin.session().institutions().confirm(institution, person.id());
    person
        .session()
        .specialists()
        .publish(new ProfileUpdate(name, "cardiology", List.of("en"), "", true));
    return person;
  }

  @AfterAll
  void close() {
    impostor.close();
    ada.close();
    admin.close();
  }

  private void compare(Session session) {
    String digits = session.attestations().digits(institution).orElseThrow();
    assertThat(session.attestations().trust(institution, digits)).isTrue();
  }

  @Test
  @Attack(
      on = "homoglyph names",
      by = By.PEER,
      proves =
          "a specialist whose profile has a name that looks like another's is shown as not vouched"
              + " for, also with the other's attestation; the other's is shown as verified")
  void nameThatLooksLikeAnothers_isNotVerified() {
    try (Session session = logIn()) {
      compare(session);
      assertThat(session.specialists().find(impostor.id()).orElseThrow().displayName())
          .isEqualTo(LOOK_ALIKE)
          .isNotEqualTo(NAME);
      assertThat(checked(session, impostor))
          .isEqualTo(new AttestedName.Unverified(AttestedName.Reason.NOT_ATTESTED));

      byte[] adas = adasAttestation();
      liar.instead("/v1/specialists/" + impostor.id() + "/attestation", _ -> adas);
      assertThat(checked(session, impostor))
          .isEqualTo(new AttestedName.Unverified(AttestedName.Reason.OTHER_KEYS));

      liar.tellsTheTruth();
      assertThat(checked(session, ada))
          .isEqualTo(new AttestedName.Verified(institution, NAME, "Cardiology", later));
    }
  }

  private static AttestedName checked(Session session, Person person) {
    return session.attestations().check(session.specialists().find(person.id()).orElseThrow());
  }

  private byte[] adasAttestation() {
    return TestUser.in(service)
        .get("/v1/specialists/" + ada.id() + "/attestation")
        .body()
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  @Attack(
      on = "surrogate names",
      by = By.SERVER,
      proves =
          "an attested name in which half a surrogate pair stands for a question mark is refused,"
              + " though both have the same signed bytes")
  void attestedNameWithHalfASurrogatePair_isRefused() {
    String path = "/v1/specialists/" + ada.id() + "/attestation";
    try (Session session = logIn()) {
      compare(session);
      liar.about(
          path,
          body ->
              new String(body, StandardCharsets.UTF_8)
                  .replace(NAME, NAME.replace("?", "\\ud83d"))
                  .getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> session.attestations().check(institution, ada.id()))
          .satisfies(notUnderstood());

      liar.tellsTheTruth();
      assertThat(session.attestations().check(institution, ada.id()))
          .isInstanceOf(AttestedName.Verified.class);
    }
  }

  @Test
  @Attack(
      on = "surrogate names",
      by = By.PEER,
      proves =
          "half a surrogate pair is refused in a profile by the service and in a message by the"
              + " client, where it would be one text to one reader and another to the next")
  void halfASurrogatePair_isRefused_inAProfileAndInAMessage() {
    Intruder intruder = Intruder.at(clinic, patient);
    String profile =
        "{\"displayName\":\"Dr. %s\",\"specialty\":\"surgery\",\"languages\":[\"en\"],"
            + "\"about\":\"\",\"accepting\":true}";
    assertThat(putProfile(intruder, profile.formatted("\\ud83d")).problem())
        .isEqualTo("malformed-json");
    assertThat(putProfile(intruder, profile.formatted("\\ud83d\\ude00")).status()).isEqualTo(200);

    Conversation read = patient.session().conversations().get(intruder.begin(patient));
    for (String text : List.of("\\ud83d", "\\ud83d\\ude00")) {
      MessageHeader header = intruder.header();
      Bytes content = Bytes.utf8("{\"type\":\"text\",\"text\":\"" + text + "\"}");
      intruder.send(
          ForgedMessages.signed(
              header,
              ForgedMessages.body(intruder.key(), header, ForgedMessages.padded(content)),
              intruder.keys()));
    }
    List<Received> seen = read.history().toList();
    assertThat(seen.getFirst()).satisfies(refused(Failure.MALFORMED));
    assertThat(text(seen.getLast())).isEqualTo("\ud83d\ude00");
  }

  private static TestUser.Answer putProfile(Intruder intruder, String json) {
    return intruder.user.send(
        intruder
            .user
            .request("/v1/me/profile")
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json)));
  }
}
