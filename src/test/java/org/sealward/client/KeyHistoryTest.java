package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.SignedBundle;

final class KeyHistoryTest {
  private static final UUID USER = new UUID(1, 1);
  private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_000L);

  private final OwnKeys first = OwnKeys.first(USER, PrivateKeys.generate(), NOW);
  private final OwnKeys rotated = first.rotate(PrivateKeys.generate(), NOW);
  private final OwnKeys rotatedAgain = rotated.rotate(PrivateKeys.generate(), NOW);
  private final OwnKeys reset = OwnKeys.reset(rotated.bundle(), PrivateKeys.generate(), NOW);
  private final OwnKeys stranger = OwnKeys.first(USER, PrivateKeys.generate(), NOW);

  @Test
  void firstSight_believesTheWholeHistory() {
    KeyHistory history = history(first, rotated, reset);

    assertThat(history.trusted(null).newest()).isEqualTo(reset.signedBundle());
  }

  @Test
  void rotations_areBelieved() {
    KeyHistory history = history(first, rotated, rotatedAgain);

    assertThat(history.trusted(pin(first)).newest()).isEqualTo(rotatedAgain.signedBundle());
    assertThat(history.trusted(pin(rotatedAgain)).newest()).isEqualTo(rotatedAgain.signedBundle());
  }

  @Test
  void reset_isBelievedUpToTheKeysBeforeIt() {
    KeyHistory history = history(first, rotated, reset);

    assertThat(history.trusted(pin(first)).newest()).isEqualTo(rotated.signedBundle());
    assertThat(history.trusted(pin(reset)).newest())
        .as("the control: a device that accepted the reset")
        .isEqualTo(reset.signedBundle());
  }

  @Test
  void otherKeys_thanThePinnedOnes_areRefused() {
    KeyHistory history = history(stranger);

    assertThatThrownBy(() -> history.trusted(pin(first)))
        .isInstanceOfSatisfying(
            UntrustedKeyException.class,
            e -> {
              assertThat(e.pinned()).isEqualTo(first.fingerprint());
              assertThat(e.presented()).isEqualTo(stranger.fingerprint());
            });
  }

  @Test
  void shorterHistory_thanThePin_isRefused() {
    KeyHistory history = history(first);

    assertThatThrownBy(() -> history.trusted(pin(rotated)))
        .isInstanceOf(UntrustedKeyException.class);
  }

  @Test
  void historyWithoutContinuity_isNone() {
    OwnKeys forged = stranger.rotate(PrivateKeys.generate(), NOW);

    assertThatThrownBy(() -> history(first, forged))
        .isInstanceOfSatisfying(
            InvalidEnvelopeException.class,
            e -> assertThat(e.failure()).isEqualTo(Failure.BROKEN_CONTINUITY));
    assertThatThrownBy(() -> history(rotated)).isInstanceOf(InvalidEnvelopeException.class);
    assertThatThrownBy(() -> history(first, rotatedAgain))
        .isInstanceOf(InvalidEnvelopeException.class);
  }

  @Test
  void anotherUsersHistory_isRefused() {
    assertThatThrownBy(() -> KeyHistory.of(new UUID(9, 9), List.of(first.signedBundle())))
        .isInstanceOfSatisfying(
            InvalidEnvelopeException.class,
            e -> assertThat(e.failure()).isEqualTo(Failure.WRONG_ADDRESS));
  }

  @Test
  void pin_survivesTheDeviceStore() {
    assertThat(Pin.decode(pin(rotated).encoded())).isEqualTo(pin(rotated));
    assertThatThrownBy(() -> Pin.decode(Bytes.utf8("2 short")))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Pin pin(OwnKeys keys) {
    return Pin.of(keys.signedBundle());
  }

  private static KeyHistory history(OwnKeys... versions) {
    List<SignedBundle> bundles = List.of(versions).stream().map(OwnKeys::signedBundle).toList();
    return KeyHistory.of(USER, bundles);
  }
}
