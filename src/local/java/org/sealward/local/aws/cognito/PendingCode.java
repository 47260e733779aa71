package org.sealward.local.aws.cognito;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import org.sealward.local.aws.wire.JsonObject;

/** A six-digit code that was sent and not used yet. */
record PendingCode(String code, Instant expires) {
  boolean matches(String given, Instant now) {
    return now.isBefore(expires)
        && MessageDigest.isEqual(
            code.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  JsonObject toJson() {
    return JsonObject.of("code", code).with("expires", expires.getEpochSecond());
  }

  static Optional<PendingCode> fromJson(Optional<JsonObject> json) {
    return json.map(
        pending ->
            new PendingCode(
                pending.text("code"), Instant.ofEpochSecond(pending.number("expires"))));
  }

  @Override
  public String toString() {
    return "PendingCode[REDACTED]";
  }
}
