package org.sealward.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Assist keys and what is sealed to them (protocol §10). */
class AssistTest {
  private static final Instant END = Cast.NOW.plus(Duration.ofMinutes(10));
  private static final SecretBytes SERVICE_SEED = Cast.seed(0x55);
  private static final Bytes SERVICE_KEY = PrivateKeys.signPublicKey(SERVICE_SEED);

  private final SecretBytes assistSeed = Cast.seed(0x77);
  private final AssistKey assistKey =
      new AssistKey(1, Cast.id(9), AssistKey.publicKey(assistSeed), END);
  private final OwnKeys patient = Cast.person(1);
  private final OwnKeys specialist = Cast.person(2);
  private final SecretBytes imageKey = Cast.seed(0x66);
  private final ImageGrant grant = grant(Cast.id(5));

  private ImageGrant grant(UUID imageId) {
    return SignedGrant.issue(
            new ImageContext(imageId, patient.userId(), patient.userId(), Cast.id(6)),
            new SealedContent(Bytes.of(new byte[32]), 72),
            ImageKey.of(imageKey.copy()),
            patient,
            specialist.bundle(),
            Cast.NOW)
        .grant();
  }

  @Test
  void assistKey_isSignedAsThePageSays() {
    byte[] expected =
        pae(
            "sealward/v1/assist-key".getBytes(US_ASCII),
            u64(1),
            id(Cast.id(9)),
            assistKey.publicKey().toArray(),
            u64(END.toEpochMilli()));

    assertThat(assistKey.encoded()).isEqualTo(Bytes.of(expected));
  }

  @Test
  void assistKey_signedByThePinnedKey_isAccepted() {
    assertThat(signed(assistKey).accept(SERVICE_KEY, Cast.NOW)).isEqualTo(assistKey);
    assertThat(signed(assistKey).accept(SERVICE_KEY, END)).isEqualTo(assistKey);
    assertThat(signed(assistKey).accept(SERVICE_KEY, END.minus(Duration.ofMinutes(15))))
        .isEqualTo(assistKey);
  }

  @Test
  void assistKey_ofAnotherService_isRefused() {
    Bytes another = PrivateKeys.signPublicKey(Cast.seed(0x56));
    assertThat(Refusals.of(() -> signed(assistKey).accept(another, Cast.NOW)))
        .isEqualTo(Failure.BAD_SIGNATURE);
  }

  @Test
  void assistKey_pastItsEnd_orValidForTooLong_isRefused() {
    SignedAssistKey signed = signed(assistKey);
    assertThat(Refusals.of(() -> signed.accept(SERVICE_KEY, END.plusMillis(1))))
        .isEqualTo(Failure.EXPIRED);
    Instant tooEarly = END.minus(Duration.ofMinutes(15)).minusMillis(1);
    assertThat(Refusals.of(() -> signed.accept(SERVICE_KEY, tooEarly)))
        .isEqualTo(Failure.MALFORMED);
  }

  @Test
  void assistKey_thatNothingCanBeWrappedTo_isRefused() {
    byte[] weak = assistKey.publicKey().toArray();
    weak[0] = (byte) 0xff; // The first coefficient is 0xfff: not below 3329.
    weak[1] |= 0x0f;
    SignedAssistKey signed = signed(Altered.with(assistKey, "publicKey", Bytes.of(weak)));
    assertThat(Refusals.of(() -> signed.accept(SERVICE_KEY, Cast.NOW))).isEqualTo(Failure.WEAK_KEY);
  }

  @Test
  void secret_isBoundAsThePageSays() {
    AssistRequest request = AssistRequest.of(grant, AssistSecret.IMAGE_KEM_SEED);
    byte[] info =
        pae(
            "sealward/v1/assist-request".getBytes(US_ASCII),
            u64(1),
            id(Cast.id(5)),
            id(specialist.userId()),
            grant.grantHash().toArray(),
            id(Cast.id(9)),
            u64(2),
            request.nonce().toArray());

    SecretBytes opened =
        KeyWrap.unwrap(assistSeed, Bytes.of(info), request.seal(assistKey, specialist));

    assertThat(opened).isEqualTo(Cast.seed(16 * 2 + 1));
  }

  @Test
  void imageKey_handedOver_opens() {
    AssistRequest request = AssistRequest.of(grant, AssistSecret.IMAGE_KEY);
    Bytes sealed = request.seal(assistKey, ImageKey.of(imageKey.copy()));

    assertThat(open(request, sealed).key()).isEqualTo(imageKey);
  }

