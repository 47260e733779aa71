package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import io.micronaut.core.type.GenericArgument;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.LegalHold;
import org.sealward.api.LegalHold.LiftReason;
import org.sealward.api.LegalHold.Reason;
import org.sealward.api.MessageStored;
import org.sealward.api.NewLegalHold;
import org.sealward.api.Page;
import org.sealward.api.Retention;
import org.sealward.api.StoredMessage;
import org.sealward.conversation.LegalHolds;
import org.sealward.conversation.RetentionSweep;
import org.sealward.conversation.TestConversation;
import org.sealward.image.Scene.Person;
import org.sealward.image.Scene.Picture;
import org.sealward.objects.ObjectStore;
import org.sealward.platform.EventLog;
import org.sealward.platform.Transactions;

/** What a legal hold covers is not deleted, and everybody else may delete as before. */
class LegalHoldTest {
  private static final Argument<Page<LegalHold>> HOLDS = new GenericArgument<>() {};

  private final Scene scene = new Scene();
  private final TestService service = scene.service();
  private TestClinic clinic;
  private TestUser specialist;
  private TestUser patient;
  private TestConversation talk;
  private MessageStored message;
  private Picture picture;

  @BeforeEach
  void meet() {
    clinic = TestClinic.open(service);
    specialist = clinic.specialist("cardiology");
    patient = clinic.patientOf(specialist);
    talk = TestConversation.begin(patient, specialist);
    message = send(patient);
    picture = upload(patient, patient, talk);
  }

  private Picture upload(TestUser owner, TestUser subject, TestConversation in) {
    Person person = new Person(owner, owner.keys());
    return scene.stored(scene.picture(person, subject.id(), in.id(), 1000));
  }

  private MessageStored send(TestUser sender) {
    return sender
        .post(talk.path() + "/messages", talk.message(sender, "text"))
        .as(MessageStored.class);
  }

  private String path(UUID hold) {
    return "/v1/institutions/" + clinic.institution() + "/legal-holds/" + hold;
  }

  private UUID hold(TestUser user) {
    UUID id = UUID.randomUUID();
    TestUser.Answer set =
        clinic.admin().put(path(id), new NewLegalHold(user.id(), Reason.COMPLAINT));
    assertThat(set.status()).as(set.body()).isEqualTo(200);
    return id;
  }

  private TestUser.Answer lift(UUID hold) {
    return delete(clinic.admin(), path(hold) + "?reason=CLOSED");
  }

  private static TestUser.Answer delete(TestUser user, String path) {
    return user.send(user.request(path).DELETE());
  }

  private String message(MessageStored stored) {
    return talk.path() + "/messages/" + stored.seq();
  }

  private static String image(Picture image) {
    return "/v1/images/" + image.id();
  }

  private static List<LegalHold> own(TestUser user) {
    return user.get("/v1/me/legal-holds").as(HOLDS).items();
  }

  private boolean isReadable(MessageStored stored) {
    return specialist
        .get(talk.path() + "/messages")
        .as(new GenericArgument<Page<StoredMessage>>() {})
        .items()
        .stream()
        .anyMatch(found -> found.seq() == stored.seq() && found.message() != null);
  }

  private int status(Picture image) {
    return scene.get(image.owner(), image(image)).statusCode();
  }

  @Test
  void held_isNotDeleted_byAnybody_untilTheHoldIsLifted() {
    MessageStored answer = send(specialist);
    UUID id = hold(patient);

    for (TestUser.Answer refused :
        List.of(
            delete(patient, message(message)),
            delete(specialist, message(answer)),
            delete(patient, image(picture)),
            delete(patient, "/v1/me"),
            delete(specialist, "/v1/me"))) {
      assertThat(refused.status()).as(refused.body()).isEqualTo(409);
      assertThat(refused.problem()).isEqualTo("legal-hold");
      assertThat(refused.body())
          .contains("Held by " + id + ": GET /v1/me/legal-holds says by whom and why.");
    }
    assertThat(isReadable(message)).isTrue();
    assertThat(isReadable(answer)).isTrue();
    assertThat(status(picture)).isEqualTo(200);
    assertThat(patient.get("/v1/connections").status()).as("the account lives").isEqualTo(200);

    assertThat(lift(id).status()).isEqualTo(200);

    assertThat(delete(patient, message(message)).status()).isEqualTo(204);
    assertThat(delete(patient, image(picture)).status()).isEqualTo(204);
    assertThat(isReadable(message)).isFalse();
    assertThat(status(picture)).isEqualTo(404);
    assertThat(delete(patient, "/v1/me").status()).isEqualTo(204);
    assertThat(delete(specialist, "/v1/me").status()).isEqualTo(204);
  }

