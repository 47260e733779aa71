package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Epoch wraps and image grants, protocol §6.5 and §8; lines 1, 5, 6, 11 and 16 of §14. */
class WrapTest {
  private final Cast cast = new Cast();
  private final OwnKeys owner = cast.patient;
  private final OwnKeys recipient = cast.specialist;
  private final OwnKeys attacker = cast.colleague;

  private final NewEpoch epoch =
      MembershipAuthor.begin(owner, List.of(Cast.admin(owner), Cast.member(recipient, 0)));
  private final MembershipEntry entry = epoch.signedEntry().entry();
  private final EpochWrap wrap = epoch.key().wrapFor(entry, recipient.bundle());

  private final ImageContext image =
      new ImageContext(Cast.id(90), owner.userId(), owner.userId(), entry.conversationId());
  private final SealedContent content = new SealedContent(Bytes.of(new byte[32]), 72);
  private final ImageKey imageKey = ImageKey.generate();
  private final SignedGrant grant =
      SignedGrant.issue(image, content, imageKey, owner, recipient.bundle(), Cast.NOW);

  @Test
  void wrapAndGrant_asIssued_openForTheirRecipient() {
    try (EpochKey key = Opener.epochKey(wrap, entry, recipient);
        ImageKey opened = Opener.imageKey(grant, owner.bundle(), recipient)) {
      assertThat(key.key()).isEqualTo(epoch.key().key());
      assertThat(opened.key()).isEqualTo(imageKey.key());
    }
  }

  @Test
  void line01_substitutedRecipientKey_getsNoWrap() {
    // The attacker's keys under the recipient's id, as a lying directory would show them.
    OwnKeys substituted = OwnKeys.first(recipient.userId(), Cast.keys(9), Cast.NOW);
    assertThat(Refusals.of(() -> epoch.key().wrapFor(entry, substituted.bundle())))
        .isEqualTo(Failure.NOT_ENTITLED);
  }

  @Test
  void line05_wrapMovedToAnotherRecipient_staysShut() {
    assertThat(Refusals.of(() -> Opener.epochKey(wrap, entry, attacker)))
        .isEqualTo(Failure.WRONG_ADDRESS);
    EpochWrap readdressed =
        new EpochWrap(
            Suite.ONE,
            wrap.conversationId(),
            wrap.epoch(),
            wrap.membershipHash(),
            attacker.userId(),
            attacker.fingerprint(),
            wrap.wrap());
    assertThat(Refusals.of(() -> Opener.epochKey(readdressed, entry, attacker)))
        .isEqualTo(Failure.WRAP_NOT_OPENED);
  }

  @Test
  void line05_wrapMovedToAnotherEpochOrConversation_staysShut() {
    MembershipEntry later =
        MembershipAuthor.next(owner, entry, entry.members(), List.of()).signedEntry().entry();
    MembershipEntry elsewhere =
        MembershipAuthor.begin(owner, entry.members()).signedEntry().entry();
    for (MembershipEntry target : List.of(later, elsewhere)) {
      assertThat(Refusals.of(() -> Opener.epochKey(wrap, target, recipient)))
          .isEqualTo(Failure.WRONG_ADDRESS);
      assertThat(Refusals.of(() -> Opener.epochKey(moved(wrap, target), target, recipient)))
          .isEqualTo(Failure.WRAP_NOT_OPENED);
    }
    assertThat(Opener.epochKey(moved(wrap, entry), entry, recipient).key())
        .isEqualTo(epoch.key().key());
  }

  /** Anybody can wrap something: what was wrapped must be what the entry commits to. */
  @Test
  void wrapOfAnotherKey_isRefused() {
    try (SecretBytes other = SecretBytes.random(32)) {
      Bytes forged = KeyWrap.wrap(recipient.bundle().kemPublicKey(), wrap.info(), other);
      assertThat(Refusals.of(() -> Opener.epochKey(with(forged), entry, recipient)))
          .isEqualTo(Failure.WRONG_EPOCH_KEY);
    }
    Bytes honest = KeyWrap.wrap(recipient.bundle().kemPublicKey(), wrap.info(), epoch.key().key());
    assertThat(Opener.epochKey(with(honest), entry, recipient).key()).isEqualTo(epoch.key().key());
  }

  @Test
  void line05_grantMovedToAnotherImagePatientOrRecipient_staysShut() {
    ImageGrant g = grant.grant();
    UUID other = Cast.id(77);
    List<ImageGrant> moved =
        List.of(
            with(g, other, g.subjectId(), recipient, g.wrap()),
            with(g, g.imageId(), other, recipient, g.wrap()),
            with(g, g.imageId(), g.subjectId(), attacker, g.wrap()));
    for (ImageGrant forged : moved) {
      OwnKeys opener = forged.recipientId().equals(attacker.userId()) ? attacker : recipient;
      assertThat(
              Refusals.of(
                  () ->
                      Opener.imageKey(
                          new SignedGrant(forged, grant.signature()), owner.bundle(), opener)))
          .isEqualTo(Failure.BAD_SIGNATURE);
      // Even when the granter signs it, the wrap is bound to where it was made for.
      assertThat(Refusals.of(() -> Opener.imageKey(signed(forged), owner.bundle(), opener)))
          .isEqualTo(Failure.WRAP_NOT_OPENED);
    }
    assertThat(
            Opener.imageKey(
                    signed(with(g, g.imageId(), g.subjectId(), recipient, g.wrap())),
                    owner.bundle(),
                    recipient)
                .key())
        .isEqualTo(imageKey.key());
  }

