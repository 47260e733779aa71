package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.api.WrapProof;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.InvalidEnvelopeException;

/** What a client keeps of the log beside a wrap. */
final class KeptWrapProofTest {
  private final TestService service = TestService.get();

  /** Made when it was wrapped, and still the same when the log has grown. */
  @Test
  void wrap_canBeCheckedWithoutTheService() {
    AdjustedClock clock = new AdjustedClock(new AtomicReference<>(Duration.ZERO));
    try (Person specialist = Person.specialist(service, TestClinic.open(service), "oncology");
        Person patient = Person.loggedIn(service).connectedWith(specialist);
        LyingService between = new LyingService(service.url())) {
      ForgedLog log = ForgedLog.by(between, service, clock, 2);
      try (SealwardClient reader =
              SealwardClient.of(between.url(), DeviceStore.inMemory())
                  .deployment(log.deployment())
                  .vaultAccess(VaultAccess.THROUGH_SERVICE)
                  .clock(clock)
                  .connect();
          Session session = specialist.logIn(reader);
          Person unmet = Person.loggedIn(service).connectedWith(specialist)) {
        Conversation talk = session.conversations().start(Set.of(patient.id()));
        WrapProof proof = talk.wrapProof(patient.id()).orElseThrow();
        session.conversations().start(Set.of(unmet.id()));
        assertThat(talk.wrapProof(patient.id())).hasValue(proof);

        Bytes file = WrapProofs.encode(proof);
        assertThat(WrapProofs.check(WrapProofs.decode(file), log.description().key()))
            .allMatch(WrapProofs.Finding::holds);
        assertThat(proof.recipient().bundle()).isEqualTo(patient.session().keys().own());
      }
    }
    for (String other : List.of("", "{}", "[]", "{\"format\":1}")) {
      assertThatThrownBy(() -> WrapProofs.decode(Bytes.utf8(other)))
          .isInstanceOf(InvalidEnvelopeException.class);
    }
  }
}
