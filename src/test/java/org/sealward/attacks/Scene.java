package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.client.Content;
import org.sealward.client.Conversation;
import org.sealward.client.DeviceStore;
import org.sealward.client.LyingService;
import org.sealward.client.Person;
import org.sealward.client.Received;
import org.sealward.client.SealwardClient;
import org.sealward.client.Session;
import org.sealward.client.VaultAccess;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.ProblemException;
import org.sealward.envelope.EnvelopeException;
import org.sealward.envelope.Failure;

/**
 * A patient and two specialists with genuine clients at the real service, and a line that alters
 * what the service says. The patient has a second device behind that line.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Scene {
  /** The same for all attacks: who is altered for good is made for the one test. */
  record Cast(TestClinic clinic, Person patient, Person doctor, Person colleague) {
    static Cast met() {
      TestService service = TestService.get();
      TestClinic clinic = TestClinic.open(service);
      Person doctor = Person.specialist(service, clinic, "oncology");
      Person colleague = Person.specialist(service, clinic, "radiology");
      Person patient = Person.loggedIn(service).connectedWith(doctor).connectedWith(colleague);
      return new Cast(clinic, patient, doctor, colleague);
    }
  }

  private static @Nullable Cast cast;

  final TestService service = TestService.get();
  final TestClinic clinic;
  final Person patient;
  final Person doctor;
  final Person colleague;

  LyingService liar;
  DeviceStore device;
  SealwardClient client;

  Scene() {
    this(cast());
  }

  Scene(Cast own) {
    clinic = own.clinic();
    patient = own.patient();
    doctor = own.doctor();
    colleague = own.colleague();
  }

  private static synchronized Cast cast() {
    Cast known = cast;
    if (known == null) {
      known = Cast.met();
      cast = known;
    }
    return known;
  }

  @BeforeEach
  void putTheLiarBetween() {
    liar = new LyingService(service.url());
    device = DeviceStore.inMemory();
    client = behindTheLiar(device);
  }

  @AfterEach
  void removeTheLiar() {
    client.close();
    liar.close();
  }

  SealwardClient behindTheLiar(DeviceStore store) {
    return SealwardClient.of(liar.url(), store).vaultAccess(VaultAccess.THROUGH_SERVICE).connect();
  }

  /** The patient, behind the liar. */
  Session logIn() {
    return patient.logIn(client);
  }

  Conversation begun() {
    return doctor.session().conversations().start(Set.of(patient.id()));
  }

  static String bundlesOf(UUID userId) {
    return "/v1/users/" + userId + "/bundles";
  }

  static String path(Conversation talk, String what) {
    return "/v1/conversations/" + talk.id() + "/" + what;
  }

  static byte[] flipped(byte[] bytes, int at) {
    byte[] altered = bytes.clone();
    altered[at] ^= 1;
    return altered;
  }

  static byte[] flipped(byte[] bytes) {
    return flipped(bytes, bytes.length / 2);
  }

  static List<String> texts(Conversation conversation) {
    return conversation.history().map(Scene::text).toList();
  }

  static String text(Received received) {
    return received instanceof Received.Message message
            && message.content() instanceof Content.Text(String text)
        ? text
        : received.toString();
  }

  static Consumer<Received> refused(Failure failure) {
    return received ->
        assertThat(received)
            .isInstanceOfSatisfying(
                Received.Unreadable.class, closed -> failed(failure).accept(closed.cause()));
  }

  static Consumer<Throwable> failed(Failure failure) {
    return thrown ->
        assertThat(thrown)
            .isInstanceOfSatisfying(
                EnvelopeException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }

  static Consumer<Throwable> refusedByTheService(String problem) {
    return thrown ->
        assertThat(thrown)
            .isInstanceOfSatisfying(
                ProblemException.class, e -> assertThat(e.is(problem)).isTrue());
  }

  /** An answer that is not exactly of its shape counts as none. */
  static Consumer<Throwable> notUnderstood() {
    return thrown ->
        assertThat(thrown)
            .isInstanceOfSatisfying(
                ProblemException.class,
                e -> assertThat(e.type()).isEqualTo(ProblemException.NOT_UNDERSTOOD));
  }

  /** The history of members contradicts what the device has seen. */
  static Consumer<Throwable> forked() {
    return thrown ->
        assertThat(thrown)
            .isInstanceOfSatisfying(
                ConversationException.class,
                e -> assertThat(e.reason()).isEqualTo(ConversationException.Reason.FORKED));
  }

  static Instant now() {
    return Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
