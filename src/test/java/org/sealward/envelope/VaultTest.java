package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Passphrase, recovery code and sealed private bundle, protocol §4 and §5; lines 10, 12, 13. */
class VaultTest {
  private static final Passphrase PASSPHRASE = Passphrase.of("correct horse".toCharArray());
  private static final UnlockKey UNLOCK = UnlockKey.from(PASSPHRASE);

  private final Cast cast = new Cast();
  private final OwnKeys owner = cast.patient;
  private final UUID userId = owner.userId();

  private SealedPrivateBundle seal(OwnKeys keys, UUID id, long revision, UnlockKey... unlock) {
    try (PrivateBundle content = PrivateBundle.of(keys)) {
      return SealedPrivateBundle.seal(id, revision, content, List.of(unlock));
    }
  }

  @Test
  void vault_sealedWithPassphraseAndRecovery_opensWithEither() {
    RecoveryCode code = RecoveryCode.generate();
    UnlockKey recovery = UnlockKey.from(code);
    PrivateBundle content = PrivateBundle.of(owner).withRecovery(recovery);
    SealedPrivateBundle sealed =
        SealedPrivateBundle.seal(userId, 1, content, List.of(UNLOCK, recovery));

    try (OpenedPrivateBundle byPassphrase = Opener.privateBundle(sealed, PASSPHRASE, 1);
        OpenedPrivateBundle byCode =
            Opener.privateBundle(sealed, RecoveryCode.parse(code.toChars()), 1);
        OpenedPrivateBundle byKey = Opener.privateBundle(sealed, byPassphrase.unlockKey(), 1)) {
      for (OpenedPrivateBundle opened : List.of(byPassphrase, byCode, byKey)) {
        OwnKeys keys = opened.content().keys(owner.signedBundle());
        assertThat(keys.fingerprint()).isEqualTo(owner.fingerprint());
        assertThat(opened.content().recovery()).isPresent();
      }
    }
  }

  /** The recovery wrap is made anew from the key inside, without asking for the code. */
  @Test
  void vault_sealedAgainAfterOpening_stillOpensWithTheCode() {
    RecoveryCode code = RecoveryCode.generate();
    UnlockKey recovery = UnlockKey.from(code);
    SealedPrivateBundle first =
        SealedPrivateBundle.seal(
            userId, 1, PrivateBundle.of(owner).withRecovery(recovery), List.of(UNLOCK, recovery));
    OwnKeys rotated = owner.rotate(Cast.keys(5), Cast.NOW);
    try (OpenedPrivateBundle opened = Opener.privateBundle(first, PASSPHRASE, 0)) {
      PrivateBundle more = opened.content().with(rotated);
      SealedPrivateBundle second =
          SealedPrivateBundle.seal(
              userId,
              2,
              more,
              List.of(opened.unlockKey(), opened.content().recovery().orElseThrow()));
      try (OpenedPrivateBundle again = Opener.privateBundle(second, code, 1)) {
        assertThat(again.content().newestVersion()).isEqualTo(2);
        assertThat(again.content().keys(owner.signedBundle()).fingerprint())
            .isEqualTo(owner.fingerprint());
        assertThat(again.content().keys(rotated.signedBundle()).fingerprint())
            .isEqualTo(rotated.fingerprint());
      }
    }
  }

  @Test
  void passphraseChange_withBothWraps_opensWithOldAndNew() {
    Passphrase changed = Passphrase.of("battery staple".toCharArray());
    UnlockKey newKey = UnlockKey.from(changed);
    SealedPrivateBundle both = seal(owner, userId, 2, UNLOCK, newKey);
    assertThat(Opener.privateBundle(both, PASSPHRASE, 1).content().newestVersion()).isOne();
    assertThat(Opener.privateBundle(both, changed, 1).content().newestVersion()).isOne();
    SealedPrivateBundle after = seal(owner, userId, 3, newKey);
    assertThat(Opener.privateBundle(after, changed, 2).content().newestVersion()).isOne();
    assertThat(Refusals.of(() -> Opener.privateBundle(after, PASSPHRASE, 2)))
        .isEqualTo(Failure.WRONG_KEY_OR_CONTEXT);
  }

