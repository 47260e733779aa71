package org.sealward.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sealward.client.error.VaultException;
import org.sealward.client.error.VaultException.Reason;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateBundle;
import org.sealward.envelope.SignedBundle;

/**
 * The user's own keys: the newest version signs and is wrapped to, the earlier ones open what was
 * wrapped to them.
 */
final class OwnKeyRing implements AutoCloseable {
  /** In rising order of version, at least one. */
  private final List<OwnKeys> versions;

  private OwnKeyRing(List<OwnKeys> versions) {
    this.versions = versions;
  }

  /** Takes {@code first} over. */
  static OwnKeyRing of(OwnKeys first) {
    return new OwnKeyRing(List.of(first));
  }

  /**
   * Joins what a vault holds with what the service shows as the user's bundles.
   *
   * @throws VaultException {@link Reason#KEY_MISMATCH} unless the newest bundle shown is the newest
   *     in the vault: somebody else published one, or one is held back
   */
  static OwnKeyRing join(PrivateBundle vault, KeyHistory published) {
    List<OwnKeys> versions = new ArrayList<>();
    for (SignedBundle bundle : published.bundles()) {
      find(vault, bundle).ifPresent(versions::add);
    }
    boolean complete =
        !versions.isEmpty()
            && versions.getLast().signedBundle().equals(published.newest())
            && vault.newestVersion() == published.newest().bundle().version();
    if (!complete) {
      versions.forEach(OwnKeys::close);
      throw new VaultException(Reason.KEY_MISMATCH);
    }
    return new OwnKeyRing(versions);
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

  UUID userId() {
    return newest().userId();
  }

  OwnKeys newest() {
    return versions.getLast();
  }

  /** The keys that something was wrapped to. */
  Optional<OwnKeys> find(Bytes fingerprint) {
    return versions.stream().filter(keys -> keys.fingerprint().equals(fingerprint)).findFirst();
  }

  @Override
  public void close() {
    versions.forEach(OwnKeys::close);
  }
}
