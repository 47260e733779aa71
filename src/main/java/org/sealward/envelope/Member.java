package org.sealward.envelope;

import java.util.UUID;

/**
 * A participant as a membership entry names it (protocol §6.1).
 *
 * @param fingerprint of the bundle that epoch keys are wrapped to and messages are verified with
 * @param readsFromEpoch no key of an earlier epoch is wrapped for this member
 */
public record Member(UUID userId, Bytes fingerprint, MemberRole role, long readsFromEpoch) {

  public Member {
    Require.hash("fingerprint", fingerprint);
    Require.integer("readsFromEpoch", readsFromEpoch);
  }

  Bytes encoded() {
    return Pae.plain()
        .id(userId)
        .bytes(fingerprint)
        .text(role.wire())
        .number(readsFromEpoch)
        .encode();
  }
}
