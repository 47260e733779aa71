package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.api.LogDescription;
import org.sealward.api.WrapProof;
import org.sealward.client.WrapProofs.Claim;
import org.sealward.client.WrapProofs.Finding;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.SignedBundle;
import org.sealward.envelope.SignedEntry;
import org.sealward.transparency.LogProof;
import org.sealward.transparency.SignatureType;
import org.sealward.transparency.TestSigner;

/** A log with two witnesses, whose keys the liar has; here it tells the truth. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WrapProofTest {
  private final TestService service = TestService.get();
  private Person specialist;
  private Person patient;
  private final AdjustedClock clock = new AdjustedClock(new AtomicReference<>(Duration.ZERO));
  private ForgedLog log;
  private WrapProof proof;
  private String extra;

  @BeforeAll
  void wrap() {
    specialist = Person.specialist(service, TestClinic.open(service), "oncology");
    patient = Person.loggedIn(service).connectedWith(specialist);
    try (LyingService between = new LyingService(service.url())) {
      log = ForgedLog.by(between, service, clock, 2);
      try (SealwardClient reader =
              SealwardClient.of(between.url(), DeviceStore.inMemory())
                  .deployment(log.deployment())
                  .vaultAccess(VaultAccess.THROUGH_SERVICE)
                  .connect();
          Session session = specialist.logIn(reader)) {
        Conversation talk = session.conversations().start(Set.of(patient.id()));
        proof = WrapProofs.decode(WrapProofs.encode(talk.wrapProof(patient.id()).orElseThrow()));
        extra = talk.wrapProof(specialist.id()).orElseThrow().proof();
      }
    }
  }

  @AfterAll
  void part() {
    patient.close();
    specialist.close();
  }

  private static void fails(Claim claim, WrapProof altered) {
    assertThat(WrapProofs.check(altered, null).stream().filter(f -> !f.holds()).map(Finding::claim))
        .containsExactly(claim);
  }

  private WrapProof with(
      Instant at, @Nullable SignedEntry entry, SignedBundle author, SignedBundle recipient) {
    return new WrapProof(1, at, entry, null, author, recipient, proof.proof(), proof.log());
  }

  private WrapProof with(String otherProof, LogDescription otherLog) {
    return new WrapProof(
        1,
        proof.at(),
        proof.entry(),
        null,
        proof.author(),
        proof.recipient(),
        otherProof,
        otherLog);
  }

  @Test
  void proofOfAWrap_holdsYearsLater_withoutTheService() {
    assertThat(WrapProofs.check(proof, proof.log().key()))
        .hasSize(Claim.values().length)
        .allMatch(Finding::holds);
    assertThat(WrapProofs.check(proof, null)).allMatch(Finding::holds);
    assertThat(proof.recipient().bundle()).isEqualTo(patient.session().keys().own());
  }

  @Test
  void anotherLogThanTheOneAskedFor_isSaid() {
    assertThat(
            WrapProofs.check(
                proof,
                TestSigner.of(proof.log().origin(), SignatureType.ED25519, 2).key().encode()))
        .filteredOn(finding -> !finding.holds())
        .extracting(Finding::claim)
        .containsExactly(Claim.LOG);
  }

  @Test
  void otherKeysOfTheRecipient_areRefused() {
    OwnKeys other = OwnKeys.first(patient.id(), PrivateKeys.generate(), Instant.EPOCH);
    assertThat(
            WrapProofs.check(
                    with(proof.at(), proof.entry(), proof.author(), other.signedBundle()), null)
                .stream()
                .filter(finding -> !finding.holds())
                .map(Finding::claim))
        .containsExactly(Claim.WRAP, Claim.INCLUDED);
  }

  @Test
  void bundleThatItsOwnerDidNotSign_isRefused() {
    SignedBundle real = proof.recipient();
    SignedBundle unsigned =
        new SignedBundle(real.bundle(), proof.author().selfSignature(), real.continuitySignature());
    fails(Claim.BUNDLES, with(proof.at(), proof.entry(), proof.author(), unsigned));
  }

  @Test
  void entryThatItsAuthorDidNotSign_isRefused() {
    SignedEntry real = Objects.requireNonNull(proof.entry());
    SignedEntry unsigned =
        new SignedEntry(real.entry(), proof.author().selfSignature(), real.leaves());
    fails(Claim.WRAP, with(proof.at(), unsigned, proof.author(), proof.recipient()));
    fails(Claim.WRAP, with(proof.at(), real, proof.recipient(), proof.recipient()));
  }

  @Test
  void proofOfSomebodyElse_isRefused() {
    fails(Claim.INCLUDED, with(extra, proof.log()));
  }

  @Test
  void checkpointWithoutItsQuorum_isRefused() {
    LogProof real = LogProof.parse(Bytes.utf8(proof.proof()));
    LogProof alone =
        new LogProof(
            null,
            real.inclusion(),
            log.cosignedByOne(log.signedAlone(real.checkpoint()), Duration.ZERO));
    assertThat(
            WrapProofs.check(with(text(alone), proof.log()), null).stream()
                .filter(finding -> !finding.holds())
                .map(Finding::claim))
        .containsExactly(Claim.CHECKPOINT, Claim.RECENT);
  }

  @Test
  void cosignaturesOfAnotherTime_areRefused() {
    fails(
        Claim.RECENT,
        with(
            proof.at().plus(Duration.ofHours(25)),
            proof.entry(),
            proof.author(),
            proof.recipient()));
  }

  @Test
  void fileThatIsNone_isRefused() {
    for (String text : List.of("", "{}", "[]", "{\"format\":1}")) {
      assertThatThrownBy(() -> WrapProofs.decode(Bytes.utf8(text)))
          .isInstanceOf(InvalidEnvelopeException.class);
    }
  }

  private static String text(LogProof proof) {
    return new String(proof.encode().toArray(), StandardCharsets.UTF_8);
  }
}
