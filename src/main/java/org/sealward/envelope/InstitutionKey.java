package org.sealward.envelope;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One version of the key with which an institution says who its specialists are (protocol §3.8).
 *
 * @param version 1 for the first, then rising by one
 * @param signPublicKey Ed25519, 32 bytes
 * @param createdAt whole milliseconds
 * @param previousFingerprint of version − 1; null for the first only
 */
public record InstitutionKey(
    int suite,
    UUID institutionId,
    int version,
    BundleKind kind,
    Bytes signPublicKey,
    Instant createdAt,
    @Nullable Bytes previousFingerprint) {

  public InstitutionKey {
    Require.suite(suite);
    Require.that(version >= 1, "version is below 1");
    Require.length("signPublicKey", signPublicKey, Suite.SIGN_PUBLIC_KEY);
    Require.time("createdAt", createdAt);
    Require.optionalHash("previousFingerprint", previousFingerprint);
    boolean first = kind == BundleKind.FIRST;
    Require.that(first == (version == 1), "version 1, and no other, is a first key");
    Require.that(
        first == (previousFingerprint == null), "every key but the first names its predecessor");
  }

  /** The bytes that are hashed and signed. */
  public Bytes encoded() {
    return Pae.labelled("institution-key")
        .id(institutionId)
        .number(version)
        .number(kind.wire())
        .bytes(signPublicKey)
        .time(createdAt)
        .optionalBytes(previousFingerprint)
        .encode();
  }

  /** Hash of {@link #encoded()}, 32 bytes. */
  public Bytes fingerprint() {
    return Hash.of(encoded());
  }

  /**
   * What a person compares once with what the institution shows, on paper or on its wall: thirty
   * digits in six groups.
   */
  public String digits() {
    return SafetyNumber.digits(
        Hash.of(
            Pae.labelled("institution-number").id(institutionId).bytes(fingerprint()).encode()));
  }

  Bytes selfSigned() {
    return Pae.labelled("institution-key-self").bytes(encoded()).encode();
  }

  Bytes continuitySigned() {
    return Pae.labelled("institution-key-continuity").bytes(encoded()).encode();
  }
}
