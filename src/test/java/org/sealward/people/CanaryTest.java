package org.sealward.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.core.type.GenericArgument;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.AcceptInvitation;
import org.sealward.api.Connection;
import org.sealward.api.Institution;
import org.sealward.api.Invitation;
import org.sealward.api.NewConnection;
import org.sealward.api.NewInvitation;
import org.sealward.api.Page;
import org.sealward.api.Retention;
import org.sealward.api.SpecialistProfile;
import org.sealward.platform.Transactions;

/** Canary institutions: nobody else sees them, and they leave nothing behind. */
final class CanaryTest {
  private final TestService service = TestService.get();
  private final TestClinic canary = TestClinic.openCanary(service);
  private final TestClinic clinic = TestClinic.open(service);

  private static List<UUID> institutions(TestUser viewer) {
    List<UUID> found = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      Page<Institution> page =
          viewer.get("/v1/institutions" + cursor).as(new GenericArgument<Page<Institution>>() {});
      page.items().forEach(one -> found.add(one.id()));
      cursor = page.next() == null ? null : "?cursor=" + page.next();
    }
    return found;
  }

  private static List<UUID> search(TestUser viewer, String query) {
    return viewer
        .get("/v1/specialists?" + query)
        .as(new GenericArgument<Page<SpecialistProfile>>() {})
        .items()
        .stream()
        .map(SpecialistProfile::userId)
        .toList();
  }

  @Test
  void canary_isInNoList_butThoseOfItsMembers() {
    String specialty = "canary " + UUID.randomUUID();
    String query = "specialty=" + specialty.replace(" ", "%20");
    String there = "institution=" + canary.institution();
    TestUser hidden = canary.specialist(specialty);
    TestUser seen = clinic.specialist(specialty);
    TestUser patient = canary.patient();
    TestUser operator = TestUser.in(service, "operator");
    TestUser reviewer = TestUser.in(service, "reviewer");
    TestUser unconfirmed = canary.patient().enrolled();
    Invitation code =
        canary
            .admin()
            .post(
                "/v1/institutions/" + canary.institution() + "/invitations",
                new NewInvitation("specialist"))
            .as(Invitation.class);
    assertThat(
            unconfirmed.post("/v1/invitations/accept", new AcceptInvitation(code.code())).status())
        .isEqualTo(200);

    for (TestUser outsider :
        List.of(patient, unconfirmed, seen, clinic.admin(), operator, reviewer)) {
      assertThat(institutions(outsider))
          .contains(clinic.institution())
          .doesNotContain(canary.institution());
      assertThat(search(outsider, query)).containsExactly(seen.id());
      assertThat(search(outsider, there)).isEmpty();
    }
    for (TestUser member : List.of(hidden, canary.admin())) {
      assertThat(institutions(member)).contains(clinic.institution(), canary.institution());
      assertThat(search(member, query)).containsExactlyInAnyOrder(seen.id(), hidden.id());
      assertThat(search(member, there)).containsExactly(hidden.id());
    }

    assertThat(patient.get("/v1/specialists/" + hidden.id()).as(SpecialistProfile.class).userId())
        .isEqualTo(hidden.id());
    assertThat(patient.post("/v1/connections", new NewConnection(hidden.id())).status())
        .isEqualTo(201);
  }

  @Test
  void canary_seesAnotherOneNoMoreThanOthersDo() {
    TestClinic other = TestClinic.openCanary(service);

    assertThat(institutions(other.admin()))
        .contains(other.institution())
        .doesNotContain(canary.institution());
  }

  @Test
  void canary_keepsThingsForADay_andNoLonger() {
    String of = "/v1/institutions/" + canary.institution() + "/retention";
    TestUser admin = canary.admin();

    for (Integer days : new Integer[] {2, 36_500, null}) {
      assertThat(admin.put(of, new Retention(days)).problem()).isEqualTo("canary-retention");
    }
    assertThat(admin.get(of).as(Retention.class).days()).isEqualTo(1);
    assertThat(admin.put(of, new Retention(1)).status()).isEqualTo(200);

    String elsewhere = "/v1/institutions/" + clinic.institution() + "/retention";
    assertThat(clinic.admin().get(elsewhere).as(Retention.class).days()).isNull();
    for (Integer days : new Integer[] {2, null}) {
      assertThat(clinic.admin().put(elsewhere, new Retention(days)).status()).isEqualTo(200);
    }
  }

  @Test
  void institution_neverBecomesACanary_norStopsBeingOne() {
    assertThat(update("retention_days = 1")).isEqualTo(1);
    assertThatThrownBy(() -> update("canary = true")).hasMessageContaining("permission denied");
    assertThatThrownBy(() -> update("canary = false")).hasMessageContaining("permission denied");
  }

  /** As the service's role. */
  private int update(String change) {
    return service
        .bean(Transactions.class)
        .write(
            unit -> {
              try (PreparedStatement update =
                  unit.connection()
                      .prepareStatement("update institution set " + change + " where id = ?")) {
                update.setObject(1, clinic.institution());
                return update.executeUpdate();
              }
            });
  }

  @Test
  void endedConnections_areSweptAfterADay_ofCanariesAlone() {
    TestUser prober = canary.specialist("cardiology");
    TestUser doctor = clinic.specialist("cardiology");
    TestUser patient = canary.patient();
    Connection ofClinic = ended(connected(patient, doctor), doctor);
    Connection ofCanary = ended(connected(patient, prober), prober);
    Connection declined = asked(patient, prober);
    prober.post("/v1/connections/" + declined.id() + "/decline");
    Connection accepted = connected(patient, prober);
    Instant end = Objects.requireNonNull(ofCanary.endedAt());

    sweepAt(end.plus(Duration.ofDays(1)));
    assertThat(connections(patient))
        .containsExactlyInAnyOrder(ofCanary.id(), ofClinic.id(), declined.id(), accepted.id());

    sweepAt(end.plus(Duration.ofDays(1)).plusMillis(1));
    assertThat(connections(patient))
        .containsExactlyInAnyOrder(ofClinic.id(), declined.id(), accepted.id());
  }

  private void sweepAt(Instant now) {
    new CanarySweeper(service.bean(ConnectionRepository.class), Clock.fixed(now, ZoneOffset.UTC))
        .sweep();
  }

  private static Connection asked(TestUser patient, TestUser specialist) {
    return patient.post("/v1/connections", new NewConnection(specialist.id())).as(Connection.class);
  }

  private static Connection connected(TestUser patient, TestUser specialist) {
    return specialist
        .post("/v1/connections/" + asked(patient, specialist).id() + "/accept")
        .as(Connection.class);
  }

  private static Connection ended(Connection accepted, TestUser by) {
    return by.post("/v1/connections/" + accepted.id() + "/end").as(Connection.class);
  }

  private static List<UUID> connections(TestUser user) {
    return user
        .get("/v1/connections")
        .as(new GenericArgument<Page<Connection>>() {})
        .items()
        .stream()
        .map(Connection::id)
        .toList();
  }
}
