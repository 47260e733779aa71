package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The content of a vault, protocol §5.1: what it gives back, what it refuses, what it forgets. */
class PrivateBundleTest {
  private final OwnKeys first = Cast.person(1);
  private final OwnKeys second = first.rotate(Cast.keys(4), Cast.NOW);
  private final UUID institution = Cast.id(8);
  private final OwnInstitutionKey clinic =
      OwnInstitutionKey.first(institution, Cast.seed(80), Cast.NOW);
  private final OwnInstitutionKey nextClinic = clinic.rotate(Cast.seed(81), Cast.NOW);
  private final UnlockKey recovery =
      UnlockKey.from(RecoveryCode.generate(), Bytes.of(new byte[16]));

  private final PrivateBundle full =
      PrivateBundle.of(first)
          .with(second)
          .withRecovery(recovery)
          .withCheckpoint(Bytes.utf8("newest"))
          .with(clinic)
          .with(nextClinic);

  @Test
  void content_encodedAndDecoded_isTheSame() {
    PrivateBundle read = PrivateBundle.decode(full.encoded().toArray());

    assertThat(read.newestVersion()).isEqualTo(2);
    assertThat(read.checkpoint()).isEqualTo(Bytes.utf8("newest"));
    assertThat(read.recovery().orElseThrow().kek()).isEqualTo(recovery.kek());
    assertThat(read.keys(first.signedBundle()).privateKeys().signSeed()).isEqualTo(Cast.seed(18));
    assertThat(read.keys(second.signedBundle()).privateKeys().signSeed()).isEqualTo(Cast.seed(66));
    assertThat(read.institutionKey(clinic.signedKey()).orElseThrow().seed())
        .isEqualTo(Cast.seed(80));
    assertThat(read.institutionKey(nextClinic.signedKey()).orElseThrow().seed())
        .isEqualTo(Cast.seed(81));
    assertThat(read.encoded()).isEqualTo(full.encoded());
  }

  @Test
  void keysOfAnInstitution_areThoseOfThePublishedOneOnly() {
    OwnInstitutionKey other = clinic.rotate(Cast.seed(90), Cast.NOW);
    OwnInstitutionKey elsewhere = OwnInstitutionKey.first(Cast.id(9), Cast.seed(80), Cast.NOW);
    assertThat(full.institutionKey(other.signedKey())).isEmpty();
    assertThat(full.institutionKey(elsewhere.signedKey())).isEmpty();
    assertThat(Refusals.of(() -> OwnInstitutionKey.restore(clinic.signedKey(), Cast.seed(81))))
        .isEqualTo(Failure.KEY_MISMATCH);
  }

  @Test
  void keysAfterTheNewest_comeOutAsTheyWereSealed() {
    OwnKeys rotated = full.unpublished(first.signedBundle()).orElseThrow();
    assertThat(rotated.signedBundle()).isEqualTo(second.signedBundle());
    assertThat(full.unpublished(second.signedBundle())).isEmpty();

    // The device that lost version 1 has sealed a reset.
    OwnKeys reset = OwnKeys.reset(first.bundle(), Cast.keys(5), Cast.NOW);
    assertThat(PrivateBundle.of(reset).unpublished(first.signedBundle()).orElseThrow().bundle())
        .isEqualTo(reset.bundle());
  }

  @Test
  void keysAfterTheNewest_thatDoNotFollowIt_areRefused() {
    OwnKeys otherFirst = OwnKeys.first(first.userId(), Cast.keys(7), Cast.NOW);
    assertThat(Refusals.of(() -> PrivateBundle.of(second).unpublished(otherFirst.signedBundle())))
        .isEqualTo(Failure.KEY_MISMATCH);
  }