  @Test
  void imageKemSeed_handedOver_opensTheWrapOfTheGrant() {
    AssistRequest request = AssistRequest.of(grant, AssistSecret.IMAGE_KEM_SEED);

    assertThat(open(request, request.seal(assistKey, specialist)).key()).isEqualTo(imageKey);
  }

  @Test
  void seedOfSomebodyElse_doesNotOpenTheGrant() {
    AssistRequest request = AssistRequest.of(grant, AssistSecret.IMAGE_KEM_SEED);

    assertThat(Refusals.of(() -> open(request, request.seal(assistKey, patient))))
        .isEqualTo(Failure.WRAP_NOT_OPENED);
  }

  @Test
  void nonces_neverRepeat() {
    assertThat(AssistRequest.of(grant, AssistSecret.IMAGE_KEY).nonce())
        .isNotEqualTo(AssistRequest.of(grant, AssistSecret.IMAGE_KEY).nonce());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonce", "secret", "keyId", "assistSeed", "sealed", "length"})
  void secret_forAnythingElse_doesNotOpen(String changed) {
    AssistRequest request = AssistRequest.of(grant, AssistSecret.IMAGE_KEY);
    Bytes sealed = request.seal(assistKey, ImageKey.of(imageKey.copy()));
    AssistRequest asked =
        switch (changed) {
          case "nonce" -> Altered.with(request, "nonce", Bytes.of(new byte[32]));
          case "secret" -> Altered.with(request, "secret", AssistSecret.IMAGE_KEM_SEED);
          default -> request;
        };
    UUID keyId = changed.equals("keyId") ? Cast.id(10) : Cast.id(9);
    SecretBytes seed = changed.equals("assistSeed") ? Cast.seed(0x78) : assistSeed;
    byte[] given = sealed.toArray();
    given[1150] ^= (byte) (changed.equals("sealed") ? 1 : 0);
    Bytes bytes = changed.equals("length") ? sealed.slice(0, 1167) : Bytes.of(given);

    assertThat(Refusals.of(() -> Opener.assistedImageKey(asked, keyId, seed, bytes, grant)))
        .isEqualTo(Failure.WRAP_NOT_OPENED);
    assertThat(open(request, sealed).key()).isEqualTo(imageKey);
  }

  @Test
  void request_ofAnotherGrantImageOrCaller_isRefused() {
    AssistRequest request = AssistRequest.of(grant, AssistSecret.IMAGE_KEY);
    Bytes sealed = request.seal(assistKey, ImageKey.of(imageKey.copy()));
    AssistRequest otherImage = Altered.with(request, "imageId", Cast.id(7));
    AssistRequest otherCaller = Altered.with(request, "callerId", patient.userId());

    assertThat(
            Refusals.of(
                () ->
                    Opener.assistedImageKey(
                        request, Cast.id(9), assistSeed, sealed, grant(Cast.id(7)))))
        .isEqualTo(Failure.WRONG_ADDRESS);
    assertThat(Refusals.of(() -> open(otherImage, sealed))).isEqualTo(Failure.WRONG_ADDRESS);
    assertThat(Refusals.of(() -> open(otherCaller, sealed))).isEqualTo(Failure.WRONG_ADDRESS);
  }

  @Test
  void secretOfTheOtherKind_isNotSealed() {
    AssistRequest key = AssistRequest.of(grant, AssistSecret.IMAGE_KEY);
    AssistRequest seed = AssistRequest.of(grant, AssistSecret.IMAGE_KEM_SEED);

    assertThatThrownBy(() -> key.seal(assistKey, specialist))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> seed.seal(assistKey, ImageKey.of(imageKey.copy())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private ImageKey open(AssistRequest request, Bytes sealed) {
    return Opener.assistedImageKey(request, Cast.id(9), assistSeed, sealed, grant);
  }

  private static SignedAssistKey signed(AssistKey key) {
    return new SignedAssistKey(key, PrivateKeys.sign(SERVICE_SEED, key.encoded()));
  }

  private static byte[] pae(byte[]... parts) {
    ByteBuffer encoded = ByteBuffer.allocate(4096).putLong(parts.length);
    for (byte[] part : parts) {
      encoded.putLong(part.length).put(part);
    }
    byte[] bytes = new byte[encoded.flip().remaining()];
    encoded.get(bytes);
    return bytes;
  }

  private static byte[] u64(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  private static byte[] id(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
