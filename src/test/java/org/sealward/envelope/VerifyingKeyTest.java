package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strict Ed25519, protocol §2.3 and line 19 of §14. */
class VerifyingKeyTest {
  private static final BigInteger SECRET = new BigInteger("1234567890123456789012345678901234567");
  private static final BigInteger NONCE = new BigInteger("9876543210987654321098765432109876543");
  private static final Bytes MESSAGE = Bytes.utf8("signed");

  private static final Optional<StrictEd25519.Native> NATIVE = StrictEd25519.Native.find();

  private static final Edwards KEY = Edwards.BASE.times(SECRET);
  private static final Edwards R = Edwards.BASE.times(NONCE);

  @ParameterizedTest
  @CsvSource({
    // RFC 8032 §7.1, TEST 1 to TEST 3: seed, public key, message, signature.
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void signing_ofRfc8032Inputs_givesItsSignatures(
      String seed, String publicKey, String message, String signature) {
    SecretBytes sign = SecretBytes.copyOf(Bytes.fromHex(seed).toArray());
    try (PrivateKeys keys = PrivateKeys.of(sign, sign, sign)) {
      assertThat(keys.signPublicKey().hex()).isEqualTo(publicKey);
      assertThat(keys.sign(Bytes.fromHex(message)).hex()).isEqualTo(signature);
    }
    assertThat(
            verifies(
                VerifyingKey.checked(Bytes.fromHex(publicKey)),
                Bytes.fromHex(signature),
                Bytes.fromHex(message)))
        .isTrue();
  }

  /** Where its library was made for: else the other tests would try one library only. */
  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = {"amd64", "aarch64"})
  void awsLc_onLinux_isFound() {
    assertThat(NATIVE).isPresent();
    assertThat(StrictEd25519.fastest()).isInstanceOf(StrictEd25519.Native.class);
  }

  @Test
  void honestSignature_madeByTheBook_isAccepted() {
    Bytes signature = Edwards.sign(SECRET, NONCE, R.encode(), KEY.encode(), MESSAGE);
    assertThat(accepted(KEY.encode(), signature)).isTrue();
    assertThat(acceptedByJdk(KEY.encode(), signature)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void line19_keyOfSmallOrder_isRefused(int multiple) {
    Bytes key = Edwards.TORSION.times(multiple).encode();
    assertThat(Refusals.of(() -> VerifyingKey.checked(key))).isEqualTo(Failure.WEAK_KEY);
  }

  /** Under the identity as key, R = rB and S = r sign every message: the JDK accepts it. */
  @Test
  void line19_identityAsKey_isRefusedThoughTheEquationHolds() {
    Bytes key = Edwards.IDENTITY.encode();
    Bytes signature = Edwards.sign(BigInteger.ZERO, NONCE, R.encode(), key, MESSAGE);
    assertThat(acceptedByJdk(key, signature)).isTrue();
    assertThat(Refusals.of(() -> VerifyingKey.checked(key))).isEqualTo(Failure.WEAK_KEY);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void line19_keyOfMixedOrder_isRefused(int multiple) {
    Bytes key = KEY.add(Edwards.TORSION.times(multiple)).encode();
    assertThat(Refusals.of(() -> VerifyingKey.checked(key))).isEqualTo(Failure.WEAK_KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // y = p, p + 1 and 2^255 - 1 instead of their remainders; x = 0 with the sign bit set
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void line19_nonCanonicalKey_isRefused(String encoded) {
    assertThat(Refusals.of(() -> VerifyingKey.checked(Bytes.fromHex(encoded))))
        .isEqualTo(Failure.WEAK_KEY);
  }

  /** R = rB + T: a cofactored verifier accepts it, a cofactorless one does not. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void line19_mixedOrderR_isRefused(int multiple) {
    Bytes r = R.add(Edwards.TORSION.times(multiple)).encode();
    for (int i = 0; i < 16; i++) {
      Bytes message = Bytes.utf8("signed " + i);
      Bytes signature = Edwards.sign(SECRET, NONCE, r, KEY.encode(), message);
      assertThat(cofactoredEquationHolds(signature, message)).isTrue();
      assertThat(verifies(VerifyingKey.checked(KEY.encode()), signature, message)).isFalse();
    }
  }

  /** Why R is checked on its own: Bouncy Castle's equation lets some of these pass. */
  @Test
  void mixedOrderR_underBouncyCastleAlone_isSometimesAccepted() {
    Bytes r = R.add(Edwards.TORSION).encode();
    int passed = 0;
    for (int i = 0; i < 200; i++) {
      Bytes message = Bytes.utf8("signed " + i);
      byte[] signature = Edwards.sign(SECRET, NONCE, r, KEY.encode(), message).toArray();
      byte[] text = message.toArray();
      if (Ed25519.verify(signature, 0, KEY.encode().toArray(), 0, text, 0, text.length)) {
        passed++;
      }
    }
    assertThat(passed).isPositive();
  }

  /** R = 0 and S = k·a satisfy even the cofactorless equation. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void line19_smallOrderR_isRefused(int multiple) {
    Bytes r = Edwards.TORSION.times(multiple).encode();
    Bytes signature = Edwards.sign(SECRET, BigInteger.ZERO, r, KEY.encode(), MESSAGE);
    assertThat(cofactoredEquationHolds(signature, MESSAGE)).isTrue();
    assertThat(accepted(KEY.encode(), signature)).isFalse();
  }

  @Test
  void line19_sPlusGroupOrder_isRefused() {
    Bytes signature = Edwards.sign(SECRET, NONCE, R.encode(), KEY.encode(), MESSAGE);
    BigInteger s = Edwards.fromLittleEndian(signature.slice(32, 64).toArray());
    assertThat(accepted(KEY.encode(), Edwards.join(R.encode(), s))).isTrue();
    assertThat(accepted(KEY.encode(), Edwards.join(R.encode(), s.add(Edwards.L)))).isFalse();
  }

  @Test
  @Tag("heavy")
  void randomSignatures_whetherHonestOrDamaged_areDecidedByTheBook() {
    Random random = new Random(8032);
    int accepted = 0;
    for (int i = 0; i < 400; i++) {
      byte[] seed = bytes(random, 32);
      byte[] publicKey = new byte[32];
      Ed25519.generatePublicKey(seed, 0, publicKey, 0);
      Bytes key = Bytes.of(publicKey);
      byte[] text = bytes(random, random.nextInt(300));
      byte[] signature = new byte[64];
      Ed25519.sign(seed, 0, text, 0, text.length, signature, 0);
      VerifyingKey verifying = VerifyingKey.checked(key);
      assertThat(verifies(verifying, Bytes.of(signature), Bytes.of(text))).isTrue();
      for (int damage = 0; damage < 3; damage++) {
        byte[] damaged = signature.clone();
        damaged[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
        assertThat(verifies(verifying, Bytes.of(damaged), Bytes.of(text))).isFalse();
      }
      BigInteger secret = new BigInteger(250, random);
      BigInteger nonce = i % 4 == 0 ? BigInteger.valueOf(i) : new BigInteger(250, random);
      Edwards madeKey = i % 8 == 0 ? KEY : Edwards.BASE.times(secret);
      Edwards r = Edwards.BASE.times(nonce).add(Edwards.TORSION.times(i % 3));
      Bytes made =
          Edwards.sign(
              i % 8 == 0 ? SECRET : secret, nonce, r.encode(), madeKey.encode(), Bytes.of(text));
      boolean accepts = verifies(VerifyingKey.checked(madeKey.encode()), made, Bytes.of(text));
      assertThat(accepts).isEqualTo(i % 3 == 0 && nonce.signum() > 0);
      accepted += accepts ? 1 : 0;
    }
    // A third has an R of prime order; of these, the one with nonce 0 has the identity as R.
    assertThat(accepted).isEqualTo(133);
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void signature_ofWrongLength_isRefused() {
    Bytes signature = Edwards.sign(SECRET, NONCE, R.encode(), KEY.encode(), MESSAGE);
    assertThat(accepted(KEY.encode(), signature.slice(0, 63))).isFalse();
    assertThat(accepted(KEY.encode(), Bytes.EMPTY)).isFalse();
  }

  private static boolean accepted(Bytes key, Bytes signature) {
    return verifies(VerifyingKey.checked(key), signature, MESSAGE);
  }

  /** By every library that this computer has; they must agree. */
  private static boolean verifies(VerifyingKey key, Bytes signature, Bytes message) {
    boolean verifies = key.verifies(signature, message, new StrictEd25519.BouncyCastle());
    NATIVE.ifPresent(
        library -> assertThat(key.verifies(signature, message, library)).isEqualTo(verifies));
    return verifies;
  }

  /** [8]SB = [8]R + [8]kA. */
  private static boolean cofactoredEquationHolds(Bytes signature, Bytes message) {
    Bytes r = signature.slice(0, 32);
    BigInteger s = Edwards.fromLittleEndian(signature.slice(32, 64).toArray());
    BigInteger k = Edwards.challenge(r, KEY.encode(), message);
    return Edwards.BASE.times(s).times(8).equals(Edwards.decode(r).add(KEY.times(k)).times(8));
  }

  private static boolean acceptedByJdk(Bytes key, Bytes signature) {
    try {
      Signature jdk = Signature.getInstance("Ed25519");
      Bytes encoded = Bytes.fromHex("302a300506032b6570032100" + key.hex());
      jdk.initVerify(
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new X509EncodedKeySpec(encoded.toArray())));
      jdk.update(MESSAGE.toArray());
      return jdk.verify(signature.toArray());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
