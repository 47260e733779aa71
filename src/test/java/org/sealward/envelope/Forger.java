package org.sealward.envelope;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What can be made with genuine keys and a program of one's own: signed, encoded and encrypted as
 * it should be, so that the one thing which is wrong is all that can be refused.
 */
public final class Forger {
  private static final BigInteger NONCE = BigInteger.valueOf(0x5ea1_3a2d_1234_5677L);

  private Forger() {}

  /** The padded content, by a program that does not ask whether the key is the message's. */
  public static byte[] open(EpochKey key, SealedMessage message) {
    return ChunkedEncryption.open(key.key(), message.header().encoded(), message.body());
  }

  public static SignedEntry signed(MembershipEntry entry, OwnKeys author) {
    return new SignedEntry(entry, author.sign(entry.signed()), List.of());
  }

  /** Signs an entry of which only the bytes exist, since no client can read it. */
  public static Bytes signature(Bytes encodedEntry, OwnKeys author) {
    return author.sign(Pae.labelled("membership-signature").bytes(encodedEntry).encode());
  }

  /** {@link MembershipEntry#encoded()} of members among whom the author need not be. */
  public static Bytes encoded(MembershipEntry entry, List<Member> members) {
    return Pae.labelled("membership")
        .id(entry.conversationId())
        .number(entry.epoch())
        .bytes(entry.previousHash())
        .id(entry.authorId())
        .bytes(entry.authorFingerprint())
        .bytes(Pae.list(members.stream().map(Member::encoded).toList()))
        .bytes(entry.keyCommitment())
        .encode();
  }

  public static SignedGrant signed(ImageGrant grant, OwnKeys granter) {
    return new SignedGrant(grant, granter.sign(grant.encoded()));
  }

  /** The newest bundle of {@code keys}, with a continuity signature by somebody else's. */
  public static SignedBundle continuedBy(OwnKeys others, OwnKeys keys) {
    PublicBundle bundle = keys.bundle();
    return new SignedBundle(
        bundle, keys.sign(bundle.selfSigned()), others.sign(bundle.continuitySigned()));
  }

  /** A key of an image, wrapped as that of an epoch would be. */
  public static Bytes imageKeyAsEpochWrap(
      ImageKey key, MembershipEntry entry, PublicBundle recipient) {
    Bytes info =
        EpochWrap.info(
            entry.conversationId(),
            entry.epoch(),
            entry.membershipHash(),
            recipient.userId(),
            recipient.fingerprint());
    return KeyWrap.wrap(recipient.imageKemPublicKey(), info, key.key());
  }

  /** A key of an epoch, wrapped as that of an image would be. */
  public static Bytes epochKeyAsImageWrap(
      EpochKey key, ImageContext image, PublicBundle recipient) {
    return KeyWrap.wrap(recipient.kemPublicKey(), info(image, recipient), key.key());
  }

  /** A key of an image, wrapped to the recipient's key for messages. */
  public static Bytes wrappedToMessageKey(
      ImageKey key, ImageContext image, PublicBundle recipient) {
    return KeyWrap.wrap(recipient.kemPublicKey(), info(image, recipient), key.key());
  }

  private static Bytes info(ImageContext image, PublicBundle recipient) {
    return ImageGrant.wrapInfo(
        image.imageId(), image.subjectId(), recipient.userId(), recipient.fingerprint());
  }

  /**
   * The vault's first wrap once more, right in everything but the cost of key derivation that it
   * names and binds.
   */
  public static Bytes wrapOfCost(
      SealedPrivateBundle vault, Passphrase passphrase, int memoryKib, int passes, int lanes) {
    VaultWrap wrap = vault.wraps().getFirst();
    Bytes context =
        Pae.labelled("vault-wrap")
            .id(vault.userId())
            .number(vault.revision())
            .text(wrap.method().wire())
            .bytes(wrap.salt())
            .bytes(Pae.plain().number(memoryKib).number(passes).number(lanes).encode())
            .encode();
    try (UnlockKey unlock = UnlockKey.from(passphrase, wrap.salt(), Argon2Parameters.SUITE_1);
        SecretBytes vaultKey = unlock.unwrap(vault.userId(), vault.revision(), wrap)) {
      return vaultKey.lend(k -> ChunkedEncryption.seal(unlock.kek(), context, k));
    }
  }

  /**
   * One image's ciphertext of one chunk whose tag verifies under two keys. It names the commitment
   * of the first, which is all that tells the two apart.
   */
  public static byte[] underTwoKeys(ImageContext image, ImageKey one, ImageKey other) {
    byte[] first = derived(one.key(), image.encoded());
    byte[] second = derived(other.key(), image.encoded());
    byte[] chunk =
        TwoKeyCiphertext.make(
            Arrays.copyOf(first, 32),
            Arrays.copyOfRange(first, 32, 44),
            Arrays.copyOf(second, 32),
            Arrays.copyOfRange(second, 32, 44));
    return behindPrefix(first, chunk);
  }

