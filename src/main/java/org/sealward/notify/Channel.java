package org.sealward.notify;

import java.time.Duration;

/** A way by which notices get to their receivers; every bean of it has the {@link Outbox} sent. */
public interface Channel {
  /** By which notices name it. */
  String name();

  /** Longer than a delivery can take: what a node that died was delivering is tried again then. */
  Duration longest();

  /** Blocks until it is known how it went, and throws nothing. */
  Delivery deliver(Notice notice);
}
