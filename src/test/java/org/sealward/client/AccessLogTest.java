package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.api.AccessLogEntry;
import org.sealward.api.LogDescription;
import org.sealward.envelope.AuditLeaf;
import org.sealward.envelope.AuditRecord;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EnvelopeException;
import org.sealward.envelope.Failure;
import org.sealward.envelope.MerkleHash;
import org.sealward.transparency.Checkpoint;
import org.sealward.transparency.InclusionProof;
import org.sealward.transparency.LogProof;
import org.sealward.transparency.SignatureType;
import org.sealward.transparency.TestSigner;
import org.sealward.transparency.TreeHead;

/** Who got at a patient's images, with proofs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessLogTest {
  private static final String PATH = "/v1/me/access-log.*";
  private static final String ORIGIN = "sealward.local/v1/logs/audit";
  private static final TestSigner OTHER = TestSigner.of(ORIGIN, SignatureType.ED25519, 9);

  @TempDir private Path folder;
  private Person patient;
  private Person specialist;
  private Person colleague;

  @BeforeAll
  void meet() {
    TestService service = TestService.get();
    TestClinic clinic = TestClinic.open(service);
    specialist = Person.specialist(service, clinic, "oncology");
    colleague = Person.specialist(service, clinic, "radiology");
    patient = Person.loggedIn(service).connectedWith(specialist);
  }

  @AfterAll
  void part() {
    patient.close();
    specialist.close();
    colleague.close();
  }

  /** Sends a picture to the specialist, who looks at it; its id. */
  private UUID seen(String text) throws IOException {
    Conversation talk = patient.session().conversations().start(Set.of(specialist.id()));
    Path file = Files.writeString(folder.resolve(text), text);
    Received.Message sent =
        talk.sendImage(OutgoingImage.of(file, patient.id()), Progress.Listener.NONE);
    ImageDescription described =
        specialist.session().conversations().get(talk.id()).read(sent.seq() - 1, 1).stream()
            .map(Received.Message.class::cast)
            .map(message -> ((Content.Image) message.content()).description())
            .findFirst()
            .orElseThrow();
    specialist
        .session()
        .images()
        .download(described, folder.resolve(text + "-seen"), Progress.Listener.NONE);
    return described.imageId();
  }

  /** Once all of them have their places in the log. */
  private static List<AccessLog.Access> proven(Session session) throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      List<AccessLog.Access> all = session.accessLog().list();
      if (all.stream().allMatch(one -> one.index() != null)) {
        return all;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("never logged");
  }

  @Test
  void patient_seesWhoFetchedAWrap_proven() throws Exception {
    UUID image = seen("one");
    List<AccessLog.Access> all = proven(patient.session());
    assertThat(all)
        .filteredOn(one -> one.imageId().equals(image) && one.kind().equals("wrap-fetched"))
        .extracting(AccessLog.Access::actor)
        .contains(specialist.id())
        .doesNotContain(colleague.id());
    assertThat(all)
        .filteredOn(one -> one.imageId().equals(image) && one.kind().equals("image-granted"))
        .extracting(AccessLog.Access::target)
        .contains(specialist.id());
    assertThat(specialist.session().accessLog().list()).isEmpty();
  }

  @Test
  void service_thatLiesAboutAnAccess_isNotBelieved() throws Exception {
    seen("two");
    AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
    try (var liar = new LyingService(TestService.get().url());
        SealwardClient client =
            SealwardClient.of(liar.url(), DeviceStore.inMemory())
                .vaultAccess(VaultAccess.THROUGH_SERVICE)
                .clock(new AdjustedClock(later))
                .connect();
        Session session = patient.logIn(client)) {
      proven(session);
      lie(liar, entries -> with(entries, record(entries, colleague.id(), patient.id()), null));
      refused(liar, session, Failure.BAD_SIGNATURE);
      lie(liar, entries -> with(entries, null, entries.getLast().proof()));
      refused(liar, session, Failure.BAD_SIGNATURE);
      lie(liar, entries -> with(entries, null, "c2sp.org/tlog-proof@v1\n"));
      refused(liar, session, Failure.BAD_SIGNATURE);
      lie(liar, entries -> with(entries, record(entries, specialist.id(), colleague.id()), null));
      refused(liar, session, Failure.WRONG_ADDRESS);
      lie(liar, entries -> with(entries, null, provenByAnother(entries.getFirst())));
      refused(liar, session, Failure.BAD_SIGNATURE);

      lie(liar, AccessLogTest::unproven);
      assertThat(session.accessLog().list().getFirst().index()).isNull();
      later.set(Duration.ofMinutes(61));
      refused(liar, session, Failure.BAD_SIGNATURE);

      String other = OTHER.key().encode();
      liar.aboutPage(
          "/v1/logs",
          LogDescription.class,
          logs ->
              logs.stream()
                  .map(
                      log ->
                          new LogDescription(
                              log.name(), log.origin(), other, log.witnesses(), log.quorum()))
                  .toList());
      refused(liar, session, Failure.KEY_MISMATCH);
      liar.aboutPage(
          "/v1/logs",
          LogDescription.class,
          logs -> logs.stream().filter(log -> !log.name().equals("audit")).toList());
      refused(liar, session, Failure.KEY_MISMATCH);
    }
  }

  private static void lie(LyingService liar, UnaryOperator<List<AccessLogEntry>> change) {
    liar.aboutPage(PATH, AccessLogEntry.class, change);
  }

  private static void refused(LyingService liar, Session session, Failure failure) {
    assertThatThrownBy(() -> session.accessLog().list())
        .isInstanceOfSatisfying(
            EnvelopeException.class, e -> assertThat(e.failure()).isEqualTo(failure));
    liar.tellsTheTruth();
    assertThat(session.accessLog().list()).isNotEmpty();
  }

  /** The newest record, as if it had been somebody else's act, or about somebody else. */
  private static AuditRecord record(List<AccessLogEntry> entries, UUID actor, UUID subject) {
    AuditRecord r = AuditRecord.decode(entries.getFirst().record());
    return new AuditRecord(
        r.salt(),
        r.id(),
        r.time(),
        r.institution(),
        actor,
        subject,
        r.target(),
        r.object(),
        r.number(),
        r.kind());
  }

  /** As the only leaf of a log that calls itself the service's. */
  private static String provenByAnother(AccessLogEntry entry) {
    AuditRecord record = AuditRecord.decode(entry.record());
    Bytes leaf =
        new AuditLeaf(record.time(), record.commitment(), Objects.requireNonNull(entry.tag()))
            .encode();
    Checkpoint checkpoint = Checkpoint.of(ORIGIN, new TreeHead(1, MerkleHash.leaf(leaf)));
    LogProof proof = new LogProof(null, new InclusionProof(0, List.of()), checkpoint.sign(OTHER));
    return new String(proof.encode().toArray(), StandardCharsets.UTF_8);
  }

  private static List<AccessLogEntry> unproven(List<AccessLogEntry> entries) {
    return entries.stream()
        .map(entry -> new AccessLogEntry(entry.record(), entry.tag(), null))
        .toList();
  }

  private static List<AccessLogEntry> with(
      List<AccessLogEntry> entries, @Nullable AuditRecord record, @Nullable String proof) {
    AccessLogEntry first = entries.getFirst();
    List<AccessLogEntry> changed = new ArrayList<>(entries);
    changed.set(
        0,
        new AccessLogEntry(
            record == null ? first.record() : record.encode(),
            first.tag(),
            proof == null ? first.proof() : proof));
    return changed;
  }
}
