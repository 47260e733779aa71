package org.sealward.keydirectory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sealward.envelope.BundleSource;
import org.sealward.envelope.BundleVerifier;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.KeyLeaf;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SignedBundle;
import org.sealward.identity.Accounts;
import org.sealward.merklelog.LogEntries;
import org.sealward.merklelog.LogProofs;
import org.sealward.platform.Act;
import org.sealward.platform.EventBodies;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.transparency.LogProof;

/**
 * The published bundles of all users. A version, once there, never changes, and the next one counts
 * only when it follows the protocol's rules (§3); so whatever is read here has valid signatures.
 * That the key is the person's is not promised: clients pin, and compare safety numbers.
 */
@Singleton
public class KeyDirectory implements BundleSource {
  /** Kind of the event on the owner's stream whose body is a {@link SignedBundle}. */
  public static final String EVENT = "bundle";

  private static final int CACHED = 20_000;

  private record Key(UUID userId, Bytes fingerprint) {}

  private final Cache<Key, SignedBundle> byFingerprint =
      Caffeine.newBuilder().maximumSize(CACHED).build();
  private final BundleRepository rows;
  private final Accounts accounts;
  private final EventBodies bodies;
  private final Clock clock;
  private final LogEntries entries;
  private final LogProofs proofs;

  KeyDirectory(
      BundleRepository rows,
      Accounts accounts,
      EventBodies bodies,
      Clock clock,
      LogEntries entries,
      LogProofs proofs) {
    this.rows = rows;
    this.accounts = accounts;
    this.bodies = bodies;
    this.clock = clock;
    this.entries = entries;
    this.proofs = proofs;
  }

  public Optional<SignedBundle> newest(UUID userId) {
    return rows.newest(userId).map(this::signed);
  }

  /** The user's published bundle of any version; kept in memory, since it never changes. */
  @Override
  public Optional<SignedBundle> find(UUID userId, Bytes fingerprint) {
    Key key = new Key(userId, fingerprint);
    SignedBundle cached = byFingerprint.getIfPresent(key);
    if (cached != null) {
      return Optional.of(cached);
    }
    Optional<SignedBundle> found = rows.byFingerprint(userId, fingerprint).map(this::signed);
    found.ifPresent(bundle -> byFingerprint.put(key, bundle));
    return found;
  }

  /** Versions above {@code after}, in order. */
  List<SignedBundle> page(UUID userId, int after, int limit) {
    return rows.page(userId, after, limit).stream().map(this::signed).toList();
  }

  /**
   * That a published version is in the key log.
   *
   * @throws Problem {@link KeyProblem#BUNDLE_NOT_FOUND}, and what {@link LogProofs#of} throws
   */
  LogProof proof(UUID userId, int version) {
    PublicBundle bundle =
        rows.find(userId, version)
            .map(this::signed)
            .map(SignedBundle::bundle)
            .orElseThrow(
                () ->
                    new Problem(
                        KeyProblem.BUNDLE_NOT_FOUND, "The user has published no such version."));
    return proofs.of(KeyLog.NAME, KeyLeaf.of(bundle).encode());
  }

  /**
   * Publishes the owner's next version; the same bundle again changes nothing.
   *
   * @throws Problem {@link KeyProblem#BUNDLE_VERSION_TAKEN}
   * @throws InvalidEnvelopeException when it breaks a rule of the protocol
   */
  void publish(UUID owner, SignedBundle signed) {
    PublicBundle bundle = signed.bundle();
    if (!bundle.userId().equals(owner)) {
      throw new Problem(GeneralProblem.INVALID_REQUEST, "The bundle is another user's.");
    }
    Optional<SignedBundle> there = rows.find(owner, bundle.version()).map(this::signed);
    if (there.isPresent()) {
      requireSame(there.get(), signed);
      return;
    }
    newest(owner)
        .ifPresentOrElse(
            newest -> BundleVerifier.verifyNext(newest, signed),
            () -> BundleVerifier.verifyFirst(signed));
    accounts.write(
        owner,
        unit -> {
          Bytes body = bodies.write(signed);
          if (rows.insert(owner, bundle.version(), bundle.fingerprint(), body, clock.instant())
              == 0) {
            throw new Problem(
                KeyProblem.BUNDLE_VERSION_TAKEN, "Another device was faster: fetch its bundle.");
          }
          unit.record(Act.of(Act.Kind.BUNDLE_PUBLISHED, owner).numbered(bundle.version()));
          entries.add(unit, KeyLog.NAME, KeyLeaf.of(bundle).encode());
          return unit.append(bodies.event(owner, EVENT, owner, signed));
        });
  }

  private static void requireSame(SignedBundle there, SignedBundle signed) {
    if (!there.equals(signed)) {
      throw new Problem(
          KeyProblem.BUNDLE_VERSION_TAKEN, "Fetch the published one before you make a next.");
    }
  }

  private SignedBundle signed(BundleRow row) {
    return bodies.read(row.body(), SignedBundle.class);
  }
}
