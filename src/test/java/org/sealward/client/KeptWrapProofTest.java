package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.api.WrapProof;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.SignedGrant;

/**
 * What a client keeps of the log beside a wrap: made when it was wrapped, and still the same when
 * the log has grown.
 */
final class KeptWrapProofTest {
  private final TestService service = TestService.get();
  private Person specialist;
  private Person patient;
  private LyingService between;
  private ForgedLog log;
  private SealwardClient reader;
  private Session session;

  @BeforeEach
  void logIn() {
    specialist = Person.specialist(service, TestClinic.open(service), "oncology");
    patient = Person.loggedIn(service).connectedWith(specialist);
    between = new LyingService(service.url());
    AdjustedClock clock = new AdjustedClock(new AtomicReference<>(Duration.ZERO));
    log = ForgedLog.by(between, service, clock, 2);
    reader =
        SealwardClient.of(between.url(), DeviceStore.inMemory())
            .deployment(log.deployment())
            .vaultAccess(VaultAccess.THROUGH_SERVICE)
            .clock(clock)
            .connect();
    session = specialist.logIn(reader);
  }

  @AfterEach
  void part() {
    session.close();
    reader.close();
    between.close();
    patient.close();
    specialist.close();
  }

  private void holds(WrapProof proof, Person recipient) {
    Bytes file = WrapProofs.encode(proof);
    assertThat(WrapProofs.check(WrapProofs.decode(file), log.description().key()))
        .allMatch(WrapProofs.Finding::holds);
    assertThat(proof.recipient().bundle()).isEqualTo(recipient.session().keys().own());
  }

  @Test
  void wrap_canBeCheckedWithoutTheService() {
    try (Person colleague = Person.specialist(service, TestClinic.open(service), "radiology")) {
      Conversation talk = session.conversations().start(Set.of(patient.id()));
      WrapProof proof = talk.wrapProof(patient.id()).orElseThrow();
      session.conversations().start(Set.of(patient.id()));
      talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
      WrapProof added = talk.wrapProof(colleague.id()).orElseThrow();
      session.conversations().start(Set.of(colleague.id()));
      assertThat(talk.wrapProof(patient.id()).orElseThrow().at()).isEqualTo(proof.at());
      assertThat(talk.wrapProof(colleague.id())).hasValue(added);
      holds(proof, patient);
      holds(added, colleague);
    }
  }

  /** To somebody for whom nothing was wrapped before. */
  @Test
  void grant_canBeCheckedWithoutTheService(@TempDir Path folder) throws IOException {
    Conversation talk = patient.session().conversations().start(Set.of(specialist.id()));
    Path picture = Files.writeString(folder.resolve("knee.png"), "knee");
    talk.sendImage(OutgoingImage.of(picture, patient.id()), Progress.Listener.NONE);
    Received.Message shown =
        (Received.Message) session.conversations().get(talk.id()).newest(1).getFirst();
    try (Person colleague = Person.specialist(service, TestClinic.open(service), "radiology")) {
      SignedGrant granted =
          session.images().grant(((Content.Image) shown.content()).description(), colleague.id());
      WrapProof proof = session.images().wrapProof(granted).orElseThrow();
      session.conversations().start(Set.of(patient.id()));
      assertThat(session.images().wrapProof(granted)).hasValue(proof);
      holds(proof, colleague);
    }
  }

  @Test
  void otherFiles_areRefused() {
    for (String other : List.of("", "{}", "[]", "{\"format\":1}")) {
      assertThatThrownBy(() -> WrapProofs.decode(Bytes.utf8(other)))
          .isInstanceOf(InvalidEnvelopeException.class);
    }
  }
}
