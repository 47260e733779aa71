package org.sealward.client;

import org.sealward.envelope.OwnKeys;

/** A session's own keys, lent to the search for what must not be found. */
public final class LentKeys {
  private LentKeys() {}

  public static OwnKeys of(Session session) {
    return session.ownKeys();
  }
}
