package org.sealward.envelope;

/** Why something was refused; the classes of protocol §13. Test vectors name them. */
public enum Failure {
  /** Wrong length, range, order, encoding or combination of fields. */
  MALFORMED,
  /** A suite other than 1. */
  UNSUPPORTED_SUITE,
  /** A signature that is not the named key's over these bytes, or not canonical. */
  BAD_SIGNATURE,
  /** A public key that is not canonical, of the wrong order, or that nothing can be wrapped to. */
  WEAK_KEY,
  /** A fingerprint for which no bundle of that user is known. */
  UNKNOWN_KEY,
  /** A bundle that does not follow its predecessor: version, fingerprint or continuity. */
  BROKEN_CONTINUITY,
  /** A membership entry that does not follow its predecessor, or a genesis of another id. */
  BROKEN_CHAIN,
  /** A second message of one sender under one id. */
  REPEATED_ID,
  /** An author, granter or revoker who may not do this. */
  NOT_ENTITLED,
  /** A member's reset key that no other admin vouched for. */
  UNCONFIRMED_RESET,
  /** A wrap, grant or message addressed to another recipient, conversation, epoch or image. */
  WRONG_ADDRESS,
  /** A field of a later version of the protocol, such as {@code actingFor}. */
  UNSUPPORTED_FEATURE,
  /** A wrap that does not open: another key, context or recipient, or altered bytes. */
  WRAP_NOT_OPENED,
  /** Chunked encryption: the commitment does not match key, salt and context. */
  WRONG_KEY_OR_CONTEXT,
  /** Chunked encryption: a chunk was altered, moved or forged. */
  CORRUPT_CHUNK,
  /** Chunked encryption: the last chunk is missing, or the length is impossible. */
  TRUNCATED,
  /** Message padding of another length, or not zero. */
  BAD_PADDING,
  /** An opened epoch key that the membership entry does not commit to. */
  WRONG_EPOCH_KEY,
  /** Fetched ciphertext that does not hash to the signed content digest. */
  DIGEST_MISMATCH,
  /** Argon2id parameters below the floor or above the ceiling. */
  KDF_COST,
  /** An attestation or an assist key past its end. */
  EXPIRED,
  /** A sealed private bundle older than one already seen. */
  OLD_REVISION,
  /** A private key whose public half is not the one in the signed bundle. */
  KEY_MISMATCH
}
