package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealward.api.LogDescription;
import org.sealward.api.WrapProof;
import org.sealward.client.WrapProofs.Claim;
import org.sealward.client.WrapProofs.Finding;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.KeyLeaf;
import org.sealward.envelope.Member;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.MembershipAuthor;
import org.sealward.envelope.NewEpoch;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SealedContent;
import org.sealward.envelope.SignedBundle;
import org.sealward.envelope.SignedEntry;
import org.sealward.envelope.SignedGrant;
import org.sealward.transparency.LogProof;
import org.sealward.transparency.SignatureType;
import org.sealward.transparency.TestSigner;

/** Checked by somebody who has the file and nothing else. */
final class WrapProofTest {
  private static final Instant THEN = Instant.ofEpochMilli(1_700_000_000_000L);
  private static final OwnKeys AUTHOR = OwnKeys.first(new UUID(1, 1), PrivateKeys.generate(), THEN);
  private static final OwnKeys RECIPIENT =
      OwnKeys.first(new UUID(2, 2), PrivateKeys.generate(), THEN);

  private final AdjustedClock clock = new AdjustedClock(new AtomicReference<>(Duration.ZERO));
  private LyingService server;
  private ForgedLog log;
  private LogCopy copy;
  private WrapProof proof;

  @BeforeEach
  void serve() {
    server = new LyingService(URI.create("http://127.0.0.1:9"));
    log = ForgedLog.alone(server, clock, 2);
    for (OwnKeys keys : List.of(AUTHOR, RECIPIENT)) {
      log.entries().add(KeyLeaf.of(keys.bundle()).encode());
    }
    copy = LogCopy.on(DeviceStore.inMemory(), "log");
    copy.append(log.entries(), log.cosignedByBoth(log.of(log.entries())));
    List<Member> members =
        List.of(
            new Member(AUTHOR.userId(), AUTHOR.fingerprint(), MemberRole.ADMIN, 0),
            new Member(RECIPIENT.userId(), RECIPIENT.fingerprint(), MemberRole.MEMBER, 0));
    NewEpoch genesis = MembershipAuthor.begin(AUTHOR, members);
    genesis.key().close();
    proof =
        new WrapProof(
            1,
            now(),
            genesis.signedEntry(),
            null,
            AUTHOR.signedBundle(),
            RECIPIENT.signedBundle(),
            text(copy.proof(1)),
            log.description());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static void fails(WrapProof altered, Claim... claims) {
    assertThat(WrapProofs.check(altered, null).stream().filter(f -> !f.holds()).map(Finding::claim))
        .containsExactly(claims);
  }

  private static void fails(Claim claim, WrapProof altered) {
    fails(altered, claim);
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
    OwnKeys other = OwnKeys.first(RECIPIENT.userId(), PrivateKeys.generate(), THEN);
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
    SignedBundle author = proof.author();
    SignedBundle unsignedAuthor =
        new SignedBundle(author.bundle(), real.selfSignature(), author.continuitySignature());
    fails(Claim.BUNDLES, with(proof.at(), proof.entry(), unsignedAuthor, real));
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
  void grant_isCheckedAsAnEntryIs() {
    SignedGrant granted = grant(RECIPIENT.bundle());
    assertThat(WrapProofs.check(with(granted), null)).allMatch(Finding::holds);
    fails(
        Claim.WRAP, with(new SignedGrant(granted.grant(), AUTHOR.signedBundle().selfSignature())));
    fails(Claim.WRAP, with(grant(AUTHOR.bundle())));
  }

  private static SignedGrant grant(PublicBundle recipient) {
    try (ImageKey key = ImageKey.generate()) {
      return SignedGrant.issue(
          new ImageContext(new UUID(3, 3), AUTHOR.userId(), AUTHOR.userId(), new UUID(4, 4)),
          new SealedContent(Bytes.of(new byte[32]), 1072),
          key,
          AUTHOR,
          recipient,
          THEN);
    }
  }

  private WrapProof with(SignedGrant granted) {
    return new WrapProof(
        1,
        proof.at(),
        null,
        granted,
        proof.author(),
        proof.recipient(),
        proof.proof(),
        proof.log());
  }

  @Test
  void proofOfSomebodyElse_isRefused() {
    fails(Claim.INCLUDED, with(text(copy.proof(0)), proof.log()));
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
  void whatIsNoProofOrNoLog_isRefused() {
    LogDescription real = proof.log();
    LogDescription noLog = new LogDescription("keys", real.origin(), "no key", List.of(), 0);
    for (WrapProof altered : List.of(with("no proof", real), with(proof.proof(), noLog))) {
      fails(altered, Claim.CHECKPOINT, Claim.RECENT, Claim.INCLUDED);
    }
  }

  @Test
  void file_ofAnotherForm_isRefused() {
    assertThat(WrapProofs.decode(WrapProofs.encode(proof))).isEqualTo(proof);
    SignedGrant granted = grant(RECIPIENT.bundle());
    for (WrapProof other :
        List.of(
            file(2, proof.entry(), null), file(1, proof.entry(), granted), file(1, null, null))) {
      assertThatThrownBy(() -> WrapProofs.decode(WrapProofs.encode(other)))
          .isInstanceOfSatisfying(
              InvalidEnvelopeException.class,
              e -> assertThat(e.failure()).isEqualTo(Failure.MALFORMED));
    }
  }

  private WrapProof file(int format, @Nullable SignedEntry entry, @Nullable SignedGrant grant) {
    return new WrapProof(
        format,
        proof.at(),
        entry,
        grant,
        proof.author(),
        proof.recipient(),
        proof.proof(),
        proof.log());
  }

  private static String text(LogProof proof) {
    return new String(proof.encode().toArray(), StandardCharsets.UTF_8);
  }
}