  @Test
  void line05_imageWrapToTheMessageKey_staysShut() {
    ImageGrant g = grant.grant();
    Bytes toMessageKey =
        KeyWrap.wrap(recipient.bundle().kemPublicKey(), g.wrapInfo(), imageKey.key());
    Bytes toImageKey =
        KeyWrap.wrap(recipient.bundle().imageKemPublicKey(), g.wrapInfo(), imageKey.key());
    assertThat(
            Refusals.of(
                () ->
                    Opener.imageKey(
                        signed(with(g, g.imageId(), g.subjectId(), recipient, toMessageKey)),
                        owner.bundle(),
                        recipient)))
        .isEqualTo(Failure.WRAP_NOT_OPENED);
    assertThat(
            Opener.imageKey(
                    signed(with(g, g.imageId(), g.subjectId(), recipient, toImageKey)),
                    owner.bundle(),
                    recipient)
                .key())
        .isEqualTo(imageKey.key());
  }

  @Test
  void line06_epochWrapAsImageWrap_staysShut() {
    // Made for the right KEM key, but under the label and context of the other kind.
    ImageGrant g = grant.grant();
    Bytes otherKind =
        KeyWrap.wrap(recipient.bundle().imageKemPublicKey(), wrap.info(), imageKey.key());
    assertThat(
            Refusals.of(
                () ->
                    Opener.imageKey(
                        signed(with(g, g.imageId(), g.subjectId(), recipient, otherKind)),
                        owner.bundle(),
                        recipient)))
        .isEqualTo(Failure.WRAP_NOT_OPENED);
  }

  @Test
  void line06_imageWrapAsEpochWrap_staysShut() {
    Bytes otherKind =
        KeyWrap.wrap(
            recipient.bundle().kemPublicKey(), grant.grant().wrapInfo(), epoch.key().key());
    assertThat(Refusals.of(() -> Opener.epochKey(with(otherKind), entry, recipient)))
        .isEqualTo(Failure.WRAP_NOT_OPENED);
  }

  /** ML-KEM's half is the first 1088 bytes of the encapsulation, X25519's the other 32. */
  @Test
  void line11_eitherHalfOfTheHybridCorrupted_staysShut() {
    for (int at : new int[] {0, 500, 1087, 1088, 1100, 1118, 1120, 1151, 1152, 1167}) {
      byte[] corrupted = wrap.wrap().toArray();
      corrupted[at] ^= 1;
      assertThat(Refusals.of(() -> Opener.epochKey(with(Bytes.of(corrupted)), entry, recipient)))
          .as("byte %d", at)
          .isEqualTo(Failure.WRAP_NOT_OPENED);
    }
    byte[] noX25519 = wrap.wrap().toArray();
    IntStream.range(1088, 1120).forEach(i -> noX25519[i] = 0);
    assertThat(Refusals.of(() -> Opener.epochKey(with(Bytes.of(noX25519)), entry, recipient)))
        .isEqualTo(Failure.WRAP_NOT_OPENED);
  }

  @Test
  void line16_removedMember_getsNoWrapOfTheNextEpoch() {
    NewEpoch next = MembershipAuthor.next(owner, entry, List.of(Cast.admin(owner)), List.of());
    MembershipEntry after = next.signedEntry().entry();
    assertThat(Refusals.of(() -> next.key().wrapFor(after, recipient.bundle())))
        .isEqualTo(Failure.NOT_ENTITLED);
    EpochWrap others = next.key().wrapFor(after, owner.bundle());
    assertThat(Refusals.of(() -> Opener.epochKey(others, after, recipient)))
        .isEqualTo(Failure.WRONG_ADDRESS);
    assertThat(Opener.epochKey(others, after, owner).key()).isEqualTo(next.key().key());
  }

  @Test
  void line16_historyBeforeReadsFromEpoch_isNotWrapped() {
    Member withoutHistory = Cast.member(attacker, 1);
    Member withHistory = Cast.member(attacker, 0);
    assertThat(Refusals.of(() -> historyFor(withoutHistory))).isEqualTo(Failure.NOT_ENTITLED);
    EpochWrap history = historyFor(withHistory);
    assertThat(history.membershipHash()).isEqualTo(entry.membershipHash());
    assertThat(Opener.epochKey(history, entry, attacker).key()).isEqualTo(epoch.key().key());
  }