  @Test
  void line13_vaultOfAnother_staysShut() {
    // Written by an attacker, who knows the id and no passphrase.
    UnlockKey attackers = UnlockKey.from(Passphrase.of("mallory".toCharArray()));
    SealedPrivateBundle planted = seal(cast.colleague, userId, 9, attackers);
    assertThat(Refusals.of(() -> Opener.privateBundle(planted, PASSPHRASE, 1)))
        .isEqualTo(Failure.WRONG_KEY_OR_CONTEXT);
    // Somebody's own vault, moved to another user who has the same passphrase.
    SealedPrivateBundle own = seal(owner, userId, 9, UNLOCK);
    SealedPrivateBundle moved =
        new SealedPrivateBundle(
            Suite.ONE, cast.colleague.userId(), 9, own.wraps(), own.ciphertext());
    assertThat(Refusals.of(() -> Opener.privateBundle(moved, PASSPHRASE, 1)))
        .isEqualTo(Failure.WRONG_KEY_OR_CONTEXT);
    assertThat(Opener.privateBundle(own, PASSPHRASE, 1).content().newestVersion()).isOne();
  }

  /** Somebody who knows the passphrase cannot bring in keys that the user never published. */
  @Test
  void line13_vaultWithOtherKeysThanPublished_isRefused() {
    try (OpenedPrivateBundle opened =
        Opener.privateBundle(seal(cast.colleague, userId, 9, UNLOCK), PASSPHRASE, 1)) {
      assertThat(Refusals.of(() -> opened.content().keys(owner.signedBundle())))
          .isEqualTo(Failure.KEY_MISMATCH);
      assertThat(opened.content().keys(cast.colleague.signedBundle()).userId())
          .isEqualTo(cast.colleague.userId());
    }
    assertThat(Refusals.of(() -> OwnKeys.restore(owner.signedBundle(), Cast.keys(3))))
        .isEqualTo(Failure.KEY_MISMATCH);
  }

  @Test
  void line13_oldRevision_isRefused() {
    SealedPrivateBundle sealed = seal(owner, userId, 4, UNLOCK);
    assertThat(Refusals.of(() -> Opener.privateBundle(sealed, PASSPHRASE, 5)))
        .isEqualTo(Failure.OLD_REVISION);
    assertThat(Opener.privateBundle(sealed, PASSPHRASE, 4).content().newestVersion()).isOne();
  }

  @Test
  void line13_oldVaultUnderANewRevisionNumber_staysShut() {
    SealedPrivateBundle old = seal(owner, userId, 4, UNLOCK);
    SealedPrivateBundle renumbered =
        new SealedPrivateBundle(Suite.ONE, userId, 5, old.wraps(), old.ciphertext());
    assertThat(Refusals.of(() -> Opener.privateBundle(renumbered, PASSPHRASE, 5)))
        .isEqualTo(Failure.WRONG_KEY_OR_CONTEXT);
  }

  /** The wraps of one sealing do not open the ciphertext of another. */
  @Test
  void line13_ciphertextOfAnotherSealing_staysShut() {
    SealedPrivateBundle one = seal(owner, userId, 4, UNLOCK);
    SealedPrivateBundle other = seal(owner, userId, 4, UNLOCK);
    SealedPrivateBundle mixed =
        new SealedPrivateBundle(Suite.ONE, userId, 4, one.wraps(), other.ciphertext());
    assertThat(Refusals.of(() -> Opener.privateBundle(mixed, PASSPHRASE, 0)))
        .isEqualTo(Failure.WRONG_KEY_OR_CONTEXT);
  }

