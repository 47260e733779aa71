package org.sealward.envelope;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** People with fixed keys, and the directory that knows their bundles. */
final class Cast implements BundleSource {
  static final Instant NOW = Instant.parse("2026-11-21T08:00:00.123Z");

  final OwnKeys patient = person(1);
  final OwnKeys specialist = person(2);
  final OwnKeys colleague = person(3);

  private final Map<Bytes, SignedBundle> directory = new HashMap<>();

  Cast() {
    List.of(patient, specialist, colleague).forEach(this::publish);
  }

  /**
   * Persons 1 and 2 are in rising order as bytes, and in falling order of {@code UUID.compareTo}.
   */
  static UUID id(int number) {
    return new UUID(
        0x7e00_0000_0000_4000L + ((long) number << 56), 0x8000_0000_0000_0000L | number);
  }

  static OwnKeys person(int number) {
    return OwnKeys.first(id(number), keys(number), NOW);
  }

  /** Seeds made of one repeated byte each. */
  static PrivateKeys keys(int number) {
    return PrivateKeys.of(seed(16 * number), seed(16 * number + 1), seed(16 * number + 2));
  }

  static SecretBytes seed(int value) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) value);
    return SecretBytes.copyOf(seed);
  }

  OwnKeys publish(OwnKeys keys) {
    directory.put(keys.fingerprint(), keys.signedBundle());
    return keys;
  }

  @Override
  public Optional<SignedBundle> find(UUID userId, Bytes fingerprint) {
    return Optional.ofNullable(directory.get(fingerprint))
        .filter(signed -> signed.bundle().userId().equals(userId));
  }

  static Member admin(OwnKeys keys) {
    return new Member(keys.userId(), keys.fingerprint(), MemberRole.ADMIN, 0);
  }

  static Member member(OwnKeys keys, long readsFromEpoch) {
    return new Member(keys.userId(), keys.fingerprint(), MemberRole.MEMBER, readsFromEpoch);
  }

  static MessageHeader header(MembershipEntry entry, OwnKeys sender, int number) {
    return new MessageHeader(
        Suite.ONE,
        entry.conversationId(),
        entry.epoch(),
        entry.membershipHash(),
        sender.userId(),
        null,
        new UUID(0x0193_4d00_0000_7000L, 0x8000_0000_0000_0000L | number),
        NOW,
        null);
  }
}
