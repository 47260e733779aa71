package org.sealward.local.aws.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.sealward.local.aws.cognito.Srp.Challenge;
import org.sealward.local.aws.cognito.Srp.Verifier;

/**
 * Expected values were computed with Amazon's JavaScript client, amazon-cognito-identity-js 6.3.21.
 */
class SrpTest {
  private static final BigInteger A_SECRET =
      new BigInteger(
          "60975527035cf2ad1989806f0407210bc81edc04e2762a56afd529ddda2d4393".repeat(2), 16);
  private static final BigInteger B_SECRET =
      new BigInteger(
          "e487cb59d31ac550471e81f00f6928e01dda08e974a004f49e61f5d105284d20".repeat(2), 16);
  private static final BigInteger SALT = new BigInteger("beb25379d1a8581eb5a727673a2441ee", 16);

  private static Verifier verifier() {
    return Srp.verifier(
        SALT, "AbCdEfGhI", "0f6f2a2c-8d8b-4c53-9a53-5b9f8c6f1f11", "Sw1!an-example-login-secret");
  }

  @Test
  void verifier_ofAKnownPassword_isAmazons() {
    assertThat(verifier().verifier().toString(16))
        .hasSize(766)
        .startsWith("c1a20c2cd62aa8505dd2c1c961a68c30")
        .endsWith("2adb757c86acac5ddef99948fc2951ea");
  }

  @Test
  void challenge_ofAKnownSecret_isAmazons() {
    assertThat(Srp.challenge(B_SECRET, verifier()).publicB().toString(16))
        .hasSize(767)
        .startsWith("a4a051fcc86b0f9588fa7abf822e8e10")
        .endsWith("89a2a385605959912f8016b6728a046e");
  }

  @Test
  void sessionKey_ofAKnownExchange_isAmazons() {
    BigInteger publicA = Srp.G.modPow(A_SECRET, Srp.N);

    byte[] key = Srp.sessionKey(publicA, Srp.challenge(B_SECRET, verifier()), verifier());

    assertThat(HexFormat.of().formatHex(key)).isEqualTo("e760e151ee8310da8e4134d40eadb5c5");
  }

  @Test
  void sessionKey_publicValueThatIsZeroModN_isRefused() {
    Challenge challenge = Srp.challenge(B_SECRET, verifier());

    for (BigInteger bad : new BigInteger[] {BigInteger.ZERO, Srp.N, Srp.N.shiftLeft(1)}) {
      assertThatThrownBy(() -> Srp.sessionKey(bad, challenge, verifier()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
