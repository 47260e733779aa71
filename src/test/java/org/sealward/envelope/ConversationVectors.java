package org.sealward.envelope;

import java.util.List;
import java.util.UUID;

/** Vectors of bundles, membership entries, epoch wraps and messages. */
final class ConversationVectors {
  private final Cast cast = new Cast();
  private final OwnKeys author = cast.patient;
  private final OwnKeys other = cast.specialist;
  private final OwnKeys rotated = cast.publish(other.rotate(Cast.keys(5), Cast.NOW));
  private final OwnKeys reset = cast.publish(OwnKeys.reset(other.bundle(), Cast.keys(6), Cast.NOW));
  private final Bytes nonce = Bytes.fromHex("a0".repeat(32));
  private final UUID conversationId =
      MembershipEntry.conversationId(author.userId(), author.fingerprint(), nonce);
  private final EpochKey key0 = new EpochKey(conversationId, 0, Cast.seed(0xe0));
  private final EpochKey key1 = new EpochKey(conversationId, 1, Cast.seed(0xe1));
  private final MembershipEntry genesis =
      entry(0, nonce, author, key0, Cast.admin(author), Cast.member(other, 0));
  private final MembershipEntry next =
      entry(
          1,
          genesis.membershipHash(),
          author,
          key1,
          Cast.admin(author),
          Cast.member(other, 0),
          Cast.member(cast.colleague, 1));

  static VectorFile bundles() {
    return new ConversationVectors().bundleFile();
  }

  static VectorFile membership() {
    return new ConversationVectors().membershipFile();
  }

  static VectorFile messages() {
    return new ConversationVectors().messageFile();
  }

  private VectorFile bundleFile() {
    VectorFile file = new VectorFile("bundles", "3");
    bundle(file, "first", author, Cast.keys(1));
    bundle(file, "first of another", other, Cast.keys(2));
    bundle(file, "rotation", rotated, Cast.keys(5));
    bundle(file, "reset", reset, Cast.keys(6));
    file.add("safety number")
        .put("one", author.bundle())
        .put("other", other.bundle())
        .put("digits", SafetyNumber.of(author.bundle(), other.bundle()));
    SignedBundle signed = rotated.signedBundle();
    successor(file, "rotation follows", other, signed, false);
    successor(file, "reset follows", other, reset.signedBundle(), false);
    successor(file, "the same again", other, other.signedBundle(), true);
    successor(file, "another user's", author, signed, true);
    successor(
        file,
        "a version is left out",
        other,
        rotated.rotate(Cast.keys(7), Cast.NOW).signedBundle(),
        true);
    successor(
        file,
        "continuity by the new key",
        other,
        new SignedBundle(
            signed.bundle(),
            signed.selfSignature(),
            rotated.sign(signed.bundle().continuitySigned())),
        true);
    successor(
        file,
        "self-signature by the old key",
        other,
        new SignedBundle(
            signed.bundle(),
            other.sign(signed.bundle().selfSigned()),
            signed.continuitySignature()),
        true);
    PrivateKeys kept =
        PrivateKeys.of(
            Cast.keys(2).kemSeed(), Cast.keys(7).imageKemSeed(), Cast.keys(7).signSeed());
    successor(file, "a key is kept", other, other.rotate(kept, Cast.NOW).signedBundle(), true);
    return file;
  }

  private static void bundle(VectorFile file, String name, OwnKeys keys, PrivateKeys seeds) {
    PublicBundle bundle = keys.bundle();
    file.add(name)
        .hex("kemSeed", seeds.kemSeed())
        .hex("imageKemSeed", seeds.imageKemSeed())
        .hex("signSeed", seeds.signSeed())
        .put("signedBundle", keys.signedBundle())
        .hex("encoded", bundle.encoded())
        .hex("fingerprint", bundle.fingerprint())
        .hex("selfSigned", bundle.selfSigned());
  }

  private static void successor(
      VectorFile file, String name, OwnKeys newest, SignedBundle presented, boolean refused) {
    VectorFile.Case added =
        file.add(name).put("newest", newest.signedBundle()).put("presented", presented);
    if (refused) {
      added.failure(() -> BundleVerifier.verifyNext(newest.signedBundle(), presented));
    } else {
      BundleVerifier.verifyNext(newest.signedBundle(), presented);
    }
  }

  private MembershipEntry entry(
      long epoch, Bytes previous, OwnKeys by, EpochKey key, Member... members) {
    return new MembershipEntry(
        Suite.ONE,
        conversationId,
        epoch,
        previous,
        by.userId(),
        by.fingerprint(),
        List.of(members),
        key.commitment());
  }

  private static SignedEntry signed(MembershipEntry entry, OwnKeys by, SignedLeave... leaves) {
    return new SignedEntry(entry, by.sign(entry.signed()), List.of(leaves));
  }