  /**
   * A vault with this content whose wrap's tag verifies under two passphrases; it opens to the end
   * by the first, if the commitment is the first's or nobody asks.
   */
  public static SealedPrivateBundle vaultUnderTwoKeys(
      UUID userId,
      long revision,
      PrivateBundle content,
      List<Passphrase> passphrases,
      int committed) {
    Bytes salt = Bytes.of(SecretBytes.random(VaultWrap.SALT).toArray());
    Argon2Parameters cost = Argon2Parameters.SUITE_1;
    Bytes context = VaultWrap.context(userId, revision, VaultMethod.PASSPHRASE, salt, cost);
    List<byte[]> derived =
        passphrases.stream().map(p -> derived(p.vaultKek(salt, cost), context)).toList();
    byte[] key = Arrays.copyOf(derived.getFirst(), 32);
    byte[] nonce = Arrays.copyOfRange(derived.getFirst(), 32, 44);
    byte[] chunk =
        TwoKeyCiphertext.make(
            new byte[16],
            key,
            nonce,
            Arrays.copyOf(derived.getLast(), 32),
            Arrays.copyOfRange(derived.getLast(), 32, 44));
    try (SecretBytes vaultKey = SecretBytes.adopt(gcm(key, nonce, chunk));
        SecretBytes encoded = content.encoded()) {
      Bytes wrap = Bytes.of(behindPrefix(derived.get(committed), chunk));
      return new SealedPrivateBundle(
          Suite.ONE,
          userId,
          revision,
          List.of(new VaultWrap(VaultMethod.PASSPHRASE, salt, cost, wrap)),
          encoded.lend(
              c ->
                  ChunkedEncryption.seal(
                      vaultKey, SealedPrivateBundle.context(userId, revision), c)));
    }
  }

  private static byte[] gcm(byte[] key, byte[] nonce, byte[] chunk) {
    try {
      Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
      aes.init(
          Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
      return aes.doFinal(chunk);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A salt of zeros and the commitment of what was derived, before a chunk. */
  private static byte[] behindPrefix(byte[] derived, byte[] chunk) {
    byte[] sealed = new byte[Chunks.PREFIX + chunk.length];
    System.arraycopy(derived, 44, sealed, Chunks.SALT, Chunks.COMMITMENT);
    System.arraycopy(chunk, 0, sealed, Chunks.PREFIX, chunk.length);
    return sealed;
  }

  /** Key, base nonce and commitment for a salt of zeros, written from the specification. */
  private static byte[] derived(SecretBytes key, Bytes context) {
    try {
      Mac hmac = Mac.getInstance("HmacSHA512");
      hmac.init(new SecretKeySpec(key.toArray(), "HmacSHA512"));
      byte[] derived = new byte[128];
      byte[] block = new byte[0];
      for (int i = 1; i <= 2; i++) {
        hmac.update(block);
        hmac.update(Bytes.utf8("c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0").toArray());
        hmac.update(new byte[Chunks.SALT]);
        hmac.update(context.toArray());
        block = hmac.doFinal(new byte[] {(byte) i});
        System.arraycopy(block, 0, derived, 64 * (i - 1), 64);
      }
      return derived;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a key's entry says, labelled as one of the audit log. */
  public static Bytes asAuditLeaf(KeyLeaf leaf) {
    return Pae.labelled("audit-leaf")
        .bytes(leaf.userTag())
        .number(leaf.version())
        .bytes(leaf.fingerprint())
        .encode();
  }

  /** A point of order 8, under which some signatures hold for every message. */
  public static Bytes pointOfSmallOrder() {
    return Edwards.TORSION.encode();
  }

  /** A point that is one's own key and a part of order 8. */
  public static Bytes pointOfMixedOrder(OwnKeys keys) {
    return Edwards.decode(keys.bundle().signPublicKey()).add(Edwards.TORSION).encode();
  }

  /**
   * The user's first bundle with another signing key, and a self-signature that the cofactorless
   * equation accepts under it.
   *
   * @param weak {@link #pointOfSmallOrder}, or {@link #pointOfMixedOrder} of the same keys
   */
  public static SignedBundle withKey(Bytes weak, OwnKeys keys) {
    boolean small = weak.equals(pointOfSmallOrder());
    BigInteger secret = small ? BigInteger.ZERO : scalar(keys);
    for (int i = 0; ; i++) {
      PublicBundle bundle =
          Altered.with(
              Altered.with(keys.bundle(), "signPublicKey", weak),
              "createdAt",
              keys.bundle().createdAt().minusMillis(i));
      Bytes r = Edwards.BASE.times(NONCE).encode();
      BigInteger challenge = Edwards.challenge(r, weak, bundle.selfSigned());
      if (challenge.mod(BigInteger.valueOf(8)).signum() == 0) {
        return new SignedBundle(
            bundle, Edwards.sign(secret, NONCE, r, weak, bundle.selfSigned()), null);
      }
    }
  }

  /** Signed as ever, but for an R with a part of order 8: the cofactored equation holds. */
  public static SealedMessage withMixedOrderR(SealedMessage message, OwnKeys sender, int multiple) {
    Bytes r = Edwards.BASE.times(NONCE).add(Edwards.TORSION.times(multiple)).encode();
    Bytes signed = SealedMessage.signed(message.header(), message.body());
    return new SealedMessage(
        message.header(),
        message.body(),
        Edwards.sign(scalar(sender), NONCE, r, sender.bundle().signPublicKey(), signed));
  }

  /** RFC 8032 §5.1.5. */
  private static BigInteger scalar(OwnKeys keys) {
    byte[] hash = Hash.sha512().digest(keys.privateKeys().signSeed().toArray());
    hash[0] &= (byte) 0xf8;
    hash[31] &= 0x7f;
    hash[31] |= 0x40;
    return Edwards.fromLittleEndian(Arrays.copyOf(hash, 32));
  }
}