  /** A wrap for two passphrases at once would let a server halve its guesses at each login. */
  @Test
  void line10_vaultWrapForTwoPassphrases_opensWithOne() {
    Bytes salt = UNLOCK.salt();
    Passphrase second = Passphrase.of("battery staple".toCharArray());
    UnlockKey other = UnlockKey.from(second, salt, Argon2Parameters.SUITE_1);
    SealedPrivateBundle sealed = seal(owner, userId, 1, UNLOCK);
    VaultWrap wrap = sealed.wraps().getFirst();
    assertThat(UNLOCK.unwrap(userId, 1, wrap).length()).isEqualTo(32);
    assertThat(Refusals.of(() -> other.unwrap(userId, 1, wrap)))
        .isEqualTo(Failure.WRONG_KEY_OR_CONTEXT);
    // A server that writes the other key's commitment into the wrap loses the first passphrase.
    VaultWrap others = other.wrap(userId, 1, Cast.seed(1));
    byte[] spliced = wrap.wrap().toArray();
    byte[] prefix = others.wrap().slice(0, Chunks.PREFIX).toArray();
    System.arraycopy(prefix, 0, spliced, 0, prefix.length);
    VaultWrap forged = new VaultWrap(wrap.method(), salt, wrap.parameters(), Bytes.of(spliced));
    assertThat(Refusals.of(() -> UNLOCK.unwrap(userId, 1, forged)))
        .isEqualTo(Failure.WRONG_KEY_OR_CONTEXT);
    assertThat(Refusals.of(() -> other.unwrap(userId, 1, forged))).isEqualTo(Failure.CORRUPT_CHUNK);
  }

  @ParameterizedTest
  @CsvSource({
    "65535,3,1",
    "1048577,3,1",
    "2147483647,3,1",
    "65536,2,1",
    "65536,11,1",
    "65536,3,0",
    "65536,3,5",
    "8,1,1",
    "0,0,0",
    "-1,3,1"
  })
  void line12_costOutsideTheBounds_isRefused(int memoryKib, int passes, int lanes) {
    assertThat(Refusals.of(() -> new Argon2Parameters(memoryKib, passes, lanes)))
        .isEqualTo(Failure.KDF_COST);
  }

  @ParameterizedTest
  @CsvSource({"65536,3,1", "1048576,10,4"})
  void line12_costAtTheBounds_isTaken(int memoryKib, int passes, int lanes) {
    assertThat(new Argon2Parameters(memoryKib, passes, lanes).passes()).isEqualTo(passes);
  }

  /** Cheaper parameters written over the stored ones change the context, so nothing opens. */
  @Test
  void line12_parametersChanged_staysShut() {
    SealedPrivateBundle sealed = seal(owner, userId, 1, UNLOCK);
    VaultWrap w = sealed.wraps().getFirst();
    VaultWrap dearer =
        new VaultWrap(w.method(), w.salt(), new Argon2Parameters(65_536, 4, 1), w.wrap());
    SealedPrivateBundle changed =
        new SealedPrivateBundle(Suite.ONE, userId, 1, List.of(dearer), sealed.ciphertext());
    assertThat(Refusals.of(() -> Opener.privateBundle(changed, PASSPHRASE, 0)))
        .isEqualTo(Failure.WRONG_KEY_OR_CONTEXT);
  }

  @Test
  void loginSecret_ofOnePassphrase_differsByPoolAndNotByCaseOfEmail() {
    SecretBytes secret = PASSPHRASE.loginSecret("eu-central-1_a", "Ada@example.org");
    assertThat(secret.length()).isEqualTo(47);
    assertThat(PASSPHRASE.loginSecret("eu-central-1_a", "ada@example.org")).isEqualTo(secret);
    assertThat(PASSPHRASE.loginSecret("eu-central-1_b", "ada@example.org")).isNotEqualTo(secret);
  }