  private VectorFile membershipFile() {
    VectorFile file = new VectorFile("membership", "6");
    file.add("bundles that are known")
        .put(
            "bundles",
            List.of(author, other, cast.colleague, rotated, reset).stream()
                .map(OwnKeys::signedBundle)
                .toList());
    entryCase(file, "genesis", genesis, key0);
    entryCase(file, "an admin adds a member", next, key1);
    SignedLeave leave = MembershipAuthor.leave(cast.colleague, next);
    file.add("leave").put("signedLeave", leave).hex("signed", leave.leave().signed());

    after(file, "a member removes who left", next, signed(removal(other), other, leave), false);
    after(file, "a member removes who stays", next, signed(removal(other), other), true);
    after(file, "an admin removes", next, signed(removal(author), author), false);
    after(file, "signed by another", next, signed(removal(author), other), true);
    Member admin = Cast.admin(author);
    Member colleague = Cast.member(cast.colleague, 1);
    after(
        file,
        "a member promotes itself",
        next,
        successor(other, admin, Cast.admin(other), colleague),
        true);
    after(
        file,
        "a member follows a rotation",
        next,
        successor(cast.colleague, admin, Cast.member(rotated, 0), colleague),
        false);
    after(
        file,
        "a member brings in a reset",
        next,
        successor(cast.colleague, admin, Cast.member(reset, 0), colleague),
        true);
    after(
        file,
        "another admin brings in a reset",
        next,
        successor(author, admin, Cast.member(reset, 0), colleague),
        false);
    after(
        file,
        "an unknown fingerprint",
        next,
        successor(author, admin, Cast.member(other, 0), Cast.member(Cast.person(3 + 4), 2)),
        true);
    after(
        file,
        "a member is let read less far back",
        next,
        successor(author, admin, Cast.member(other, 1), colleague),
        true);
    after(file, "a second genesis", next, signed(genesis, author), true);
    wrapCase(file, "epoch 0 for the other", key0, genesis, other, Cast.keys(2));
    wrapCase(file, "epoch 1 for the colleague", key1, next, cast.colleague, Cast.keys(3));
    EpochWrap wrap = wrap(key0, genesis, other).wrap();
    for (int at : new int[] {0, 1087, 1088, 1119, 1120, 1167}) {
      EpochWrap altered =
          new EpochWrap(
              Suite.ONE,
              conversationId,
              0,
              wrap.membershipHash(),
              other.userId(),
              other.fingerprint(),
              PrimitiveVectors.flipped(wrap.wrap(), at));
      file.add("wrap altered at " + at)
          .hex("kemSeed", Cast.keys(2).kemSeed())
          .put("epochWrap", altered)
          .put("entry", genesis)
          .failure(() -> Opener.epochKey(altered, genesis, other));
    }
    return file;
  }

  private void entryCase(VectorFile file, String name, MembershipEntry entry, EpochKey key) {
    file.add(name)
        .hex("epochKey", key.key())
        .put("signedEntry", signed(entry, author))
        .hex("encoded", entry.encoded())
        .hex("membershipHash", entry.membershipHash())
        .hex("signed", entry.signed());
  }

  private MembershipEntry removal(OwnKeys by) {
    return entry(
        2,
        next.membershipHash(),
        by,
        new EpochKey(conversationId, 2, Cast.seed(0xe2)),
        Cast.admin(author),
        Cast.member(other, 0));
  }

  private SignedEntry successor(OwnKeys by, Member... members) {
    return signed(
        entry(
            2,
            next.membershipHash(),
            by,
            new EpochKey(conversationId, 2, Cast.seed(0xe2)),
            members),
        by);
  }

  private void after(
      VectorFile file, String name, MembershipEntry previous, SignedEntry entry, boolean refused) {
    MembershipVerifier verifier = new MembershipVerifier(cast);
    VectorFile.Case added = file.add(name).put("previous", previous).put("presented", entry);
    if (refused) {
      added.failure(() -> verifier.verifyNext(previous, entry));
    } else {
      verifier.verifyNext(previous, entry);
    }
  }

  private record KnownWrap(KnownHpke.Wrapped made, EpochWrap wrap) {}

  private KnownWrap wrap(EpochKey key, MembershipEntry entry, OwnKeys recipient) {
    Bytes info =
        EpochWrap.info(
            conversationId,
            entry.epoch(),
            entry.membershipHash(),
            recipient.userId(),
            recipient.fingerprint());
    KnownHpke.Wrapped made =
        KnownHpke.wrap(recipient.bundle().kemPublicKey(), randomness(), info, key.key());
    return new KnownWrap(
        made,
        new EpochWrap(
            Suite.ONE,
            conversationId,
            entry.epoch(),
            entry.membershipHash(),
            recipient.userId(),
            recipient.fingerprint(),
            made.wrap()));
  }

