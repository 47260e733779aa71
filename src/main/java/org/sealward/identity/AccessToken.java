package org.sealward.identity;

import java.time.Instant;

/**
 * A verified access token.
 *
 * @param expiresAt from when it is refused
 */
public record AccessToken(Caller caller, Instant expiresAt) {}
