package org.sealward.client;

import java.time.Instant;
import java.util.UUID;

/**
 * What is known of a specialist's name. A profile says anything; a name counts only when the
 * institution signed it together with the keys that messages are sealed for.
 */
public sealed interface AttestedName {
  /** The institution vouches for it, with a key that the user compared. */
  record Verified(UUID institutionId, String name, String specialty, Instant notAfter)
      implements AttestedName {}

  /** Nothing to rely on. */
  record Unverified(Reason reason) implements AttestedName {}

  /** Why a name does not count. */
  enum Reason {
    /** The institution has not vouched for the person. */
    NOT_ATTESTED,
    /** The user never compared the institution's key: {@link Attestations#trust}. */
    INSTITUTION_NOT_COMPARED,
    /** The institution began anew with another key than the one compared: compare it again. */
    INSTITUTION_RESET,
    /** Another institution than the one asked about signed it. */
    OTHER_INSTITUTION,
    /** It is about keys that the person does not use any more, or about somebody else's. */
    OTHER_KEYS,
    EXPIRED,
    /** The institution's newest key did not sign it. */
    NOT_VALID
  }
}
