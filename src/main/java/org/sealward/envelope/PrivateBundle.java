package org.sealward.envelope;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a user's vault holds (protocol §5.1): the seeds of all versions, since old epochs and images
 * were wrapped to old keys; the recovery method's key, so that sealing again does not ask for the
 * code; the newest log checkpoint seen; the keys of institutions that the user administers. Parts
 * that a later version of the protocol added are kept. Immutable; each instance owns its secrets.
 */
public final class PrivateBundle implements AutoCloseable {
  private static final String PURPOSE = "private-bundle";
  private static final int KNOWN_PARTS = 6;

  private final List<KeyVersion> versions;
  private final @Nullable UnlockKey recovery;
  private final Bytes checkpoint;
  private final List<InstitutionKeyVersion> institutionKeys;
  private final List<Bytes> later;

  private PrivateBundle(
      List<KeyVersion> versions,
      @Nullable UnlockKey recovery,
      Bytes checkpoint,
      List<InstitutionKeyVersion> institutionKeys,
      List<Bytes> later) {
    Require.that(!versions.isEmpty(), "no keys");
    for (int i = 1; i < versions.size(); i++) {
      Require.that(
          versions.get(i - 1).version() < versions.get(i).version(), "versions do not rise");
    }
    this.versions = List.copyOf(versions);
    this.recovery = recovery;
    this.checkpoint = checkpoint;
    this.institutionKeys = List.copyOf(institutionKeys);
    this.later = List.copyOf(later);
  }

  /** With one version of keys, which are copied. */
  public static PrivateBundle of(OwnKeys keys) {
    return new PrivateBundle(List.of(KeyVersion.of(keys)), null, Bytes.EMPTY, List.of(), List.of());
  }

  /** With one version more, above all others; {@code keys} are copied. */
  public PrivateBundle with(OwnKeys keys) {
    List<KeyVersion> more = Stream.concat(copies(), Stream.of(KeyVersion.of(keys))).toList();
    return new PrivateBundle(more, copyOf(recovery), checkpoint, institutionCopies(), later);
  }

  /** With the key of this recovery method, which is copied. */
  public PrivateBundle withRecovery(UnlockKey unlockKey) {
    Require.that(unlockKey.method() == VaultMethod.RECOVERY, "not a recovery method's key");
    return new PrivateBundle(
        copies().toList(), unlockKey.copy(), checkpoint, institutionCopies(), later);
  }

  /** With the newest checkpoint of the key log that this user's clients have seen. */
  public PrivateBundle withCheckpoint(Bytes newest) {
    return new PrivateBundle(
        copies().toList(), copyOf(recovery), newest, institutionCopies(), later);
  }

  /** With one version more of an institution's key, above the others; it is copied. */
  public PrivateBundle with(OwnInstitutionKey key) {
    List<InstitutionKeyVersion> more = new ArrayList<>(institutionCopies());
    more.add(InstitutionKeyVersion.of(key));
    return new PrivateBundle(copies().toList(), copyOf(recovery), checkpoint, more, later);
  }

  /** The institution's published key, when the vault holds exactly that one. */
  public Optional<OwnInstitutionKey> institutionKey(SignedInstitutionKey published) {
    return institutionKey(published.key().institutionId(), published.key().version())
        .filter(v -> v.fingerprint().equals(published.key().fingerprint()))
        .map(v -> OwnInstitutionKey.restore(published, v.seed().copy()));
  }

  /**
   * The institution's key after {@code newest}, when the vault holds one: it is sealed before it is
   * published.
   *
   * @param newest null when none was published
   */
  public Optional<OwnInstitutionKey> unpublishedKey(
      UUID institutionId, @Nullable SignedInstitutionKey newest) {
    if (newest == null) {
      return institutionKey(institutionId, 1).map(InstitutionKeyVersion::first);
    }
    int version = newest.key().version();
    return institutionKey(institutionId, version + 1)
        .map(next -> next.after(newest, institutionKey(institutionId, version)));
  }

  private Optional<InstitutionKeyVersion> institutionKey(UUID institutionId, int version) {
    return institutionKeys.stream()
        .filter(v -> v.institutionId().equals(institutionId) && v.version() == version)
        .findFirst();
  }

  public int newestVersion() {
    return versions.getLast().version();
  }

  /** A copy of the recovery method's key, when one was set up. */
  public Optional<UnlockKey> recovery() {
    return Optional.ofNullable(copyOf(recovery));
  }

  /** Empty when none was seen yet. */
  public Bytes checkpoint() {
    return checkpoint;
  }