  @Test
  void passphrase_composedOrDecomposed_isTheSame() {
    Bytes salt = Bytes.of(new byte[16]);
    SecretBytes composed =
        Passphrase.of("caf\u00e9".toCharArray()).vaultKek(salt, Argon2Parameters.SUITE_1);
    SecretBytes decomposed =
        Passphrase.of("cafe\u0301".toCharArray()).vaultKek(salt, Argon2Parameters.SUITE_1);
    assertThat(composed).isEqualTo(decomposed);
    assertThat(Refusals.of(() -> Passphrase.of(new char[] {'\ud800'})))
        .isEqualTo(Failure.MALFORMED);
  }

  @Test
  void recoveryCode_typedCarelessly_isRead() {
    RecoveryCode code = RecoveryCode.parse("0123-4567 89AB CDEF-GHJK-MNPQ-RSTV-WXYZ".toCharArray());
    assertThat(code.toChars())
        .containsExactly("0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ".toCharArray());
    RecoveryCode careless = RecoveryCode.parse("oi2345678 9abcdefghjkmnpqrstvwxyz".toCharArray());
    assertThat(careless.toChars()).isEqualTo(code.toChars());
    for (String wrong :
        List.of("", "0123", "U123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ", "0".repeat(33))) {
      assertThat(Refusals.of(() -> RecoveryCode.parse(wrong.toCharArray())))
          .isEqualTo(Failure.MALFORMED);
    }
  }

  @Test
  void laterParts_ofANewerClient_areKept() {
    SecretBytes encoded = PrivateBundle.of(owner).withCheckpoint(Bytes.utf8("note")).encoded();
    byte[] newer = Arrays.copyOf(encoded.toArray(), encoded.length() + 8 + 3);
    newer[7] = 7;
    newer[encoded.length() + 7] = 3;
    newer[encoded.length() + 8] = 'n';
    PrivateBundle decoded = PrivateBundle.decode(newer.clone());
    assertThat(decoded.checkpoint()).isEqualTo(Bytes.utf8("note"));
    assertThat(decoded.with(owner.rotate(Cast.keys(5), Cast.NOW)).withCheckpoint(Bytes.EMPTY))
        .satisfies(
            kept ->
                assertThat(PaeReader.parts(kept.encoded().toArray()).get(6)[0])
                    .isEqualTo((byte) 'n'));
    assertThat(decoded.encoded().toArray()).isEqualTo(newer);
  }

  @Test
  void item_locked_opensWithItsKeyAndNowhereElse() {
    SecretBytes dataKey = Cast.seed(7);
    Bytes content = Bytes.utf8("{}");
    VaultItem item = VaultItem.lock("eu-central-1:id", 3, Bytes.utf8("blob"), dataKey, content);
    assertThat(item.unlock(dataKey)).isEqualTo(content);
    VaultItem moved =
        new VaultItem(
            "eu-central-1:other", 3, item.encryptedDataKey(), item.nonce(), item.ciphertext());
    VaultItem renumbered =
        new VaultItem(
            item.identityId(), 4, item.encryptedDataKey(), item.nonce(), item.ciphertext());
    for (VaultItem changed : List.of(moved, renumbered)) {
      assertThat(Refusals.of(() -> changed.unlock(dataKey)))
          .isEqualTo(Failure.WRONG_KEY_OR_CONTEXT);
    }
    assertThat(Refusals.of(() -> item.unlock(Cast.seed(8))))
        .isEqualTo(Failure.WRONG_KEY_OR_CONTEXT);

    PublicBundleItem copy = PublicBundleItem.lock(userId, 2, Bytes.utf8("blob"), dataKey, content);
    assertThat(copy.unlock(dataKey)).isEqualTo(content);
    PublicBundleItem older =
        new PublicBundleItem(userId, 1, copy.encryptedDataKey(), copy.nonce(), copy.ciphertext());
    assertThat(Refusals.of(() -> older.unlock(dataKey))).isEqualTo(Failure.WRONG_KEY_OR_CONTEXT);
  }
}
