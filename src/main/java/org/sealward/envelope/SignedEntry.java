package org.sealward.envelope;

import java.util.List;

/**
 * A membership entry as it is appended. It counts only after {@link MembershipVerifier} accepted
 * it.
 *
 * @param leaves the signed leaves that entitle a non-admin author to the removals in the entry
 */
public record SignedEntry(MembershipEntry entry, Bytes signature, List<SignedLeave> leaves) {
  public SignedEntry {
    Require.signature("signature", signature);
    leaves = Require.atMost("leaves", Suite.MAX_MEMBERS, leaves);
  }
}