  @Test
  void institutionsKeyAfterTheNewest_comesOutAsItWasSealed() {
    assertThat(full.unpublishedKey(institution, null).orElseThrow().signedKey())
        .isEqualTo(clinic.signedKey());
    assertThat(full.unpublishedKey(institution, clinic.signedKey()).orElseThrow().signedKey())
        .isEqualTo(nextClinic.signedKey());
    assertThat(full.unpublishedKey(institution, nextClinic.signedKey())).isEmpty();
    assertThat(full.unpublishedKey(Cast.id(9), null)).isEmpty();

    OwnInstitutionKey reset = OwnInstitutionKey.reset(clinic.key(), Cast.seed(82), Cast.NOW);
    PrivateBundle lost = PrivateBundle.of(first).with(reset);
    assertThat(lost.unpublishedKey(institution, clinic.signedKey()).orElseThrow().signedKey())
        .isEqualTo(reset.signedKey());
    OwnInstitutionKey otherFirst = OwnInstitutionKey.first(institution, Cast.seed(90), Cast.NOW);
    assertThat(Refusals.of(() -> lost.unpublishedKey(institution, otherFirst.signedKey())))
        .isEqualTo(Failure.KEY_MISMATCH);
  }

  @Test
  void recovery_ofAPassphrase_isRefused() {
    UnlockKey passphrase =
        UnlockKey.from(new QuickPassphrase("x"), Bytes.of(new byte[16]), Argon2Parameters.SUITE_1);
    assertThat(Refusals.of(() -> PrivateBundle.of(first).withRecovery(passphrase)))
        .isEqualTo(Failure.MALFORMED);
  }

  @Test
  void versionsThatDoNotRise_areRefused() {
    PrivateBundle one = PrivateBundle.of(second);
    assertThat(Refusals.of(() -> one.with(second))).isEqualTo(Failure.MALFORMED);
    assertThat(Refusals.of(() -> one.with(first))).isEqualTo(Failure.MALFORMED);
  }