  /** Nobody was given the key: its owner may end it as an upload, and after a while it is swept. */
  @Test
  void heldImage_grantedToNobody_isNeitherEndedNorSwept() {
    UUID id = hold(patient);

    TestUser.Answer refused = end(picture);
    sweepUnclaimed();

    assertThat(refused.problem()).isEqualTo("legal-hold");
    assertThat(refused.body()).contains("Held by " + id);
    assertThat(status(picture)).isEqualTo(200);

    lift(id);
    Picture other = upload(patient, patient, talk);
    assertThat(end(other).status()).isEqualTo(204);
    sweepUnclaimed();
    assertThat(status(picture)).isEqualTo(404);
  }

  private static TestUser.Answer end(Picture upload) {
    TestUser owner = upload.owner().user();
    return owner.send(
        owner.request("/v1/uploads/" + upload.id()).header("Tus-Resumable", "1.0.0").DELETE());
  }

  private void sweepUnclaimed() {
    new ImageSweeper(
            service.bean(ImageRepository.class),
            service.bean(ObjectStore.class),
            service.bean(ImageErasure.class),
            service.bean(ImageProperties.class),
            Clock.offset(Clock.systemUTC(), Duration.ofDays(8)))
        .sweepUnclaimed();
  }

  @Test
  void twoHolds_bothHaveToBeLifted() {
    UUID first = hold(patient);
    UUID second = hold(specialist);

    lift(first);
    assertThat(delete(patient, message(message)).body()).contains("Held by " + second + ":");
    lift(second);
    assertThat(delete(patient, message(message)).status()).isEqualTo(204);
  }

  @Test
  void hold_coversNoOthersData() {
    TestUser neighbour = clinic.patientOf(specialist);
    TestConversation other = TestConversation.begin(neighbour, specialist);
    MessageStored theirs =
        neighbour
            .post(other.path() + "/messages", other.message(neighbour, "text"))
            .as(MessageStored.class);
    Picture shown = upload(neighbour, neighbour, other);
    // Of the patient, but in no conversation of the institution.
    TestConversation alone = TestConversation.begin(patient);
    Picture own = upload(patient, patient, alone);
    hold(patient);

    String path = other.path() + "/messages/" + theirs.seq();
    assertThat(delete(neighbour, path).status()).isEqualTo(204);
    assertThat(delete(neighbour, image(shown)).status()).isEqualTo(204);
    assertThat(delete(patient, image(own)).status()).isEqualTo(204);
    assertThat(own(neighbour)).isEmpty();
    assertThat(delete(neighbour, "/v1/me").status()).isEqualTo(204);
    assertThat(delete(patient, image(picture)).problem()).isEqualTo("legal-hold");
  }

  @Test
  void imageThatShowsThePerson_isHeld_whereSpecialistsTalkAboutThem() {
    TestUser colleague = clinic.specialist("radiology");
    TestConversation about = TestConversation.begin(specialist, colleague);
    Picture shows = upload(specialist, patient, about);
    Picture another = upload(specialist, colleague, about);
    upload(colleague, patient, about);
    TestUser neighbour = clinic.patient();
    Picture ofNeighbour = upload(patient, neighbour, talk);
    UUID id = hold(patient);

    assertThat(delete(specialist, image(shows)).problem()).isEqualTo("legal-hold");
    assertThat(delete(patient, image(shows)).problem()).isEqualTo("legal-hold");
    assertThat(delete(specialist, image(another)).status()).isEqualTo(204);
    assertThat(own(colleague)).as("owns one").extracting(LegalHold::id).containsExactly(id);
    assertThat(own(neighbour)).as("is on one").extracting(LegalHold::id).containsExactly(id);
    assertThat(delete(neighbour, image(ofNeighbour)).problem()).isEqualTo("legal-hold");
  }

