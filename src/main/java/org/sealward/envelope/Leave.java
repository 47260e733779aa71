package org.sealward.envelope;

import java.util.UUID;

/**
 * A member's wish to be removed, which entitles any other member to author the removal (protocol
 * §6.4). It names the entry it answers and is void after any other entry, so that it cannot be used
 * against somebody who came back.
 */
public record Leave(
    int suite, UUID conversationId, Bytes membershipHash, UUID userId, Bytes fingerprint) {

  public Leave {
    Require.suite(suite);
    Require.hash("membershipHash", membershipHash);
    Require.hash("fingerprint", fingerprint);
  }

  Bytes signed() {
    return Pae.labelled("leave")
        .id(conversationId)
        .bytes(membershipHash)
        .id(userId)
        .bytes(fingerprint)
        .encode();
  }
}
