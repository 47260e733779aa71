package org.sealward.client.internal.cognito;

import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.sealward.client.error.LoginException;
import org.sealward.client.internal.http.Json;

/**
 * What a login yields.
 *
 * @param access bearer token of the service's API
 * @param id token that the identity pool exchanges for AWS credentials
 * @param renewAt when access and ID token are due for renewal, by this device's clock
 */
public record Tokens(String access, String id, String refresh, Instant renewAt) {
  private static final Duration LONGEST_MARGIN = Duration.ofMinutes(2);
  private static final int MARGIN = 5;

  /**
   * @param lifetime of access and ID token; they are renewed when a fifth of it, two minutes at
   *     most, is left
   */
  static Tokens of(String access, String id, String refresh, Instant issuedAt, Duration lifetime) {
    Duration fifth = lifetime.dividedBy(MARGIN);
    Duration margin = fifth.compareTo(LONGEST_MARGIN) < 0 ? fifth : LONGEST_MARGIN;
    return new Tokens(access, id, refresh, issuedAt.plus(lifetime).minus(margin));
  }

  /** The user's id, from the access token's {@code sub}. */
  public UUID userId() {
    try {
      byte[] claims = Base64.getUrlDecoder().decode(access.split("\\.", -1)[1]);
      JsonNode sub = Json.read(claims, JsonNode.class).get("sub");
      if (sub != null && sub.isString()) {
        return UUID.fromString(sub.getStringValue());
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new LoginException(LoginException.Reason.UNSUPPORTED, e);
    }
    throw new LoginException(LoginException.Reason.UNSUPPORTED);
  }

  @Override
  public String toString() {
    return "Tokens[REDACTED, due " + renewAt + "]";
  }
}
