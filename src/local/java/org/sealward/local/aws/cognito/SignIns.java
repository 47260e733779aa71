package org.sealward.local.aws.cognito;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.sealward.local.aws.cognito.Tokens.SignIn;
import org.sealward.local.aws.signature.Digests;
import org.sealward.local.aws.store.RecordFolder;
import org.sealward.local.aws.wire.JsonObject;

/** Sign-ins that last: one refresh token each, of which only a hash is kept, until revoked. */
final class SignIns {
  private static final Duration LIFETIME = Duration.ofDays(30);
  private static final int SECRET_LENGTH = 32;

  private record Kept(SignIn signIn, String refreshHash, Instant expires) {}

  /** A sign-in and its refresh token. */
  record Begun(SignIn signIn, String refreshToken) {
    @Override
    public String toString() {
      return "Begun[" + signIn.originId() + "]";
    }
  }

  private final SecureRandom random;
  private final Clock clock;
  private final RecordFolder records;
  private final Map<String, Kept> kept = new HashMap<>();

  SignIns(SecureRandom random, Clock clock, RecordFolder records) {
    this.random = random;
    this.clock = clock;
    this.records = records;
    for (String originId : records.names()) {
      records
          .get(originId)
          .map(json -> fromJson(originId, json))
          .ifPresent(
              entry -> {
                if (clock.instant().isBefore(entry.expires())) {
                  kept.put(originId, entry);
                } else {
                  records.delete(originId);
                }
              });
    }
  }

  synchronized Begun begin(User user) {
    UUID originId = UUID.randomUUID();
    byte[] token =
        ByteBuffer.allocate(16 + SECRET_LENGTH)
            .putLong(originId.getMostSignificantBits())
            .putLong(originId.getLeastSignificantBits())
            .put(randomBytes())
            .array();
    SignIn signIn = new SignIn(originId.toString(), user.sub(), clock.instant());
    Kept entry = new Kept(signIn, Digests.hexSha256(token), clock.instant().plus(LIFETIME));
    records.put(signIn.originId(), toJson(entry));
    kept.put(signIn.originId(), entry);
    return new Begun(signIn, Base64.getUrlEncoder().withoutPadding().encodeToString(token));
  }

  /** The sign-in that a refresh token belongs to, unless it is revoked or over. */
  synchronized Optional<SignIn> byRefreshToken(String refreshToken) {
    byte[] token;
    try {
      token = Base64.getUrlDecoder().decode(refreshToken);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (token.length != 16 + SECRET_LENGTH) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(token);
    String originId = new UUID(buffer.getLong(), buffer.getLong()).toString();
    return Optional.ofNullable(kept.get(originId))
        .filter(entry -> clock.instant().isBefore(entry.expires()))
        .filter(
            entry ->
                MessageDigest.isEqual(
                    HexFormat.of().parseHex(entry.refreshHash()), Digests.sha256(token)))
        .map(Kept::signIn);
  }

  synchronized boolean lasts(String originId) {
    return kept.containsKey(originId);
  }

  synchronized void revoke(String originId) {
    records.delete(originId);
    kept.remove(originId);
  }

  synchronized void revokeAllOf(String sub) {
    kept.values().stream()
        .map(Kept::signIn)
        .filter(signIn -> signIn.sub().equals(sub))
        .map(SignIn::originId)
        .toList()
        .forEach(this::revoke);
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[SECRET_LENGTH];
    random.nextBytes(bytes);
    return bytes;
  }

  private static JsonObject toJson(Kept entry) {
    return JsonObject.of("sub", entry.signIn().sub())
        .with("authenticatedAt", entry.signIn().authenticatedAt().getEpochSecond())
        .with("refreshHash", entry.refreshHash())
        .with("expires", entry.expires().getEpochSecond());
  }

  private static Kept fromJson(String originId, JsonObject json) {
    return new Kept(
        new SignIn(
            originId, json.text("sub"), Instant.ofEpochSecond(json.number("authenticatedAt"))),
        json.text("refreshHash"),
        Instant.ofEpochSecond(json.number("expires")));
  }
}