  /**
   * The keys behind {@code published}; {@link Failure#KEY_MISMATCH} when the vault holds none for
   * exactly this bundle.
   */
  public OwnKeys keys(SignedBundle published) {
    Bytes fingerprint = published.bundle().fingerprint();
    KeyVersion found =
        versions.stream()
            .filter(v -> v.fingerprint().equals(fingerprint))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidEnvelopeException(
                        Failure.KEY_MISMATCH, "the vault holds no keys of this bundle"));
    return OwnKeys.restore(published, found.keys().copy());
  }

  /**
   * The keys of the version after {@code newest}, when the vault holds them: a version is sealed
   * before it is published, so whoever opens the vault in between can publish it. {@link
   * Failure#KEY_MISMATCH} when they do not follow from {@code newest}.
   */
  public Optional<OwnKeys> unpublished(SignedBundle newest) {
    PublicBundle before = newest.bundle();
    return find(before.version() + 1)
        .map(
            next -> {
              Optional<KeyVersion> held = find(before.version());
              OwnKeys made;
              if (held.isPresent()) {
                try (OwnKeys previous = OwnKeys.restore(newest, held.get().keys().copy())) {
                  made = previous.rotate(next.keys().copy(), next.createdAt());
                }
              } else {
                made = OwnKeys.reset(before, next.keys().copy(), next.createdAt());
              }
              if (!made.fingerprint().equals(next.fingerprint())) {
                made.close();
                throw new InvalidEnvelopeException(
                    Failure.KEY_MISMATCH, "the vault's next keys do not follow the published ones");
              }
              return made;
            });
  }

  private Optional<KeyVersion> find(int version) {
    return versions.stream().filter(v -> v.version() == version).findFirst();
  }

  private Stream<KeyVersion> copies() {
    return versions.stream().map(KeyVersion::copy);
  }

  private List<InstitutionKeyVersion> institutionCopies() {
    return institutionKeys.stream().map(InstitutionKeyVersion::copy).toList();
  }

  private static @Nullable UnlockKey copyOf(@Nullable UnlockKey unlockKey) {
    return unlockKey == null ? null : unlockKey.copy();
  }

  SecretBytes encoded() {
    try (SecretBytes keys = list(versions.stream().map(KeyVersion::encoded));
        SecretBytes recoveryKey = encodedRecovery();
        SecretBytes institutions =
            list(institutionKeys.stream().map(InstitutionKeyVersion::encoded))) {
      Pae whole =
          Pae.labelled(PURPOSE)
              .secret(keys)
              .secret(recoveryKey)
              .bytes(checkpoint)
              .secret(institutions);
      later.forEach(whole::bytes);
      return whole.encodeSecret();
    }
  }

  private static SecretBytes list(Stream<SecretBytes> elements) {
    Pae list = Pae.plain();
    elements.forEach(
        element -> {
          try (element) {
            list.secret(element);
          }
        });
    return list.encodeSecret();
  }

  private SecretBytes encodedRecovery() {
    return recovery == null
        ? SecretBytes.copyOf(new byte[0])
        : Pae.plain().bytes(recovery.salt()).secret(recovery.kek()).encodeSecret();
  }

  static PrivateBundle decode(byte[] encoded) {
    List<byte[]> parts = PaeReader.parts(encoded);
    try {
      Require.that(
          parts.size() >= KNOWN_PARTS
              && Bytes.utf8(Pae.LABELS + PURPOSE).equals(Bytes.adopt(parts.getFirst())),
          "not the content of a vault");
      Require.suite(PaeReader.number(parts.get(1)));
      return new PrivateBundle(
          PaeReader.parts(parts.get(2)).stream().map(KeyVersion::decode).toList(),
          decodeRecovery(parts.get(3)),
          Bytes.of(parts.get(4)),
          PaeReader.parts(parts.get(5)).stream().map(InstitutionKeyVersion::decode).toList(),
          parts.stream().skip(KNOWN_PARTS).map(Bytes::of).toList());
    } finally {
      parts.forEach(part -> Arrays.fill(part, (byte) 0));
    }
  }

  private static @Nullable UnlockKey decodeRecovery(byte[] encoded) {
    if (encoded.length == 0) {
      return null;
    }
    List<byte[]> parts = PaeReader.parts(encoded);
    Require.that(
        parts.size() == 2
            && parts.get(0).length == VaultWrap.SALT
            && parts.get(1).length == Suite.KEY,
        "not a recovery key");
    return UnlockKey.ofRecovery(Bytes.of(parts.get(0)), SecretBytes.adopt(parts.get(1)));
  }

  @Override
  public void close() {
    versions.forEach(version -> version.keys().close());
    institutionKeys.forEach(version -> version.seed().close());
    if (recovery != null) {
      recovery.close();
    }
  }

  @Override
  public String toString() {
    return "PrivateBundle[up to version " + newestVersion() + "]";
  }
}
