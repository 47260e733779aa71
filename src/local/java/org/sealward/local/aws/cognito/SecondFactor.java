package org.sealward.local.aws.cognito;

import java.util.Base64;
import java.util.Optional;
import org.sealward.local.aws.wire.JsonObject;

/**
 * A user's authenticator app.
 *
 * @param secret of the app that is in use, base64
 * @param pending of an app that has not given its first code yet, base64
 * @param enabled asked for at sign-in
 * @param lastStep the newest time step whose code was taken; it and older ones are replays
 */
record SecondFactor(
    Optional<String> secret, Optional<String> pending, boolean enabled, long lastStep) {
  static final SecondFactor NONE = new SecondFactor(Optional.empty(), Optional.empty(), false, -1);

  boolean verified() {
    return secret.isPresent();
  }

  SecondFactor associating(byte[] newSecret) {
    return new SecondFactor(
        secret, Optional.of(Base64.getEncoder().encodeToString(newSecret)), enabled, lastStep);
  }

  /** The pending app takes over, its first code being used up. */
  SecondFactor verifiedAt(long step) {
    return new SecondFactor(pending, Optional.empty(), enabled, step);
  }

  SecondFactor usedAt(long step) {
    return new SecondFactor(secret, pending, enabled, step);
  }

  SecondFactor enabled(boolean on) {
    return new SecondFactor(secret, pending, on, lastStep);
  }

  static byte[] bytes(String secret) {
    return Base64.getDecoder().decode(secret);
  }

  JsonObject toJson() {
    return JsonObject.of("enabled", enabled)
        .with("lastStep", lastStep)
        .withOptional("secret", secret)
        .withOptional("pending", pending);
  }

  static SecondFactor fromJson(JsonObject json) {
    return new SecondFactor(
        json.findText("secret"),
        json.findText("pending"),
        json.flag("enabled"),
        json.number("lastStep"));
  }

  @Override
  public String toString() {
    return "SecondFactor[REDACTED]";
  }
}
