package org.sealward.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.crypto.agreement.srp.SRP6StandardGroups;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.SecretBytes;

/**
 * The vectors were made with Amazon's own amazon-cognito-identity-js 6.3, with fixed exponents, and
 * with the server's side computed beside it. Their names say what they exercise.
 */
final class SrpExchangeTest {
  private static final String USER = "5f0c6a9e-2b1d-4c3e-9f00-0123456789ab";

  record Vector(
      String name,
      String pool,
      String user,
      String password,
      String a,
      String publicA,
      String salt,
      String publicB,
      String key,
      String secretBlock,
      String timestamp,
      String signature) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Vector> vectors() throws IOException {
    try (InputStream file =
        SrpExchangeTest.class.getResourceAsStream("/vectors/srp-cognito.json")) {
      JsonNode all = Json.read(Objects.requireNonNull(file).readAllBytes(), JsonNode.class);
      assertThat(all.size()).isEqualTo(5);
      return Stream.iterate(0, i -> i < all.size(), i -> i + 1)
          .map(all::get)
          .map(Objects::requireNonNull)
          .map(SrpExchangeTest::vector);
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void publicValue_isAmazonsOwn(Vector vector) {
    assertThat(exchange(vector).publicA()).isEqualTo(vector.publicA);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void keyAndClaim_areAmazonsOwn(Vector vector) {
    try (SecretBytes password = secret(vector.password);
        SecretBytes key =
            exchange(vector).key(vector.user, password, vector.salt, vector.publicB)) {
      assertThat(HexFormat.of().formatHex(key.toArray())).isEqualTo(vector.key);

      byte[] claim =
          exchange(vector)
              .claim(
                  key,
                  vector.user,
                  Base64.getDecoder().decode(vector.secretBlock),
                  vector.timestamp);
      assertThat(Base64.getEncoder().encodeToString(claim)).isEqualTo(vector.signature);
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void answer_isAmazonsOwn(Vector vector) {
    Instant now =
        DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.US)
            .withZone(ZoneOffset.UTC)
            .parse(vector.timestamp, Instant::from);
    try (SecretBytes password = secret(vector.password)) {
      assertThat(exchange(vector).answer(challenge(vector), password, now))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "USERNAME", vector.user,
                  "PASSWORD_CLAIM_SECRET_BLOCK", vector.secretBlock,
                  "PASSWORD_CLAIM_SIGNATURE", vector.signature,
                  "TIMESTAMP", vector.timestamp));
    }
  }

  private static Map<String, String> challenge(Vector vector) {
    return Map.of(
        "USER_ID_FOR_SRP", vector.user,
        "SECRET_BLOCK", vector.secretBlock,
        "SALT", vector.salt,
        "SRP_B", vector.publicB);
  }

  @ParameterizedTest
  @ValueSource(strings = {"USER_ID_FOR_SRP", "SECRET_BLOCK", "SALT", "SRP_B"})
  void challenge_thatLacksAParameter_isRefused(String name) throws IOException {
    Vector vector = vectors().findFirst().orElseThrow();
    Map<String, String> challenge = new HashMap<>(challenge(vector));
    challenge.remove(name);
    try (SecretBytes password = secret(vector.password)) {
      assertThatThrownBy(() -> exchange(vector).answer(challenge, password, Instant.EPOCH))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name);
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void wrongPassword_givesAnotherKey(Vector vector) {
    try (SecretBytes password = secret(vector.password + "x");
        SecretBytes key =
            exchange(vector).key(vector.user, password, vector.salt, vector.publicB)) {
      assertThat(HexFormat.of().formatHex(key.toArray())).isNotEqualTo(vector.key);
    }
  }

  @Test
  void publicB_thatIsAMultipleOfN_isRefused() {
    String n = SRP6StandardGroups.rfc5054_3072.getN().toString(16);
    var exchange = new SrpExchange("pool", BigInteger.valueOf(5));
    try (SecretBytes password = secret("p")) {
      assertThatThrownBy(() -> exchange.key(USER, password, "01", "0"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> exchange.key(USER, password, "01", n))
          .isInstanceOf(IllegalArgumentException.class);
      // The control: the same call with a B in range gives a key.
      assertThat(exchange.key(USER, password, "01", "2").length()).isEqualTo(16);
    }
  }

  @Test
  void exponent_isFreshForEachExchange() {
    assertThat(new SrpExchange("eu_a").publicA()).isNotEqualTo(new SrpExchange("eu_a").publicA());
  }

  private static SrpExchange exchange(Vector vector) {
    return new SrpExchange(vector.pool, new BigInteger(vector.a, 16));
  }

  private static SecretBytes secret(String text) {
    return SecretBytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Vector vector(JsonNode node) {
    return new Vector(
        text(node, "name"),
        text(node, "pool"),
        text(node, "user"),
        text(node, "password"),
        text(node, "a"),
        text(node, "A"),
        text(node, "salt"),
        text(node, "B"),
        text(node, "key"),
        text(node, "secretBlock"),
        text(node, "timestamp"),
        text(node, "signature"));
  }

  private static String text(JsonNode node, String field) {
    return Objects.requireNonNull(node.get(field)).getStringValue();
  }
}
