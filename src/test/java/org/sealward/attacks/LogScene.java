package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.sealward.client.AdjustedClock;
import org.sealward.client.DeviceStore;
import org.sealward.client.ForgedLog;
import org.sealward.client.Insider;
import org.sealward.client.Person;
import org.sealward.client.SealwardClient;
import org.sealward.client.Session;
import org.sealward.client.VaultAccess;
import org.sealward.client.error.LogException;
import org.sealward.client.error.LogException.Reason;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.KeyLeaf;
import org.sealward.envelope.PublicBundle;
import org.sealward.fault.Await;

/**
 * A log of keys that lies, signed by the log and its witnesses: so only the check that a test is
 * about can refuse. The doctor reads through the liar.
 */
abstract class LogScene extends Scene {
  private static final Duration PATIENCE = Duration.ofMillis(300);

  /** Their vaults remember the forged log. */
  LogScene() {
    super(Cast.met());
  }

  final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
  final AdjustedClock clock = new AdjustedClock(later);
  ForgedLog log;
  SealwardClient reader;

  @BeforeEach
  void forgeTheLog() {
    later.set(Duration.ZERO);
    log = ForgedLog.by(liar, service, clock, 2);
    awaitLogged(patient.session().keys().own());
    reader = reader(device);
  }

  @AfterEach
  void closeTheReader() {
    reader.close();
  }

  SealwardClient reader(DeviceStore remembered) {
    return Insider.impatient(
            SealwardClient.of(liar.url(), remembered)
                .deployment(log.deployment())
                .vaultAccess(VaultAccess.THROUGH_SERVICE)
                .clock(clock),
            PATIENCE)
        .connect();
  }

  /** A patient of the doctor, with keys that are younger than all others. */
  Person newcomer() {
    return Person.loggedIn(service).connectedWith(doctor);
  }

  Session open() {
    return doctor.logIn(reader);
  }

  static void starts(Session session, Person with) {
    session.conversations().start(Set.of(with.id()));
  }

  static void refused(Reason reason, ThrowingCallable act) {
    assertThatThrownBy(act).isInstanceOfSatisfying(LogException.class, is(reason));
  }

  static Consumer<LogException> is(Reason reason) {
    return refusal -> {
      assertThat(refusal.reason()).isEqualTo(reason);
      assertThat(refusal.evidence().isPresent())
          .isEqualTo(reason == Reason.SPLIT_VIEW || reason == Reason.CONTRADICTION);
    };
  }

  /** The same from a second client on that device, with this evidence. */
  void staysRefused(Reason reason, String evidence) {
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            LogException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.evidence()).hasValue(evidence);
            });
  }

  /** What the session has read of the log is too old by then. */
  void startRefused(Reason reason, Session session, Person with) {
    later.set(Duration.ofMinutes(2));
    liar.requests().clear();
    refused(reason, () -> starts(session, with));
    assertThat(liar.requests()).noneMatch(request -> request.startsWith("POST /v1/conv"));
  }

  /** The control: a device that has seen nothing yet is shown the truth. */
  void startsElsewhere(Person with) {
    log.changed(log::cosignedByBoth);
    try (SealwardClient elsewhere = reader(DeviceStore.inMemory());
        Session session = doctor.logIn(elsewhere)) {
      starts(session, with);
    }
  }

  static Bytes tag(Person person) {
    return KeyLeaf.userTag(person.id());
  }

  static Bytes leaf(Bytes tag, int version, int fingerprint) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) fingerprint;
    return new KeyLeaf(tag, version, Bytes.of(bytes)).encode();
  }

  static boolean isOf(Bytes entry, Person person) {
    return KeyLeaf.decode(entry).userTag().equals(tag(person));
  }

  void awaitLogged(PublicBundle bundle) {
    Bytes leaf = KeyLeaf.of(bundle).encode();
    Await.until("keys in the log", () -> log.entries().contains(leaf));
  }

  /** One whom the genuine log has, also for those who do not wait for it. */
  Person loggedNewcomer() {
    Person unmet = newcomer();
    awaitLogged(unmet.session().keys().own());
    return unmet;
  }
}
