package org.sealward.envelope;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Vectors of assist keys and of what is sealed to them. */
final class AssistVectors {
  private static final Instant END = Cast.NOW.plus(Duration.ofMinutes(10));
  private static final UUID KEY_ID = Cast.id(95);

  private final VectorFile file = new VectorFile("assist", "10");
  private final SecretBytes serviceSeed = Cast.seed(0x55);
  private final OwnServiceKey service = new OwnServiceKey(serviceSeed);
  private final SecretBytes assistSeed = Cast.seed(0x77);
  private final AssistKey key =
      new AssistKey(Suite.ONE, KEY_ID, AssistKey.publicKey(assistSeed), END);
  private final OwnKeys owner = Cast.person(1);
  private final OwnKeys recipient = Cast.person(2);
  private final SecretBytes imageKey = Cast.seed(0xc0);
  private final ImageGrant grant = grant();

  private AssistVectors() {}

  static VectorFile assist() {
    return new AssistVectors().vectors();
  }

  private ImageGrant grant() {
    UUID imageId = Cast.id(90);
    Bytes info =
        ImageGrant.wrapInfo(imageId, owner.userId(), recipient.userId(), recipient.fingerprint());
    return new ImageGrant(
        Suite.ONE,
        imageId,
        owner.userId(),
        owner.userId(),
        Cast.id(91),
        Bytes.of(new byte[32]),
        72,
        owner.userId(),
        owner.fingerprint(),
        recipient.userId(),
        recipient.fingerprint(),
        Cast.NOW,
        KnownHpke.wrap(
                recipient.bundle().imageKemPublicKey(),
                ConversationVectors.randomness(),
                info,
                imageKey)
            .wrap());
  }

  private VectorFile vectors() {
    SignedAssistKey signed = service.sign(key);
    key("assist key", signed, service, Cast.NOW)
        .hex("serviceSeed", serviceSeed)
        .hex("assistSeed", assistSeed)
        .hex("encoded", key.encoded());
    refused("past its end", signed, service, END.plusMillis(1));
    refused("valid for too long", signed, service, END.minus(Duration.ofMinutes(16)));
    refused("of another service", signed, new OwnServiceKey(Cast.seed(0x56)), Cast.NOW);
    byte[] weak = key.publicKey().toArray();
    weak[0] = (byte) 0xff; // The first coefficient is 0xfff: not below 3329.
    weak[1] |= 0x0f;
    AssistKey unusable = new AssistKey(Suite.ONE, KEY_ID, Bytes.of(weak), END);
    refused("that nothing can be wrapped to", service.sign(unusable), service, Cast.NOW);
    requests();
    return file;
  }

  private void requests() {
    AssistRequest byKey = request(AssistSecret.IMAGE_KEY, 0x88);
    Bytes sealedKey = seal(byKey, imageKey);
    opened("image key", byKey, imageKey, sealedKey);
    AssistRequest bySeed = request(AssistSecret.IMAGE_KEM_SEED, 0x89);
    SecretBytes seed = recipient.privateKeys().imageKemSeed();
    opened("image KEM seed", bySeed, seed, seal(bySeed, seed));
    refused("another nonce", request(AssistSecret.IMAGE_KEY, 0x89), KEY_ID, sealedKey);
    refused("a key called a seed", request(AssistSecret.IMAGE_KEM_SEED, 0x88), KEY_ID, sealedKey);
    refused("another assist key", byKey, Cast.id(96), sealedKey);
    refused("altered", byKey, KEY_ID, PrimitiveVectors.flipped(sealedKey, 1150));
    SecretBytes messageSeed = recipient.privateKeys().kemSeed();
    refused("message KEM seed", bySeed, KEY_ID, seal(bySeed, messageSeed));
    refused("another image", Altered.with(byKey, "imageId", Cast.id(97)), KEY_ID, sealedKey);
    refused("another caller", Altered.with(byKey, "callerId", owner.userId()), KEY_ID, sealedKey);
  }

  private AssistRequest request(AssistSecret secret, int nonce) {
    return new AssistRequest(
        Suite.ONE,
        grant.imageId(),
        recipient.userId(),
        grant.grantHash(),
        secret,
        Bytes.of(Cast.seed(nonce).toArray()));
  }

  private Bytes seal(AssistRequest request, SecretBytes secret) {
    return KnownHpke.wrap(
            key.publicKey(), ConversationVectors.randomness(), request.info(KEY_ID), secret)
        .wrap();
  }

  private VectorFile.Case key(
      String name, SignedAssistKey signed, OwnServiceKey pinned, Instant now) {
    return file.add(name)
        .put("signedKey", signed)
        .hex("serviceKey", pinned.publicKey())
        .put("now", now);
  }

  private void refused(String name, SignedAssistKey signed, OwnServiceKey pinned, Instant now) {
    key(name, signed, pinned, now).failure(() -> signed.accept(pinned.publicKey(), now));
  }

  private VectorFile.Case request(String name, AssistRequest asked, UUID keyId, Bytes sealed) {
    return file.add(name)
        .put("request", asked)
        .put("keyId", keyId)
        .put("grant", grant)
        .hex("assistSeed", assistSeed)
        .hex("sealed", sealed);
  }

  private void opened(String name, AssistRequest asked, SecretBytes secret, Bytes sealed) {
    request(name, asked, KEY_ID, sealed)
        .hex("info", asked.info(KEY_ID))
        .hex("secret", secret)
        .hex("randomness", ConversationVectors.randomness())
        .hex("imageKey", Opener.assistedImageKey(asked, KEY_ID, assistSeed, sealed, grant).key());
  }

  private void refused(String name, AssistRequest asked, UUID keyId, Bytes sealed) {
    request(name, asked, keyId, sealed)
        .failure(() -> Opener.assistedImageKey(asked, keyId, assistSeed, sealed, grant));
  }
}
