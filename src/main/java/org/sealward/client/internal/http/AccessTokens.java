package org.sealward.client.internal.http;

/** Where calls get their bearer token. */
public interface AccessTokens {
  /** A token that is valid for a while; renewed when need be. */
  String current();

  /** Another one, since the service refused {@code refused}. */
  String insteadOf(String refused);
}
