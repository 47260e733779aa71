package org.sealward.envelope;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Vectors of passphrases, vaults, items and images. */
final class StorageVectors {
  private static final Bytes SALT_24 = Bytes.fromHex("5b".repeat(Chunks.SALT));
  private static final Bytes SALT_16 = Bytes.fromHex("5c".repeat(VaultWrap.SALT));

  private final Cast cast = new Cast();

  private StorageVectors() {}

  static VectorFile vault() {
    return new StorageVectors().vaultFile();
  }

  static VectorFile images() {
    return new StorageVectors().imageFile();
  }

  private VectorFile vaultFile() {
    VectorFile file = new VectorFile("vault", "4 and 5");
    String text = "cafe\u0301 de la gare";
    Passphrase passphrase = Passphrase.of(text.toCharArray());
    file.add("login secret")
        .put("passphrase", text)
        .put("poolId", "eu-central-1_Example")
        .put("email", "Ada@Example.org")
        .hex("salt", Kdf.loginSalt("eu-central-1_Example", "Ada@Example.org"))
        .put(
            "loginSecret",
            passphrase
                .loginSecret("eu-central-1_Example", "Ada@Example.org")
                .lend(s -> new String(s, StandardCharsets.US_ASCII)));

    UnlockKey unlock = UnlockKey.from(passphrase, SALT_16, Argon2Parameters.SUITE_1);
    file.add("passphrase's key")
        .put("passphrase", text)
        .put("parameters", Argon2Parameters.SUITE_1)
        .hex("salt", SALT_16)
        .hex("kek", unlock.kek());
    String code = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ";
    Bytes recoverySalt = Bytes.fromHex("5d".repeat(VaultWrap.SALT));
    UnlockKey recovery = UnlockKey.from(RecoveryCode.parse(code.toCharArray()), recoverySalt);
    file.add("recovery code's key")
        .put("recoveryCode", code)
        .hex("salt", recoverySalt)
        .hex("kek", recovery.kek());

    UUID userId = cast.patient.userId();
    PrivateBundle content =
        PrivateBundle.of(cast.patient)
            .withRecovery(recovery)
            .withCheckpoint(Bytes.utf8("checkpoint"))
            .with(OwnInstitutionKey.first(Cast.id(70), Cast.seed(0x70), Cast.NOW));
    SecretBytes vaultKey = Cast.seed(0xf0);
    SealedPrivateBundle sealed =
        new SealedPrivateBundle(
            Suite.ONE,
            userId,
            7,
            List.of(wrap(unlock, userId, vaultKey), wrap(recovery, userId, vaultKey)),
            seal(vaultKey, SealedPrivateBundle.context(userId, 7), content.encoded().toArray()));
    file.add("sealed private bundle")
        .put("passphrase", text)
        .put("recoveryCode", code)
        .hex("vaultKey", vaultKey)
        .hex("content", content.encoded())
        .hex("context", SealedPrivateBundle.context(userId, 7))
        .hex(
            "passphraseWrapContext",
            VaultWrap.context(userId, 7, VaultMethod.PASSPHRASE, SALT_16, Argon2Parameters.SUITE_1))
        .hex(
            "recoveryWrapContext",
            VaultWrap.context(userId, 7, VaultMethod.RECOVERY, recoverySalt, null))
        .put("sealed", sealed);
    Opener.privateBundle(sealed, passphrase, 7).close();
    refused(file, "another passphrase", sealed, "wrong", 7);
    refused(file, "a revision below the newest seen", sealed, text, 8);
    refused(
        file,
        "another revision",
        new SealedPrivateBundle(Suite.ONE, userId, 8, sealed.wraps(), sealed.ciphertext()),
        text,
        8);
    refused(
        file,
        "another user",
        new SealedPrivateBundle(
            Suite.ONE, cast.specialist.userId(), 7, sealed.wraps(), sealed.ciphertext()),
        text,
        7);
    itemCases(file);
    return file;
  }

  private void itemCases(VectorFile file) {
    SecretBytes dataKey = Cast.seed(0xd0);
    Bytes nonce = Bytes.fromHex("5e".repeat(DataKeyLock.NONCE));
    Bytes content = Bytes.utf8("{\"suite\":1}");
    String identityId = "eu-central-1:00000000-0000-4000-8000-000000000001";
    Bytes vaultData = VaultItem.associatedData(identityId, 7);
    VaultItem item =
        new VaultItem(
            identityId,
            7,
            Bytes.utf8("encrypted data key"),
            nonce,
            DataKeyLock.lock(dataKey, nonce, vaultData, content));
    file.add("vault item")
        .hex("dataKey", dataKey)
        .hex("associatedData", vaultData)
        .put("item", item)
        .hex("content", item.unlock(dataKey));
    UUID userId = cast.patient.userId();
    Bytes copyData = PublicBundleItem.associatedData(userId, 2);
    PublicBundleItem copy =
        new PublicBundleItem(
            userId,
            2,
            Bytes.utf8("encrypted data key"),
            nonce,
            DataKeyLock.lock(dataKey, nonce, copyData, content));
    file.add("public bundle item")
        .hex("dataKey", dataKey)
        .hex("associatedData", copyData)
        .put("item", copy)
        .hex("content", copy.unlock(dataKey));
  }

  private static VaultWrap wrap(UnlockKey unlock, UUID userId, SecretBytes vaultKey) {
    Argon2Parameters parameters =
        unlock.method() == VaultMethod.PASSPHRASE ? Argon2Parameters.SUITE_1 : null;
    Bytes context = VaultWrap.context(userId, 7, unlock.method(), unlock.salt(), parameters);
    return new VaultWrap(
        unlock.method(),
        unlock.salt(),
        parameters,
        seal(unlock.kek(), context, vaultKey.toArray()));
  }

