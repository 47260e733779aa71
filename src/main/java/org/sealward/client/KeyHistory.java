package org.sealward.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.envelope.BundleKind;
import org.sealward.envelope.BundleVerifier;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.SignedBundle;

/**
 * A person's bundles from the first on, each a valid successor of the one before (protocol §3.4).
 * Immutable.
 */
final class KeyHistory {
  private final List<SignedBundle> bundles;

  private KeyHistory(List<SignedBundle> bundles) {
    this.bundles = List.copyOf(bundles);
  }

  /**
   * Verifies what a service shows; {@link InvalidEnvelopeException} when it is no history.
   *
   * @param presented every version in order, at least one
   */
  static KeyHistory of(UUID userId, List<SignedBundle> presented) {
    if (!presented.getFirst().bundle().userId().equals(userId)) {
      throw new InvalidEnvelopeException(Failure.WRONG_ADDRESS, "another user's bundle");
    }
    BundleVerifier.verifyFirst(presented.getFirst());
    return new KeyHistory(presented.subList(0, 1))
        .followedBy(presented.subList(1, presented.size()));
  }

  /** With later versions, which are verified. */
  KeyHistory followedBy(List<SignedBundle> later) {
    List<SignedBundle> all = new ArrayList<>(bundles);
    for (SignedBundle next : later) {
      BundleVerifier.verifyNext(all.getLast(), next);
      all.add(next);
    }
    return new KeyHistory(all);
  }

  /**
   * The part of this history that a device may believe which accepted {@code pin} before: up to the
   * pin, and on from there by rotations alone.
   *
   * @param pin null when this device sees the person for the first time, and believes all of it
   * @throws UntrustedKeyException when the history does not contain the pin
   */
  KeyHistory trusted(@Nullable Pin pin) {
    if (pin == null) {
      return this;
    }
    if (pin.version() > bundles.size()
        || !bundles.get(pin.version() - 1).bundle().fingerprint().equals(pin.fingerprint())) {
      throw untrusted(pin);
    }
    int end = pin.version();
    while (end < bundles.size() && bundles.get(end).bundle().kind() == BundleKind.ROTATION) {
      end++;
    }
    return new KeyHistory(bundles.subList(0, end));
  }

  /** Says that these keys do not follow from {@code pin}. */
  UntrustedKeyException untrusted(Pin pin) {
    return new UntrustedKeyException(
        newest().bundle().userId(), pin.fingerprint(), newest().bundle().fingerprint());
  }

  /** Whether a reset comes after the bundle with this fingerprint; also when there is none. */
  boolean resetAfter(Bytes fingerprint) {
    for (SignedBundle signed : bundles.reversed()) {
      if (signed.bundle().fingerprint().equals(fingerprint)) {
        return false;
      }
      if (signed.bundle().kind() == BundleKind.RESET) {
        return true;
      }
    }
    return true;
  }

  SignedBundle newest() {
    return bundles.getLast();
  }

  List<SignedBundle> bundles() {
    return bundles;
  }

  /** The bundle with this fingerprint, of any version. */
  Optional<SignedBundle> find(Bytes fingerprint) {
    return bundles.stream()
        .filter(signed -> signed.bundle().fingerprint().equals(fingerprint))
        .findFirst();
  }
}