  @Test
  void revocation_byOwnerGranterOrSubjectOnly() {
    ImageGrant g = grant.grant();
    SignedRevocation revocation = SignedRevocation.issue(g, owner, Cast.NOW);
    GrantVerifier.verify(revocation, g, owner.bundle());
    SignedRevocation byRecipient = SignedRevocation.issue(g, recipient, Cast.NOW);
    assertThat(Refusals.of(() -> GrantVerifier.verify(byRecipient, g, recipient.bundle())))
        .isEqualTo(Failure.NOT_ENTITLED);
    SignedRevocation forged =
        new SignedRevocation(
            revocation.revocation(), recipient.sign(revocation.revocation().encoded()));
    assertThat(Refusals.of(() -> GrantVerifier.verify(forged, g, owner.bundle())))
        .isEqualTo(Failure.BAD_SIGNATURE);
  }

  @Test
  void revocation_withTheBundleOfAnotherSigner_isRefused() {
    SignedRevocation revocation = SignedRevocation.issue(grant.grant(), owner, Cast.NOW);
    SignedRevocation bySomebody =
        new SignedRevocation(
            revocation.revocation(), attacker.sign(revocation.revocation().encoded()));
    assertThat(
            Refusals.of(() -> GrantVerifier.verify(bySomebody, grant.grant(), attacker.bundle())))
        .isEqualTo(Failure.UNKNOWN_KEY);
  }

  @Test
  void epochKey_forAnEntryItIsNotTheKeyOf_isNotWrapped() {
    MembershipEntry other =
        MembershipAuthor.begin(owner, List.of(Cast.admin(owner))).signedEntry().entry();
    assertThat(Refusals.of(() -> epoch.key().wrapFor(other, owner.bundle())))
        .isEqualTo(Failure.MALFORMED);
    // Allowed by an entry of another conversation is not allowed by this one.
    assertThat(Refusals.of(() -> epoch.key().wrapFor(entry, other, owner.bundle())))
        .isEqualTo(Failure.MALFORMED);
  }

  @Test
  void message_withAnotherEpochsKeyOrAnothersName_isNotSealed() {
    MessageHeader header = Cast.header(entry, owner, 1);
    Bytes content = Bytes.utf8("x");
    SealedMessage.seal(header, content, epoch.key(), owner);
    EpochKey later = EpochKey.generate(entry.conversationId(), 1);
    EpochKey elsewhere = EpochKey.generate(Cast.id(9), 0);
    for (EpochKey wrong : List.of(later, elsewhere)) {
      assertThat(Refusals.of(() -> SealedMessage.seal(header, content, wrong, owner)))
          .isEqualTo(Failure.MALFORMED);
    }
    assertThat(Refusals.of(() -> SealedMessage.seal(header, content, epoch.key(), attacker)))
        .isEqualTo(Failure.MALFORMED);
  }

  @Test
  void revocation_ofAnotherGrant_isRefused() {
    SignedGrant second =
        SignedGrant.issue(image, content, imageKey, owner, attacker.bundle(), Cast.NOW);
    SignedRevocation revocation = SignedRevocation.issue(second.grant(), owner, Cast.NOW);
    assertThat(Refusals.of(() -> GrantVerifier.verify(revocation, grant.grant(), owner.bundle())))
        .isEqualTo(Failure.WRONG_ADDRESS);
  }

  @Test
  void grant_underAnotherGranter_isRefused() {
    assertThat(Refusals.of(() -> GrantVerifier.verify(grant, attacker.bundle())))
        .isEqualTo(Failure.UNKNOWN_KEY);
  }

  private EpochWrap historyFor(Member newcomer) {
    MembershipEntry after =
        MembershipAuthor.next(
                owner,
                entry,
                List.of(Cast.admin(owner), Cast.member(recipient, 0), newcomer),
                List.of())
            .signedEntry()
            .entry();
    return epoch.key().wrapFor(entry, after, attacker.bundle());
  }

  private EpochWrap with(Bytes bytes) {
    return new EpochWrap(
        Suite.ONE,
        wrap.conversationId(),
        wrap.epoch(),
        wrap.membershipHash(),
        wrap.recipientId(),
        wrap.recipientFingerprint(),
        bytes);
  }

  private static EpochWrap moved(EpochWrap wrap, MembershipEntry target) {
    return new EpochWrap(
        Suite.ONE,
        target.conversationId(),
        target.epoch(),
        target.membershipHash(),
        wrap.recipientId(),
        wrap.recipientFingerprint(),
        wrap.wrap());
  }

  private SignedGrant signed(ImageGrant changed) {
    return new SignedGrant(changed, owner.sign(changed.encoded()));
  }

  private static ImageGrant with(
      ImageGrant g, UUID imageId, UUID subjectId, OwnKeys recipient, Bytes wrap) {
    return new ImageGrant(
        Suite.ONE,
        imageId,
        subjectId,
        g.ownerId(),
        g.conversationId(),
        g.contentDigest(),
        g.ciphertextLength(),
        g.granterId(),
        g.granterFingerprint(),
        recipient.userId(),
        recipient.fingerprint(),
        g.createdAt(),
        wrap);
  }
}