  private static Bytes seal(SecretBytes key, Bytes context, byte[] plaintext) {
    try (ChunkCipher cipher = ChunkCipher.withSalt(key, SALT_24, context)) {
      return ChunkedEncryption.seal(cipher, plaintext);
    }
  }

  private static void refused(
      VectorFile file, String name, SealedPrivateBundle sealed, String text, long newestSeen) {
    file.add(name)
        .put("passphrase", text)
        .put("newestRevisionSeen", newestSeen)
        .put("sealed", sealed)
        .failure(() -> Opener.privateBundle(sealed, Passphrase.of(text.toCharArray()), newestSeen));
  }

  private VectorFile imageFile() {
    VectorFile file = new VectorFile("images", "8");
    OwnKeys owner = cast.patient;
    OwnKeys recipient = cast.specialist;
    ImageContext image = new ImageContext(Cast.id(90), owner.userId(), owner.userId(), Cast.id(91));
    ImageKey key = ImageKey.of(Cast.seed(0xc0));
    SealedContent content = new SealedContent(Bytes.of(new byte[32]), 72);
    for (int length : new int[] {0, 100, 1_048_400, 2_621_440}) {
      byte[] sealed = sealImage(image, key, length);
      ContentTree tree = new ContentTree.Builder().update(sealed, 0, sealed.length).build();
      content = new SealedContent(tree.contentDigest(), tree.length());
      file.add("image of " + length + " bytes")
          .put("image", image)
          .hex("context", image.encoded())
          .hex("imageKey", key.key())
          .hex("salt", SALT_24)
          .put("plaintextLength", length)
          .digest("ciphertext", Bytes.of(sealed))
          .put("leaves", tree.leaves().stream().map(Bytes::hex).toList())
          .hex("contentDigest", tree.contentDigest());
    }
    Bytes info =
        ImageGrant.wrapInfo(
            image.imageId(), image.subjectId(), recipient.userId(), recipient.fingerprint());
    ImageGrant grant =
        new ImageGrant(
            Suite.ONE,
            image.imageId(),
            image.subjectId(),
            image.ownerId(),
            image.conversationId(),
            content.contentDigest(),
            content.ciphertextLength(),
            owner.userId(),
            owner.fingerprint(),
            recipient.userId(),
            recipient.fingerprint(),
            Cast.NOW,
            KnownHpke.wrap(
                    recipient.bundle().imageKemPublicKey(),
                    ConversationVectors.randomness(),
                    info,
                    key.key())
                .wrap());
    SignedGrant signed = new SignedGrant(grant, owner.sign(grant.encoded()));
    grantCase(file, "grant", signed, owner)
        .hex("encoded", grant.encoded())
        .hex("info", info)
        .hex("grantHash", grant.grantHash())
        .hex("imageKey", Opener.imageKey(signed, owner.bundle(), recipient).key());
    ImageGrant toMessageKey =
        withWrap(
            grant,
            KnownHpke.wrap(
                    recipient.bundle().kemPublicKey(),
                    ConversationVectors.randomness(),
                    info,
                    key.key())
                .wrap());
    for (SignedGrant refused :
        List.of(
            new SignedGrant(grant, recipient.sign(grant.encoded())),
            new SignedGrant(toMessageKey, owner.sign(toMessageKey.encoded())),
            new SignedGrant(
                withWrap(grant, PrimitiveVectors.flipped(grant.wrap(), 3)), signed.signature()))) {
      grantCase(file, "grant refused", refused, owner)
          .failure(() -> Opener.imageKey(refused, owner.bundle(), recipient));
    }
    SignedRevocation revocation = SignedRevocation.issue(grant, owner, Cast.NOW.plusSeconds(60));
    file.add("revocation")
        .put("grant", grant)
        .put("revoker", owner.bundle())
        .put("signedRevocation", revocation)
        .hex("encoded", revocation.revocation().encoded());
    SignedRevocation byRecipient =
        SignedRevocation.issue(grant, recipient, Cast.NOW.plusSeconds(60));
    file.add("revocation by the recipient")
        .put("grant", grant)
        .put("revoker", recipient.bundle())
        .put("signedRevocation", byRecipient)
        .failure(() -> GrantVerifier.verify(byRecipient, grant, recipient.bundle()));
    return file;
  }

  private static VectorFile.Case grantCase(
      VectorFile file, String name, SignedGrant signed, OwnKeys granter) {
    return file.add(name)
        .hex("imageKemSeed", Cast.keys(2).imageKemSeed())
        .put("granter", granter.bundle())
        .put("signedGrant", signed);
  }

  private static ImageGrant withWrap(ImageGrant g, Bytes wrap) {
    return new ImageGrant(
        Suite.ONE,
        g.imageId(),
        g.subjectId(),
        g.ownerId(),
        g.conversationId(),
        g.contentDigest(),
        g.ciphertextLength(),
        g.granterId(),
        g.granterFingerprint(),
        g.recipientId(),
        g.recipientFingerprint(),
        g.createdAt(),
        wrap);
  }

  private static byte[] sealImage(ImageContext image, ImageKey key, int length) {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    try (ChunkCipher cipher = ChunkCipher.withSalt(key.key(), SALT_24, image.encoded())) {
      ImageSealer.seal(cipher, new ByteArrayInputStream(PrimitiveVectors.pattern(length)), sealed);
      return sealed.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
