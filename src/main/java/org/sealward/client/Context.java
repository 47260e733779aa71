package org.sealward.client;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.ConversationException.Reason;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.client.internal.live.Outlet;
import org.sealward.envelope.Member;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.OwnKeys;

/** What the parts of a session share. */
record Context(
    ServiceApi api,
    OwnKeyRing keys,
    PinnedKeys pins,
    KeyLog log,
    DeviceStore device,
    Outlet outlet,
    Clock clock) {
  UUID userId() {
    return keys.userId();
  }

  KeptProofs proofs() {
    return new KeptProofs(this);
  }

  OwnKeys ownKeys() {
    return keys.newest();
  }

  /**
   * The user's keys that an entry names, which sign what belongs to it.
   *
   * @throws ConversationException {@link Reason#NOT_A_MEMBER}, {@link Reason#AWAITING_CONFIRMATION}
   */
  OwnKeys keysIn(MembershipEntry entry) {
    return keys.findAnew(own(entry).fingerprint())
        .orElseThrow(
            () -> new ConversationException(Reason.AWAITING_CONFIRMATION, entry.conversationId()));
  }

  /**
   * @throws ConversationException {@link Reason#NOT_A_MEMBER}
   */
  Member own(MembershipEntry entry) {
    return entry
        .member(userId())
        .orElseThrow(() -> new ConversationException(Reason.NOT_A_MEMBER, entry.conversationId()));
  }

  /** In whole milliseconds, as the protocol writes times. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
