package org.sealward.identity;

import java.time.Instant;
import java.util.UUID;

/**
 * A verified access token.
 *
 * @param session that it belongs to: all tokens of one login
 * @param expiresAt from when it is refused
 */
public record AccessToken(Caller caller, UUID session, Instant expiresAt) {}
