package org.sealward.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.AcceptInvitation;
import org.sealward.api.Connection;
import org.sealward.api.Invitation;
import org.sealward.api.NewConnection;
import org.sealward.api.NewInvitation;
import org.sealward.conversation.TestConversation;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.ImageSealer;
import org.sealward.envelope.SealedContent;
import org.sealward.envelope.SignedGrant;
import org.sealward.envelope.SignedRevocation;

/** The people of the authorisation table, and what they have to do with each other. */
final class Callers {
  static final String NOBODY = "nobody";
  static final List<String> NAMES =
      List.of(
          NOBODY,
          "patient",
          "owner",
          "member",
          "former",
          "stranger",
          "unconfirmed",
          "admin",
          "other-admin",
          "reviewer",
          "operator");

  private final TestService service;
  private final TestClinic clinic;
  private final Map<String, TestUser> users = new HashMap<>();
  private final TestConversation conversation;
  private final ImageContext image;
  private final ImageKey imageKey = ImageKey.generate();
  private final SealedContent imageContent;
  private final UUID askedOnce;
  private final UUID askedTwice;
  private final UUID connectionOfOwner;
  private final UUID connectionOfMember;

  Callers(TestService service) {
    this.service = service;
    clinic = TestClinic.open(service);
    for (String specialist : List.of("member", "former", "stranger")) {
      users.put(specialist, clinic.specialist("cardiology"));
    }
    users.put("owner", clinic.patientOf(user("member")));
    users.put("patient", clinic.patient());
    users.put("unconfirmed", invited(clinic.patient().enrolled()));
    users.put("admin", clinic.admin());
    users.put("other-admin", TestClinic.open(service).admin());
    users.put("reviewer", TestUser.in(service, "reviewer"));
    users.put("operator", TestUser.in(service, "operator"));
    befriend(user("owner"), user("former"));
    askedOnce = ask(user("patient"), user("member"));
    askedTwice = ask(user("unconfirmed"), user("member"));
    connectionOfOwner = befriend(user("owner"), clinic.specialist("cardiology"));
    connectionOfMember = befriend(clinic.patient(), user("member"));
    conversation = conversation();
    image =
        new ImageContext(
            UUID.randomUUID(), user("owner").id(), user("owner").id(), conversation.id());
    ByteArrayOutputStream ciphertext = new ByteArrayOutputStream();
    try {
      imageContent =
          ImageSealer.seal(
              image, imageKey, new ByteArrayInputStream(new byte[] {1, 2, 3}), ciphertext);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    new Requests(this).upload(image.imageId(), ciphertext.toByteArray());
    grantTo("member");
    SignedGrant revoked = grantTo("former");
    expect(
        204,
        user("owner")
            .post(
                imagePath() + "/revocations",
                SignedRevocation.issue(revoked.grant(), user("owner").keys(), now())));
  }

  TestService service() {
    return service;
  }

  TestUser user(String name) {
    TestUser user = users.get(name);
    if (user == null) {
      throw new IllegalArgumentException(name);
    }
    return user;
  }

  UUID institution() {
    return clinic.institution();
  }

  /** The connection that {@code member} was asked for, to be accepted. */
  UUID askedOnce() {
    return askedOnce;
  }

  /** Another one, to be declined. */
  UUID askedTwice() {
    return askedTwice;
  }

  /** An accepted connection of {@code owner} with somebody else, to be ended. */
  UUID connectionOfOwner() {
    return connectionOfOwner;
  }

  /** An accepted connection of {@code member} with somebody else, to be ended. */
  UUID connectionOfMember() {
    return connectionOfMember;
  }

  /** The conversation of owner and member, which former was removed from. */
  TestConversation shared() {
    return conversation;
  }

  /** Another one like it. */
  TestConversation conversation() {
    TestConversation begun = TestConversation.begin(user("owner"), user("member"), user("former"));
    begun.change(user("member"));
    expect(201, user("owner").post(begun.path() + "/entries", begun.body()));
    return begun;
  }

  String imagePath() {
    return "/v1/images/" + image.imageId();
  }

  SignedGrant grantTo(String recipient) {
    SignedGrant grant = grant(user("owner"), user(recipient));
    expect(204, user("owner").post(imagePath() + "/grants", grant));
    return grant;
  }

  SignedGrant grant(TestUser granter, TestUser recipient) {
    return SignedGrant.issue(
        image, imageContent, imageKey, granter.keys(), recipient.keys().bundle(), now());
  }

  static Instant now() {
    return Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  static void expect(int status, TestUser.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
  }

  private TestUser invited(TestUser user) {
    String code =
        clinic
            .admin()
            .post(
                "/v1/institutions/" + clinic.institution() + "/invitations",
                new NewInvitation("specialist"))
            .as(Invitation.class)
            .code();
    expect(200, user.post("/v1/invitations/accept", new AcceptInvitation(code)));
    return user;
  }

  private static UUID ask(TestUser patient, TestUser specialist) {
    return patient
        .post("/v1/connections", new NewConnection(specialist.id()))
        .as(Connection.class)
        .id();
  }

  private static UUID befriend(TestUser patient, TestUser specialist) {
    UUID asked = ask(patient, specialist);
    expect(200, specialist.post("/v1/connections/" + asked + "/accept"));
    return asked;
  }
}
