package org.sealward.envelope;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One version of a user's public keys (protocol §3.2).
 *
 * @param version 1 for the first bundle, then rising by one
 * @param kemPublicKey X-Wing, 1216 bytes: epoch keys are wrapped to it
 * @param imageKemPublicKey X-Wing, 1216 bytes: image keys are wrapped to it
 * @param signPublicKey Ed25519, 32 bytes
 * @param createdAt whole milliseconds
 * @param previousFingerprint of version − 1; null for the first bundle only
 */
public record PublicBundle(
    int suite,
    UUID userId,
    int version,
    BundleKind kind,
    Bytes kemPublicKey,
    Bytes imageKemPublicKey,
    Bytes signPublicKey,
    Instant createdAt,
    @Nullable Bytes previousFingerprint) {

  public PublicBundle {
    Require.suite(suite);
    Require.that(version >= 1, "version is below 1");
    Require.length("kemPublicKey", kemPublicKey, Suite.KEM_PUBLIC_KEY);
    Require.length("imageKemPublicKey", imageKemPublicKey, Suite.KEM_PUBLIC_KEY);
    Require.length("signPublicKey", signPublicKey, Suite.SIGN_PUBLIC_KEY);
    Require.that(
        !kemPublicKey.equals(imageKemPublicKey), "the message and image KEM keys are the same");
    Require.time("createdAt", createdAt);
    Require.optionalHash("previousFingerprint", previousFingerprint);
    boolean first = kind == BundleKind.FIRST;
    Require.that(first == (version == 1), "version 1, and no other, is a first bundle");
    Require.that(
        first == (previousFingerprint == null), "every bundle but the first names its predecessor");
  }

  /** The bytes that are hashed and signed. */
  public Bytes encoded() {
    return Pae.labelled("bundle")
        .id(userId)
        .number(version)
        .number(kind.wire())
        .bytes(kemPublicKey)
        .bytes(imageKemPublicKey)
        .bytes(signPublicKey)
        .time(createdAt)
        .optionalBytes(previousFingerprint)
        .encode();
  }

  /** Hash of {@link #encoded()}, 32 bytes: how every other format names this bundle. */
  public Bytes fingerprint() {
    return Hash.of(encoded());
  }

  Bytes selfSigned() {
    return Pae.labelled("bundle-self").bytes(encoded()).encode();
  }

  Bytes continuitySigned() {
    return Pae.labelled("bundle-continuity").bytes(encoded()).encode();
  }
}
