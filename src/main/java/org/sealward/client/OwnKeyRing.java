package org.sealward.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.sealward.client.error.VaultException;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.OwnKeys;

/**
 * The user's own keys: the newest version signs and is wrapped to, the earlier ones open what was
 * wrapped to them. Another device may add a version at any time; {@link #reread} brings it.
 * Thread-safe.
 */
final class OwnKeyRing implements AutoCloseable {
  private final Supplier<List<OwnKeys>> source;

  /** In rising order of version, at least one; replaced as a whole. */
  private volatile List<OwnKeys> versions;

  /**
   * @param versions in rising order, which the ring takes over
   * @param source reads vault and directory anew, in rising order; the ring takes them over
   */
  OwnKeyRing(List<OwnKeys> versions, Supplier<List<OwnKeys>> source) {
    this.versions = List.copyOf(versions);
    this.source = source;
  }

  /** A ring of keys that nobody else changes. Takes {@code first} over. */
  static OwnKeyRing of(OwnKeys first) {
    return new OwnKeyRing(List.of(first), List::of);
  }

  UUID userId() {
    return newest().userId();
  }

  OwnKeys newest() {
    return versions.getLast();
  }

  /** The keys that something was wrapped to, or that an entry names, if the ring has them now. */
  Optional<OwnKeys> find(Bytes fingerprint) {
    return versions.stream().filter(keys -> keys.fingerprint().equals(fingerprint)).findFirst();
  }

  /** As {@link #find}; reads the vault anew when the keys are not there. */
  Optional<OwnKeys> findAnew(Bytes fingerprint) {
    Optional<OwnKeys> known = find(fingerprint);
    if (known.isPresent()) {
      return known;
    }
    reread();
    return find(fingerprint);
  }

  /**
   * Takes the versions that another device added.
   *
   * @throws VaultException when vault and published bundles do not belong together
   */
  synchronized void reread() {
    for (OwnKeys keys : source.get()) {
      if (find(keys.fingerprint()).isPresent()) {
        keys.close();
      } else {
        add(keys);
      }
    }
  }

  /** Takes the next version over. */
  synchronized void add(OwnKeys next) {
    List<OwnKeys> more = new ArrayList<>(versions);
    more.add(next);
    versions = List.copyOf(more);
  }

  @Override
  public void close() {
    versions.forEach(OwnKeys::close);
  }
}
