package org.sealward.client.internal.http;

import java.time.Instant;

/** Where calls get their bearer token. */
public interface AccessTokens {
  /** A token that is valid for a while; renewed when need be. */
  String current();

  /** When {@link #current} will give another token, by this device's clock. */
  Instant renewAt();

  /** Another one, since the service refused {@code refused}. */
  String insteadOf(String refused);
}