  @Test
  void hold_needsAConfirmedSpecialistOfTheInstitution() throws SQLException {
    TestUser neighbour = clinic.patientOf(specialist);
    for (String other :
        List.of("state = 'pending'", "state = 'active', role = 'institution-admin'")) {
      affiliate(other);
      TestConversation.begin(neighbour, specialist);
      assertThat(
              clinic
                  .admin()
                  .put(path(UUID.randomUUID()), new NewLegalHold(neighbour.id(), Reason.OTHER))
                  .problem())
          .as(other)
          .isEqualTo("nothing-to-hold");
    }
    affiliate("state = 'active', role = 'specialist'");
    hold(neighbour);
  }

  private void affiliate(String as) throws SQLException {
    try (Connection connection = service.database().asSuperuser();
        PreparedStatement update =
            connection.prepareStatement("update affiliation set " + as + " where user_id = ?")) {
      update.setObject(1, specialist.id());
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }

  @Test
  void hold_outlivesMembership() {
    TestUser second = clinic.specialist("radiology");
    TestConversation wide = TestConversation.begin(specialist, patient, second);
    Picture shown = upload(specialist, specialist, wide);
    wide.change(second);
    assertThat(specialist.post(wide.path() + "/entries", wide.body()).status()).isEqualTo(201);

    hold(patient);

    assertThat(delete(specialist, image(shown)).problem())
        .as("they were in it")
        .isEqualTo("legal-hold");
    assertThat(delete(second, "/v1/me").problem()).isEqualTo("legal-hold");
  }

  /**
   * The institution of somebody who goes is noted at once, not at the next look of the retention.
   */
  @Test
  void hold_coversConversationsOfASpecialistWhoIsGone() throws SQLException {
    TestUser guest = clinic.specialist("radiology");
    TestUser second = clinic.patientOf(guest);
    TestConversation.begin(second, guest);
    assertThat(delete(guest, "/v1/me").status()).isEqualTo(204);

    hold(second);

    // The affiliation may go first.
    TestUser third = clinic.patientOf(specialist);
    TestConversation.begin(third, specialist);
    try (Connection connection = service.database().asService();
        PreparedStatement end =
            connection.prepareStatement("delete from affiliation where user_id = ?")) {
      end.setObject(1, specialist.id());
      assertThat(end.executeUpdate()).isEqualTo(1);
    }

    hold(third);
  }

  @Test
  void hold_isSeenByWhomItConcerns_andNobodyElse() {
    UUID id = hold(patient);

    LegalHold expected = own(patient).getFirst();
    assertThat(expected.id()).isEqualTo(id);
    assertThat(expected.institutionId()).isEqualTo(clinic.institution());
    assertThat(expected.userId()).isEqualTo(patient.id());
    assertThat(expected.reason()).isEqualTo(Reason.COMPLAINT);
    assertThat(expected.setBy()).isEqualTo(clinic.admin().id());
    assertThat(expected.liftedAt()).isNull();
    assertThat(own(patient)).containsExactly(expected);
    assertThat(own(specialist)).containsExactly(expected);
    assertThat(own(clinic.specialist("oncology"))).isEmpty();
    assertThat(own(TestUser.withKeys(service))).isEmpty();
    String list = "/v1/institutions/" + clinic.institution() + "/legal-holds";
    assertThat(clinic.admin().get(list).as(HOLDS).items()).containsExactly(expected);
    assertThat(TestClinic.open(service).admin().get(list).problem()).isEqualTo("forbidden");
    for (UUID stream : List.of(patient.id(), clinic.institution())) {
      assertThat(service.bean(EventLog.class).readKindAfter(stream, "legal-hold", 0, 10))
          .singleElement()
          .satisfies(event -> assertThat(Scene.text(event)).contains("\"id\":\"" + id + "\""));
    }

    lift(id);

    assertThat(own(patient)).isEmpty();
    LegalHold lifted = clinic.admin().get(list).as(HOLDS).items().getFirst();
    assertThat(lifted.liftedBy()).isEqualTo(clinic.admin().id());
    assertThat(lifted.liftReason()).isEqualTo(LiftReason.CLOSED);
    assertThat(lifted.setAt()).isEqualTo(expected.setAt());
  }

  @Test
  void hold_setAndLiftedAgain_isTheSame_andItsIdServesOnce() {
    UUID id = hold(patient);
    var same = new NewLegalHold(patient.id(), Reason.COMPLAINT);
    TestUser admin = clinic.admin();

    assertThat(admin.put(path(id), same).as(LegalHold.class)).isEqualTo(own(patient).getFirst());
    assertThat(admin.put(path(id), new NewLegalHold(patient.id(), Reason.OTHER)).problem())
        .isEqualTo("legal-hold-exists");
    assertThat(admin.put(path(id), new NewLegalHold(specialist.id(), Reason.COMPLAINT)).problem())
        .isEqualTo("legal-hold-exists");

    LegalHold lifted = lift(id).as(LegalHold.class);
    assertThat(delete(admin, path(id) + "?reason=MISTAKE").as(LegalHold.class)).isEqualTo(lifted);
    assertThat(admin.put(path(id), same).problem()).isEqualTo("legal-hold-exists");
    assertThat(lift(UUID.randomUUID()).problem()).isEqualTo("legal-hold-not-found");
    assertThat(delete(admin, path(id)).status()).as("no reason").isEqualTo(400);
    assertThat(delete(admin, path(id) + "?reason=BORED").status()).isEqualTo(400);
  }

  @Test
  void hold_ofWhomTheInstitutionHasNothing_isRefused_andOthersLiftNothing() {
    UUID id = hold(patient);
    TestClinic other = TestClinic.open(service);
    String theirs = "/v1/institutions/" + other.institution() + "/legal-holds/";

    assertThat(
            other
                .admin()
                .put(theirs + UUID.randomUUID(), new NewLegalHold(patient.id(), Reason.OTHER))
                .problem())
        .isEqualTo("nothing-to-hold");
    assertThat(other.admin().get(theirs.replaceFirst("/$", "")).as(HOLDS).items()).isEmpty();
    assertThat(delete(other.admin(), theirs + id + "?reason=CLOSED").problem())
        .isEqualTo("legal-hold-not-found");
    var same = new NewLegalHold(patient.id(), Reason.COMPLAINT);
    assertThat(other.admin().put(theirs + id, same).problem()).isEqualTo("legal-hold-exists");
    assertThat(other.admin().put(path(UUID.randomUUID()), same).problem()).isEqualTo("forbidden");
    for (TestUser user : List.of(other.admin(), specialist, patient)) {
      assertThat(delete(user, path(id) + "?reason=CLOSED").problem()).isEqualTo("forbidden");
    }
    assertThat(own(patient)).hasSize(1);
  }

  @Test
  void retention_waitsForTheEndOfTheHold() {
    TestUser neighbour = clinic.patientOf(specialist);
    TestConversation other = TestConversation.begin(neighbour, specialist);
    Picture unheld = upload(neighbour, neighbour, other);
    clinic
        .admin()
        .put("/v1/institutions/" + clinic.institution() + "/retention", new Retention(30));
    UUID id = hold(patient);
    Instant late = message.at().plus(Duration.ofDays(31));

    sweepAt(late);
    assertThat(isReadable(message)).isTrue();
    assertThat(status(picture)).isEqualTo(200);
    assertThat(status(unheld)).isEqualTo(404);

    lift(id);
    sweepAt(late);
    assertThat(isReadable(message)).isFalse();
    assertThat(status(picture)).isEqualTo(404);
  }

  private void sweepAt(Instant now) {
    RetentionSweep.at(
        service,
        Clock.fixed(now, ZoneOffset.UTC),
        retention ->
            new ImageRetention(
                    retention,
                    service.bean(ImageRepository.class),
                    service.bean(ImageErasure.class),
                    service.bean(LegalHolds.class),
                    service.bean(Transactions.class))
                .sweep());
  }

  @Test
  void hold_isNotTakenBack_byTheServicesRole() throws SQLException {
    UUID id = hold(patient);
    try (Connection connection = service.database().asService();
        Statement statement = connection.createStatement()) {
      for (String sql :
          List.of(
              "delete from legal_hold",
              "update legal_hold set user_id = set_by",
              "update legal_hold set reason = 'OTHER'")) {
        assertThat(refusal(statement, sql)).as(sql).isEqualTo("42501");
      }
      assertThat(
              refusal(
                  statement,
                  "update legal_hold set lifted_by = set_by, lifted_at = now(),"
                      + " lift_reason = 'CLOSED' where id = '"
                      + id
                      + "'"))
          .isEqualTo("none");
    }
  }

  private static String refusal(Statement statement, String sql) {
    try {
      statement.execute(sql);
      return "none";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }
}
