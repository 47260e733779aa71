package org.sealward.local.aws.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.sealward.local.aws.wire.AwsException;
import org.sealward.local.aws.wire.JsonObject;

/**
 * Temporary credentials without a table of them: the session token is the session itself, sealed by
 * AES-256-GCM under a key of this installation, so it outlives a restart and cannot be made up.
 */
public final class SessionTokens {
  private static final int NONCE_LENGTH = 12;
  private static final int TAG_BITS = 128;

  /** Temporary credentials of a Cognito identity. */
  public record Session(AccessKey key, String identityId, Instant expiration) {}

  private final SecureRandom random;
  private final Clock clock;
  private final SecretKeySpec sealingKey;

  /**
   * @param sealingKey 32 bytes
   */
  public SessionTokens(SecureRandom random, Clock clock, byte[] sealingKey) {
    this.random = random;
    this.clock = clock;
    this.sealingKey = new SecretKeySpec(sealingKey, "AES");
  }

  public Session issue(String identityId, Instant expiration) {
    byte[] identifier = new byte[8];
    byte[] secret = new byte[30];
    random.nextBytes(identifier);
    random.nextBytes(secret);
    String accessKeyId = "ASIA" + HexFormat.of().withUpperCase().formatHex(identifier);
    String secretKey = Base64.getEncoder().encodeToString(secret);
    JsonObject content =
        JsonObject.of("accessKeyId", accessKeyId)
            .with("secret", secretKey)
            .with("identityId", identityId)
            .with("expiration", expiration.getEpochSecond());
    return new Session(
        new AccessKey(accessKeyId, secretKey, Optional.of(seal(content))), identityId, expiration);
  }

  /**
   * Opens a token that came with a request.
   *
   * @throws AwsException {@code UnrecognizedClientException} when it was not issued here for this
   *     access key, {@code ExpiredTokenException} when its time is over
   */
  public Session open(String accessKeyId, String token) {
    JsonObject content = unseal(token);
    if (!content.text("accessKeyId").equals(accessKeyId)) {
      throw unrecognized();
    }
    Instant expiration = Instant.ofEpochSecond(content.number("expiration"));
    if (!clock.instant().isBefore(expiration)) {
      throw new AwsException(
          "ExpiredTokenException", "The security token included in the request is expired");
    }
    return new Session(
        new AccessKey(accessKeyId, content.text("secret"), Optional.of(token)),
        content.text("identityId"),
        expiration);
  }

  static AwsException unrecognized() {
    return new AwsException(
        "UnrecognizedClientException", "The security token included in the request is invalid.");
  }

  private String seal(JsonObject content) {
    byte[] nonce = new byte[NONCE_LENGTH];
    random.nextBytes(nonce);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, content.toBytes());
    byte[] token = Arrays.copyOf(nonce, NONCE_LENGTH + sealed.length);
    System.arraycopy(sealed, 0, token, NONCE_LENGTH, sealed.length);
    return Base64.getEncoder().encodeToString(token);
  }

  private JsonObject unseal(String token) {
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(token.getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw unrecognized();
    }
    if (decoded.length <= NONCE_LENGTH) {
      throw unrecognized();
    }
    byte[] nonce = Arrays.copyOf(decoded, NONCE_LENGTH);
    byte[] sealed = Arrays.copyOfRange(decoded, NONCE_LENGTH, decoded.length);
    return JsonObject.parse(crypt(Cipher.DECRYPT_MODE, nonce, sealed));
  }

  private byte[] crypt(int mode, byte[] nonce, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, sealingKey, new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      if (mode == Cipher.DECRYPT_MODE) {
        throw unrecognized();
      }
      throw new IllegalStateException(e);
    }
  }
}