  static Bytes randomness() {
    return Bytes.fromHex("0b".repeat(32) + "0c".repeat(32));
  }

  private void wrapCase(
      VectorFile file,
      String name,
      EpochKey key,
      MembershipEntry entry,
      OwnKeys recipient,
      PrivateKeys seeds) {
    KnownWrap known = wrap(key, entry, recipient);
    try (EpochKey opened = Opener.epochKey(known.wrap(), entry, recipient)) {
      file.add(name)
          .hex("kemSeed", seeds.kemSeed())
          .hex("randomness", randomness())
          .hex("info", known.wrap().info())
          .hex("sharedSecret", known.made().encapsulation().sharedSecret())
          .hex("aeadKey", known.made().schedule().key())
          .hex("aeadNonce", known.made().schedule().baseNonce())
          .put("epochWrap", known.wrap())
          .put("entry", entry)
          .hex("epochKey", opened.key());
    }
  }

  private VectorFile messageFile() {
    VectorFile file = new VectorFile("messages", "7");
    Bytes hello = Bytes.utf8("{\"type\":\"text\",\"text\":\"hello\"}");
    MessageHeader header = Cast.header(genesis, author, 1);
    SealedMessage first = sealed(header, MessagePadding.pad(hello));
    messageCase(file, "text", first, hello);
    MessageHeader answer =
        new MessageHeader(
            Suite.ONE,
            conversationId,
            0,
            genesis.membershipHash(),
            author.userId(),
            null,
            new UUID(header.messageId().getMostSignificantBits(), Long.MIN_VALUE | 2),
            Cast.NOW.plusMillis(1),
            first.messageHash());
    messageCase(file, "with seenHash", sealed(answer, MessagePadding.pad(hello)), hello);
    Bytes longer = Bytes.utf8("{\"type\":\"text\",\"text\":\"" + "x".repeat(300) + "\"}");
    messageCase(file, "longer", sealed(header, MessagePadding.pad(longer)), longer);

    refused(file, "body altered", changed(first, PrimitiveVectors.flipped(first.body(), 60)));
    refused(
        file,
        "header of another message",
        new SealedMessage(answer, first.body(), first.signature()));
    refused(file, "body of another message, signed", signed(answer, first.body()));
    byte[] notZero = MessagePadding.pad(hello);
    notZero[255] = 1;
    refused(file, "padding not zero", sealed(header, notZero));
    byte[] tooLong = new byte[288];
    System.arraycopy(MessagePadding.pad(hello), 0, tooLong, 0, 256);
    refused(file, "padding longer than it need be", sealed(header, tooLong));
    refused(file, "of a later epoch", sealed(Cast.header(next, author, 1), new byte[256]));
    MessageHeader acting =
        new MessageHeader(
            Suite.ONE,
            conversationId,
            0,
            genesis.membershipHash(),
            author.userId(),
            other.userId(),
            header.messageId(),
            Cast.NOW,
            null);
    refused(file, "acting for a functional account", sealed(acting, MessagePadding.pad(hello)));
    return file;
  }

  private void messageCase(VectorFile file, String name, SealedMessage message, Bytes content) {
    byte[] padded = MessagePadding.pad(content);
    file.add(name)
        .hex("epochKey", key0.key())
        .put("entry", genesis)
        .put("sender", author.bundle())
        .put("message", message)
        .hex("encodedHeader", message.header().encoded())
        .hex("content", content)
        .put("paddedLength", padded.length)
        .hex("salt", message.body().slice(0, Chunks.SALT))
        .hex("signed", SealedMessage.signed(message.header(), message.body()))
        .hex("messageHash", message.messageHash());
    if (!Opener.message(message, genesis, author.bundle(), key0).equals(content)) {
      throw new AssertionError(name);
    }
  }

  private void refused(VectorFile file, String name, SealedMessage message) {
    file.add(name)
        .hex("epochKey", key0.key())
        .put("entry", genesis)
        .put("sender", author.bundle())
        .put("message", message)
        .failure(() -> Opener.message(message, genesis, author.bundle(), key0));
  }

  private SealedMessage sealed(MessageHeader header, byte[] padded) {
    Bytes salt = Bytes.fromHex("5a".repeat(Chunks.SALT));
    try (ChunkCipher cipher = ChunkCipher.withSalt(key0.key(), salt, header.encoded())) {
      return signed(header, ChunkedEncryption.seal(cipher, padded));
    }
  }

  private SealedMessage signed(MessageHeader header, Bytes body) {
    return new SealedMessage(header, body, author.sign(SealedMessage.signed(header, body)));
  }

  private static SealedMessage changed(SealedMessage message, Bytes body) {
    return new SealedMessage(message.header(), body, message.signature());
  }
}
