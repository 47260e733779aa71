package org.sealward.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sealward.client.error.ProblemException;
import org.sealward.client.error.VaultException;
import org.sealward.client.error.VaultException.Reason;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.envelope.Failure;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateBundle;
import org.sealward.envelope.SignedBundle;

/**
 * The user's own bundles: published, and joined with the seeds in the vault. A version is sealed
 * into the vault before it is published, so whoever reads both reads the bundles first.
 */
final class OwnBundles {
  private static final int ATTEMPTS = 4;
  private static final int CONFLICT = 409;

  private final UUID userId;
  private final ServiceApi api;
  private final PinnedKeys pins;

  OwnBundles(UUID userId, ServiceApi api, PinnedKeys pins) {
    this.userId = userId;
    this.api = api;
    this.pins = pins;
  }

  /** Every version that was published; empty before the first login. */
  Optional<KeyHistory> history() {
    return pins.history(userId);
  }

  /**
   * Publishes keys that are sealed already; the same ones again change nothing.
   *
   * @throws VaultException {@link Reason#CONFLICT} when others have that version, {@link
   *     Reason#KEY_MISMATCH} when the service then shows others
   */
  void publish(OwnKeys keys) {
    try {
      api.send(
          Call.put("/v1/me/bundles/" + keys.bundle().version(), keys.signedBundle()).idempotent());
    } catch (ProblemException e) {
      throw e.status() == CONFLICT ? new VaultException(Reason.CONFLICT, e) : e;
    }
    if (history().flatMap(shown -> shown.find(keys.fingerprint())).isEmpty()) {
      throw new VaultException(Reason.KEY_MISMATCH);
    }
  }

  /**
   * All versions whose seeds the vault holds, the newest one last. Publishes what was sealed and
   * not published, because a device stopped in between.
   *
   * @param published as it was before the vault was read
   * @throws VaultException {@link Reason#KEY_MISMATCH} unless the newest bundle shown is the newest
   *     in the vault: somebody else published one, or one is held back
   */
  List<OwnKeys> join(UnlockedVault vault, KeyHistory published) {
    KeyHistory shown = published;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      SignedBundle newest = shown.newest();
      int sealed = vault.read(PrivateBundle::newestVersion);
      if (sealed == newest.bundle().version()) {
        List<OwnKeys> versions = held(vault, shown);
        if (versions.isEmpty() || !versions.getLast().signedBundle().equals(newest)) {
          versions.forEach(OwnKeys::close);
          throw new VaultException(Reason.KEY_MISMATCH);
        }
        pins.confirm(userId, shown);
        return versions;
      }
      if (sealed > newest.bundle().version()) {
        publishNext(vault, newest);
        shown = history().orElseThrow(() -> new VaultException(Reason.KEY_MISMATCH));
      } else if (!vault.reread()) {
        break;
      }
    }
    throw new VaultException(Reason.KEY_MISMATCH);
  }

  private void publishNext(UnlockedVault vault, SignedBundle newest) {
    try (OwnKeys next =
        vault
            .read(content -> content.unpublished(newest))
            .orElseThrow(() -> new VaultException(Reason.KEY_MISMATCH))) {
      publish(next);
    } catch (InvalidEnvelopeException e) {
      throw e.failure() == Failure.KEY_MISMATCH ? new VaultException(Reason.KEY_MISMATCH, e) : e;
    }
  }

  private static List<OwnKeys> held(UnlockedVault vault, KeyHistory published) {
    List<OwnKeys> versions = new ArrayList<>();
    for (SignedBundle bundle : published.bundles()) {
      vault.read(content -> find(content, bundle)).ifPresent(versions::add);
    }
    return versions;
  }

  /** Empty for a version whose keys were lost before a reset. */
  private static Optional<OwnKeys> find(PrivateBundle vault, SignedBundle bundle) {
    try {
      return Optional.of(vault.keys(bundle));
    } catch (InvalidEnvelopeException e) {
      if (e.failure() == Failure.KEY_MISMATCH) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
