package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.GenericArgument;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.MessageStored;
import org.sealward.api.Page;
import org.sealward.api.Retention;
import org.sealward.api.StoredMessage;
import org.sealward.conversation.LegalHolds;
import org.sealward.conversation.RetentionSweep;
import org.sealward.conversation.TestConversation;
import org.sealward.image.Scene.Person;
import org.sealward.image.Scene.Picture;
import org.sealward.platform.Event;
import org.sealward.platform.EventLog;
import org.sealward.platform.Transactions;

/** Messages and images are kept as long as institutions say. */
class RetentionTest {
  private final Scene scene = new Scene();
  private final TestService service = scene.service();
  private TestClinic clinic;
  private TestUser specialist;
  private TestUser patient;

  @BeforeEach
  void meet() {
    clinic = TestClinic.open(service);
    specialist = clinic.specialist("cardiology");
    patient = clinic.patientOf(specialist);
  }

  private static TestUser.Answer keep(TestUser admin, TestClinic clinic, @Nullable Integer days) {
    return admin.put(
        "/v1/institutions/" + clinic.institution() + "/retention", new Retention(days));
  }

  private MessageStored send(TestConversation talk, TestUser sender) {
    return sender
        .post(talk.path() + "/messages", talk.message(sender, "text"))
        .as(MessageStored.class);
  }

  private List<Long> readable(TestConversation talk, TestUser reader) {
    return reader
        .get(talk.path() + "/messages")
        .as(new GenericArgument<Page<StoredMessage>>() {})
        .items()
        .stream()
        .filter(stored -> stored.message() != null)
        .map(StoredMessage::seq)
        .toList();
  }

  /** Sweeps as at a later time. */
  private void sweepAt(Instant now) {
    RetentionSweep.at(
        service,
        Clock.fixed(now, ZoneOffset.UTC),
        retention -> {
          new ImageRetention(
                  retention,
                  service.bean(ImageRepository.class),
                  service.bean(ImageErasure.class),
                  service.bean(LegalHolds.class),
                  service.bean(Transactions.class))
              .sweep();
        });
  }

  @Test
  void old_isErasedAndRecentStays() throws InterruptedException {
    assertThat(keep(clinic.admin(), clinic, 30).status()).isEqualTo(200);
    TestConversation talk = TestConversation.begin(patient, specialist);
    Person owner = new Person(patient, patient.keys());
    MessageStored old = send(talk, patient);
    Picture oldPicture = scene.stored(scene.picture(owner, owner.id(), talk.id(), 1000));
    Thread.sleep(5);
    MessageStored recent = send(talk, specialist);
    Picture recentPicture = scene.stored(scene.picture(owner, owner.id(), talk.id(), 1001));

    sweepAt(recent.at().plus(Duration.ofDays(30)));

    assertThat(readable(talk, patient)).containsExactly(recent.seq());
    assertThat(status(owner, oldPicture)).isEqualTo(404);
    assertThat(status(owner, recentPicture)).isEqualTo(200);
    List<Event> orders = orders(talk);
    assertThat(orders).hasSize(1);
    assertThat(Scene.text(orders.getFirst()))
        .isEqualTo("{\"fromSeq\":1,\"toSeq\":%d,\"reason\":\"RETENTION\"}".formatted(old.seq()));

    sweepAt(recent.at().plus(Duration.ofDays(30)));
    assertThat(orders(talk)).as("nothing more to do").hasSize(1);

    sweepAt(recent.at().plus(Duration.ofDays(31)));
    assertThat(readable(talk, patient)).isEmpty();
    assertThat(status(owner, recentPicture)).isEqualTo(404);
  }

  @Test
  void twoInstitutions_theLongestTimeCounts_andForEverKeeps() {
    TestClinic other = TestClinic.open(service);
    TestUser colleague = other.specialist("radiology");
    TestConversation talk = TestConversation.begin(specialist, colleague);
    MessageStored message = send(talk, specialist);
    keep(clinic.admin(), clinic, 10);

    sweepAt(message.at().plus(Duration.ofDays(10_000)));
    assertThat(readable(talk, colleague)).as("the other keeps for ever").isNotEmpty();

    keep(other.admin(), other, 20);
    sweepAt(message.at().plus(Duration.ofDays(15)));
    assertThat(readable(talk, colleague)).as("the other keeps longer").isNotEmpty();

    sweepAt(message.at().plus(Duration.ofDays(21)));
    assertThat(readable(talk, colleague)).isEmpty();
  }

  @Test
  void canary_isSweptAfterADay_withoutBeingToldTo() {
    TestClinic canary = TestClinic.openCanary(service);
    TestUser prober = canary.specialist("cardiology");
    TestUser probed = canary.patientOf(prober);
    TestConversation talk = TestConversation.begin(probed, prober);
    MessageStored message = send(talk, probed);
    Person owner = new Person(probed, probed.keys());
    Picture picture = scene.stored(scene.picture(owner, owner.id(), talk.id(), 1000));
    String grants = "/v1/images/" + picture.id() + "/grants";
    Person reader = new Person(prober, prober.keys());
    assertThat(probed.post(grants, scene.grant(picture, owner, reader)).status()).isEqualTo(204);
    TestConversation kept = TestConversation.begin(patient, specialist);
    MessageStored elsewhere = send(kept, patient);
    Instant aDayLater = message.at().plus(Duration.ofDays(1));

    sweepAt(aDayLater);
    assertThat(readable(talk, prober)).containsExactly(message.seq());
    assertThat(status(reader, picture)).isEqualTo(200);

    sweepAt(aDayLater.plus(Duration.ofMinutes(1)));
    assertThat(readable(talk, prober)).isEmpty();
    assertThat(status(owner, picture)).isEqualTo(404);
    assertThat(rowsOf(picture)).isZero();
    assertThat(readable(kept, specialist)).containsExactly(elsewhere.seq());
  }

  /** Of the image itself, its hashes, its grants with their wraps. */
  private int rowsOf(Picture picture) {
    return service
        .bean(Transactions.class)
        .read(
            connection -> {
              try (var count =
                  connection.prepareStatement(
                      "select (select count(*) from image where id = ?)"
                          + " + (select count(*) from image_leaves where image_id = ?)"
                          + " + (select count(*) from image_grant where image_id = ?)")) {
                for (int i = 1; i <= 3; i++) {
                  count.setObject(i, picture.id());
                }
                try (var row = count.executeQuery()) {
                  row.next();
                  return row.getInt(1);
                }
              }
            });
  }

  @Test
  void retention_setByOthers_isRefused() {
    TestClinic other = TestClinic.open(service);

    for (TestUser user : List.of(other.admin(), specialist, patient)) {
      assertThat(keep(user, clinic, 1).problem()).isEqualTo("forbidden");
    }
    assertThat(keep(clinic.admin(), clinic, 0).status()).isEqualTo(400);
    assertThat(keep(clinic.admin(), clinic, 30).status()).isEqualTo(200);
    assertThat(
            clinic
                .admin()
                .get("/v1/institutions/" + clinic.institution() + "/retention")
                .as(Retention.class)
                .days())
        .isEqualTo(30);
    assertThat(keep(clinic.admin(), clinic, null).status()).isEqualTo(200);
  }

  private int status(Person person, Picture picture) {
    return scene.get(person, "/v1/images/" + picture.id()).statusCode();
  }

  private List<Event> orders(TestConversation talk) {
    UUID stream = talk.id();
    return service.bean(EventLog.class).readKindAfter(stream, "messages-erased", 0, 100);
  }
}