  @Test
  void content_withOnePartWrong_isRefused() {
    byte[] none = pae(List.of());
    assertThat(decoded(p -> p).newestVersion()).isEqualTo(2);
    for (byte[] keys : List.of(none, pae(List.of(none)), pae(List.of(key(0), key(2))))) {
      assertMalformed(() -> decoded(p -> replace(p, 2, keys)));
    }
    assertThat(decoded(p -> replace(p, 2, pae(List.of(key(3))))).newestVersion()).isEqualTo(3);
    assertMalformed(() -> decoded(p -> replace(p, 2, pae(List.of(key(1L << 31))))));
    for (byte[] recoveryKey :
        List.of(
            none,
            pae(List.of(new byte[15], new byte[32])),
            pae(List.of(new byte[16], new byte[31])),
            pae(List.of(new byte[16], new byte[32], new byte[1])))) {
      assertMalformed(() -> decoded(p -> replace(p, 3, recoveryKey)));
    }
    // The last is 1 in 32 bits.
    for (long version : new long[] {0, 1L << 31, (1L << 32) + 1}) {
      assertMalformed(() -> decoded(p -> replace(p, 2, pae(List.of(key(version))))));
      assertMalformed(() -> decoded(p -> replace(p, 5, pae(List.of(institutionKey(version))))));
    }
    assertMalformed(() -> decoded(p -> replace(p, 5, pae(List.of(none)))));
    assertMalformed(() -> decoded(p -> p.subList(0, 5)));
    assertMalformed(
        () -> decoded(p -> replace(p, 0, "sealward/v1/x".getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void encoding_cutOffOrContinued_isRefused() {
    byte[] encoded = full.encoded().toArray();
    byte[] longer = ByteBuffer.allocate(encoded.length + 1).put(encoded).array();
    byte[] shorter =
        ByteBuffer.allocate(encoded.length - 1).put(encoded, 0, encoded.length - 1).array();
    assertMalformed(() -> PaeReader.parts(longer));
    assertMalformed(() -> PaeReader.parts(shorter));
    assertMalformed(() -> PaeReader.parts(new byte[7]));
    assertMalformed(() -> PaeReader.parts(number(-1)));
    assertMalformed(() -> PaeReader.parts(number(1)));
    assertThat(PaeReader.parts(number(0))).isEmpty();
  }

  @Test
  void numberAndTime_ofAnotherLengthOrRange_areRefused() {
    assertThat(PaeReader.number(number(-5))).isEqualTo(-5);
    assertMalformed(() -> PaeReader.number(new byte[7]));
    assertMalformed(() -> PaeReader.number(new byte[9]));
    assertThat(PaeReader.time(number(0)).toEpochMilli()).isZero();
    assertThat(PaeReader.time(number(9007199254740991L)).toEpochMilli())
        .isEqualTo(9007199254740991L);
    assertMalformed(() -> PaeReader.time(number(-1)));
    assertMalformed(() -> PaeReader.time(number(9007199254740992L)));
  }

  @Test
  void closed_forgetsEverySecret() {
    PrivateBundle bundle = full.withCheckpoint(Bytes.EMPTY);
    bundle.close();
    assertForgotten(bundle::recovery);
    assertForgotten(() -> bundle.keys(first.signedBundle()));
    assertForgotten(() -> bundle.keys(second.signedBundle()));
    assertForgotten(() -> bundle.institutionKey(clinic.signedKey()));
    assertForgotten(() -> bundle.institutionKey(nextClinic.signedKey()));
    // What it was made of is its own.
    assertThat(full.recovery()).isPresent();
  }

  @Test
  void holdersOfSecrets_closed_forgetThem() {
    PrivateKeys keys = Cast.keys(1);
    keys.close();
    for (SecretBytes seed : List.of(keys.kemSeed(), keys.imageKemSeed(), keys.signSeed())) {
      assertForgotten(seed::toArray);
    }
    OwnKeys own = Cast.person(1);
    own.close();
    assertForgotten(() -> own.sign(Bytes.EMPTY));
    clinic.close();
    assertForgotten(() -> clinic.sign(Bytes.EMPTY));
    recovery.close();
    assertForgotten(() -> recovery.kek().toArray());
    RecoveryCode code = RecoveryCode.generate();
    code.close();
    assertForgotten(code::toChars);
    Passphrase passphrase = Passphrase.of("x".toCharArray());
    passphrase.close();
    assertForgotten(() -> passphrase.loginSecret("pool", "anna@example.org"));
    ImageKey imageKey = ImageKey.generate();
    imageKey.close();
    assertForgotten(() -> imageKey.key().toArray());
    EpochKey epochKey = EpochKey.generate(Cast.id(9), 0);
    epochKey.close();
    assertForgotten(() -> epochKey.key().toArray());
    UnlockKey unlockKey = UnlockKey.from(RecoveryCode.generate());
    PrivateBundle content = PrivateBundle.of(first);
    new OpenedPrivateBundle(content, unlockKey).close();
    assertForgotten(content::encoded);
    assertForgotten(() -> unlockKey.kek().toArray());
  }

  private PrivateBundle decoded(UnaryOperator<List<byte[]>> change) {
    return PrivateBundle.decode(pae(change.apply(PaeReader.parts(full.encoded().toArray()))));
  }

  private static byte[] key(long version) {
    return pae(
        List.of(
            number(version), new byte[32], number(0), new byte[32], new byte[32], new byte[32]));
  }

  private static byte[] institutionKey(long version) {
    return pae(List.of(new byte[16], number(version), new byte[32], number(0), new byte[32]));
  }

  private static List<byte[]> replace(List<byte[]> parts, int index, byte[] part) {
    List<byte[]> changed = new ArrayList<>(parts);
    changed.set(index, part);
    return changed;
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  /** A list of parts as protocol §1.2 writes it, without the code under test. */
  private static byte[] pae(List<byte[]> parts) {
    ByteBuffer out =
        ByteBuffer.allocate(8 + parts.stream().mapToInt(part -> 8 + part.length).sum());
    out.putLong(parts.size());
    parts.forEach(part -> out.putLong(part.length).put(part));
    return out.array();
  }

  private static void assertMalformed(ThrowingCallable call) {
    assertThat(Refusals.of(call)).isEqualTo(Failure.MALFORMED);
  }

  private static void assertForgotten(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalStateException.class);
  }
}
