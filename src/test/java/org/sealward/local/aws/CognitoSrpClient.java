package org.sealward.local.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A client's side of Cognito's {@code USER_SRP_AUTH}, in the style of its public JavaScript:
 * numbers travel as hex and are padded to an even length, with a leading zero byte where the top
 * bit is set.
 */
public final class CognitoSrpClient {
  /** The 3072-bit prime of RFC 3526, section 4. */
  static final String N_HEX =
      "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A0879"
          + "8E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED"
          + "6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA"
          + "48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4A"
          + "BC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9"
          + "DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521"
          + "ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25"
          + "619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE117577A615D6C77"
          + "0988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF";

  private static final BigInteger N = new BigInteger(N_HEX, 16);
  private static final BigInteger G = BigInteger.TWO;
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss z yyyy", Locale.US);

  private final String poolName;
  private final BigInteger a;
  private final BigInteger publicA;

  public CognitoSrpClient(String poolId) {
    this(poolId, new BigInteger(1024, new SecureRandom()).mod(N));
  }

  CognitoSrpClient(String poolId, BigInteger a) {
    this.poolName = poolId.split("_", 2)[1];
    this.a = a;
    this.publicA = G.modPow(a, N);
  }

  public String srpA() {
    return publicA.toString(16);
  }

  /** The {@code ChallengeResponses} to a {@code PASSWORD_VERIFIER} challenge. */
  public Map<String, String> answer(Map<String, String> challenge, String password, Instant now) {
    String user = value(challenge, "USER_ID_FOR_SRP");
    String timestamp =
        TIMESTAMP.format(ZonedDateTime.ofInstant(now, ZoneOffset.UTC)).replace("Z ", "UTC ");
    byte[] block = Base64.getDecoder().decode(value(challenge, "SECRET_BLOCK"));
    byte[] key = key(challenge, user, password);
    byte[] message =
        concat(poolName.getBytes(UTF_8), user.getBytes(UTF_8), block, timestamp.getBytes(UTF_8));
    return Map.of(
        "USERNAME",
        user,
        "PASSWORD_CLAIM_SECRET_BLOCK",
        value(challenge, "SECRET_BLOCK"),
        "PASSWORD_CLAIM_SIGNATURE",
        Base64.getEncoder().encodeToString(hmac(key, message)),
        "TIMESTAMP",
        timestamp);
  }

  private byte[] key(Map<String, String> challenge, String user, String password) {
    BigInteger publicB = new BigInteger(value(challenge, "SRP_B"), 16);
    BigInteger u = hexHash(padHex(publicA) + padHex(publicB));
    BigInteger k = hexHash(padHex(N) + padHex(G));
    String identityHash =
        HexFormat.of().formatHex(sha256((poolName + user + ":" + password).getBytes(UTF_8)));
    BigInteger x = hexHash(padHex(new BigInteger(value(challenge, "SALT"), 16)) + identityHash);
    BigInteger s = publicB.subtract(k.multiply(G.modPow(x, N))).modPow(a.add(u.multiply(x)), N);
    byte[] prk = hmac(HexFormat.of().parseHex(padHex(u)), HexFormat.of().parseHex(padHex(s)));
    return Arrays.copyOf(
        hmac(prk, concat("Caldera Derived Key".getBytes(UTF_8), new byte[] {1})), 16);
  }

  private static String value(Map<String, String> challenge, String name) {
    return requireNonNull(challenge.get(name), name);
  }

  private static String padHex(BigInteger number) {
    String hex = number.toString(16);
    if (hex.length() % 2 == 1) {
      return "0" + hex;
    }
    return "89abcdef".indexOf(hex.charAt(0)) >= 0 ? "00" + hex : hex;
  }

  private static BigInteger hexHash(String hex) {
    return new BigInteger(1, sha256(HexFormat.of().parseHex(hex)));
  }

  private static byte[] sha256(byte[] input) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(input);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] hmac(byte[] key, byte[] input) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] concat(byte[]... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
