package org.sealward.client;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.envelope.OwnKeys;

/** What the parts of a session share. */
record Context(ServiceApi api, OwnKeyRing keys, PinnedKeys pins, DeviceStore device, Clock clock) {
  UUID userId() {
    return keys.userId();
  }

  OwnKeys ownKeys() {
    return keys.newest();
  }

  /** In whole milliseconds, as the protocol writes times. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
