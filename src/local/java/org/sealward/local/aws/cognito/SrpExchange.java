package org.sealward.local.aws.cognito;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.sealward.local.aws.account.Account;
import org.sealward.local.aws.cognito.Srp.Challenge;
import org.sealward.local.aws.cognito.Srp.Verifier;
import org.sealward.local.aws.signature.Digests;
import org.sealward.local.aws.wire.AwsException;
import org.sealward.local.aws.wire.JsonObject;

/**
 * The two messages of {@code USER_SRP_AUTH}. A user that does not exist gets a challenge too,
 * always the same salt and id for the same name, so that the answer does not tell.
 */
final class SrpExchange {
  private static final Duration LIFETIME = Duration.ofMinutes(3);
  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss z uuuu", Locale.ENGLISH);

  private record State(
      String name, String srpUserId, BigInteger publicA, Challenge challenge, Verifier verifier) {}

  /**
   * @param correct the answer proves the password
   * @param name the user name given at the start
   * @param srpUserId sub of the user, where there is one
   */
  record Outcome(boolean correct, String name, String srpUserId) {}

  private final SecureRandom random;
  private final Clock clock;
  private final Account account;
  private final byte[] decoySecret;
  private final Expiring<State> states;

  /**
   * @param decoySecret makes what unknown names are answered with
   */
  SrpExchange(SecureRandom random, Clock clock, Account account, byte[] decoySecret) {
    this.random = random;
    this.clock = clock;
    this.account = account;
    this.decoySecret = decoySecret.clone();
    this.states = new Expiring<>(random, clock, LIFETIME);
  }

  Verifier newVerifier(String sub, String password) {
    return Srp.verifier(Srp.randomSalt(random), poolName(), sub, password);
  }

  boolean matches(User user, String password) {
    Verifier given = Srp.verifier(user.password().salt(), poolName(), user.sub(), password);
    return MessageDigest.isEqual(
        given.verifier().toByteArray(), user.password().verifier().toByteArray());
  }

  /** The {@code PASSWORD_VERIFIER} challenge's parameters. */
  JsonObject begin(String name, Optional<User> user, String publicAHex) {
    BigInteger publicA = publicA(publicAHex);
    String srpUserId = user.map(User::sub).orElseGet(() -> decoyId(name));
    Verifier verifier = user.map(User::password).orElseGet(() -> decoyVerifier(name, srpUserId));
    Challenge challenge = Srp.challenge(random, verifier);
    String block = states.keep(new State(name, srpUserId, publicA, challenge, verifier));
    return JsonObject.of("USER_ID_FOR_SRP", srpUserId)
        .with("USERNAME", srpUserId)
        .with("SALT", verifier.salt().toString(16))
        .with("SRP_B", challenge.publicB().toString(16))
        .with("SECRET_BLOCK", block);
  }

  Outcome finish(Map<String, String> responses) {
    String block = response(responses, "PASSWORD_CLAIM_SECRET_BLOCK");
    State state =
        states
            .take(block)
            .orElseThrow(() -> AwsException.notAuthorized("Invalid session for the user."));
    String name = response(responses, "USERNAME");
    if (!name.equals(state.srpUserId()) && !name.equals(state.name())) {
      throw AwsException.notAuthorized("Invalid session for the user.");
    }
    String timestamp = response(responses, "TIMESTAMP");
    boolean correct =
        timely(timestamp)
            && signed(state, block, timestamp, response(responses, "PASSWORD_CLAIM_SIGNATURE"));
    return new Outcome(correct, state.name(), state.srpUserId());
  }

  private boolean signed(State state, String block, String timestamp, String signature) {
    byte[] key = Srp.sessionKey(state.publicA(), state.challenge(), state.verifier());
    byte[] expected =
        Digests.hmac(
            key,
            utf8(poolName()),
            utf8(state.srpUserId()),
            Base64.getDecoder().decode(block),
            utf8(timestamp));
    Arrays.fill(key, (byte) 0);
    try {
      return MessageDigest.isEqual(expected, Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private boolean timely(String timestamp) {
    try {
      Instant given = TIMESTAMP.parse(timestamp, Instant::from);
      return Duration.between(given, clock.instant()).abs().compareTo(SKEW) <= 0;
    } catch (DateTimeException e) {
      throw AwsException.invalidParameter("TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy");
    }
  }

  private static BigInteger publicA(String hex) {
    try {
      if (hex.matches("[0-9a-fA-F]{1,768}")) {
        BigInteger publicA = new BigInteger(hex, 16);
        Srp.requireUsable(publicA);
        return publicA;
      }
    } catch (IllegalArgumentException e) {
      throw AwsException.invalidParameter("Invalid SRP_A");
    }
    throw AwsException.invalidParameter("Invalid SRP_A");
  }

  private static String response(Map<String, String> responses, String name) {
    String value = responses.get(name);
    if (value == null) {
      throw AwsException.invalidParameter("Missing required parameter " + name);
    }
    return value;
  }

  private String decoyId(String name) {
    String derived =
        UUID.nameUUIDFromBytes(Digests.hmac(decoySecret, "id:" + Users.normalized(name)))
            .toString();
    // Of the version that real ids have: random, not name-based.
    return derived.substring(0, 14) + "4" + derived.substring(15);
  }

  private Verifier decoyVerifier(String name, String srpUserId) {
    byte[] derived = Digests.hmac(decoySecret, "salt:" + Users.normalized(name));
    BigInteger salt = new BigInteger(1, Arrays.copyOf(derived, 16));
    return Srp.verifier(salt, poolName(), srpUserId, Base64.getEncoder().encodeToString(derived));
  }

  private String poolName() {
    return account.userPoolId().substring(account.userPoolId().indexOf('_') + 1);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
