package org.sealward.cognito;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sealward.envelope.SecretBytes;

/**
 * The client's side of one SRP-6a exchange (RFC 5054, 3072-bit group) in Cognito's variant:
 * SHA-256, integers hashed in their shortest two's-complement form, the pool's name in front of the
 * user's, and a 16-byte key by HKDF with the info {@code Caldera Derived Key}. Used once.
 */
public final class SrpExchange {
  private static final BigInteger N =
      new BigInteger(
          """
          FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74\
          020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437\
          4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED\
          EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05\
          98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB\
          9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B\
          E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718\
          3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33\
          A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7\
          ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864\
          D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2\
          08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF""",
          16);
  private static final BigInteger G = BigInteger.TWO;
  private static final BigInteger K = hash(N.toByteArray(), G.toByteArray());
  private static final byte[] INFO = "Caldera Derived Key\u0001".getBytes(StandardCharsets.UTF_8);
  private static final int SECRET_BITS = 1024;
  private static final int KEY_LENGTH = 16;

  /** Cognito refuses other forms, a day with two digits among them. */
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final String poolName;
  private final BigInteger a;
  private final BigInteger publicA;

  /**
   * @param userPoolId such as {@code eu-central-1_AbC123dEf}
   */
  public SrpExchange(String userPoolId) {
    this(
        userPoolId.substring(userPoolId.indexOf('_') + 1),
        new BigInteger(SECRET_BITS, new SecureRandom()));
  }

  /**
   * @param poolName the user pool's id after the underscore
   * @param a the secret exponent, fresh for each exchange
   */
  SrpExchange(String poolName, BigInteger a) {
    this.poolName = poolName;
    this.a = a;
    this.publicA = G.modPow(a, N);
  }

  /** A, in hexadecimal: {@code SRP_A} of {@code USER_SRP_AUTH}. */
  public String publicA() {
    return publicA.toString(16);
  }

  /**
   * What to respond to a {@code PASSWORD_VERIFIER} challenge.
   *
   * @param challenge its parameters
   * @param now within five minutes of Cognito's time
   * @throws IllegalArgumentException for a challenge that lacks a parameter, or would give the
   *     password away
   */
  public Map<String, String> answer(
      Map<String, String> challenge, SecretBytes password, Instant now) {
    String userId = required(challenge, "USER_ID_FOR_SRP");
    String block = required(challenge, "SECRET_BLOCK");
    String timestamp = TIMESTAMP.format(now);
    try (SecretBytes key =
        key(userId, password, required(challenge, "SALT"), required(challenge, "SRP_B"))) {
      byte[] claim = claim(key, userId, Base64.getDecoder().decode(block), timestamp);
      return Map.of(
          "USERNAME", userId,
          "PASSWORD_CLAIM_SECRET_BLOCK", block,
          "PASSWORD_CLAIM_SIGNATURE", Base64.getEncoder().encodeToString(claim),
          "TIMESTAMP", timestamp);
    }
  }

  private static String required(Map<String, String> challenge, String name) {
    String value = challenge.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the challenge has no " + name);
    }
    return value;
  }

  /**
   * The key that both sides share if the password is right.
   *
   * @param userId the challenge's {@code USER_ID_FOR_SRP}
   * @param salt the challenge's {@code SALT}, hexadecimal
   * @param publicB the challenge's {@code SRP_B}, hexadecimal
   * @throws IllegalArgumentException for a B that would give the password away
   */
  SecretBytes key(String userId, SecretBytes password, String salt, String publicB) {
    BigInteger b = new BigInteger(publicB, 16);
    BigInteger u = hash(publicA.toByteArray(), b.toByteArray());
    if (b.mod(N).signum() == 0 || u.signum() == 0) {
      throw new IllegalArgumentException("the server's SRP value is out of range");
    }
    BigInteger x = privateKey(userId, password, new BigInteger(salt, 16));
    BigInteger shared =
        b.subtract(K.multiply(G.modPow(x, N))).mod(N).modPow(a.add(u.multiply(x)), N);
    byte[] secret = shared.toByteArray();
    byte[] extracted = hmac(u.toByteArray(), secret);
    byte[] expanded = hmac(extracted, INFO);
    byte[] key = Arrays.copyOf(expanded, KEY_LENGTH);
    try {
      return SecretBytes.copyOf(key);
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(extracted, (byte) 0);
      Arrays.fill(expanded, (byte) 0);
      Arrays.fill(key, (byte) 0);
    }
  }

  /** The HMAC-SHA-256 by which the client shows that it has the key. */
  byte[] claim(SecretBytes key, String userId, byte[] secretBlock, String timestamp) {
    byte[] raw = key.toArray();
    try {
      return hmac(raw, utf8(poolName), utf8(userId), secretBlock, utf8(timestamp));
    } finally {
      Arrays.fill(raw, (byte) 0);
    }
  }

  private BigInteger privateKey(String userId, SecretBytes password, BigInteger salt) {
    byte[] raw = password.toArray();
    try {
      byte[] identity = sha256(utf8(poolName), utf8(userId), utf8(":"), raw);
      return hash(salt.toByteArray(), identity);
    } finally {
      Arrays.fill(raw, (byte) 0);
    }
  }

  private static BigInteger hash(byte[]... parts) {
    return new BigInteger(1, sha256(parts));
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        sha.update(part);
      }
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
