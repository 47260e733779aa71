package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Protocol §11.1. */
class KeyLeafTest {
  private static final UUID USER = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

  /** Three parts: label, suite, id. */
  private static final String TAG_INPUT =
      "0000000000000003"
          + "0000000000000014"
          + "7365616c776172642f76312f757365722d746167"
          + "0000000000000008"
          + "0000000000000001"
          + "0000000000000010"
          + "00112233445566778899aabbccddeeff";

  /** Five parts: label, suite, tag, version, fingerprint. */
  private static String leaf(String suite, String tag, String version) {
    return "0000000000000005"
        + "0000000000000014"
        + "7365616c776172642f76312f6b65792d6c656166"
        + "0000000000000008"
        + suite
        + "0000000000000020"
        + tag
        + "0000000000000008"
        + version
        + "0000000000000020"
        + "5a".repeat(32);
  }

  private static final String ONE = "0000000000000001";
  private static final String TAG = "c3".repeat(32);

  @Test
  void userTag_ofAUser_isTheHashOfItsEncoding() throws Exception {
    assertThat(KeyLeaf.userTag(USER).toArray())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(Bytes.fromHex(TAG_INPUT).toArray()));
  }

  @Test
  void leaf_encoded_isTheBytesOfTheProtocol() {
    KeyLeaf leaf = new KeyLeaf(Bytes.fromHex(TAG), 258, Bytes.fromHex("5a".repeat(32)));
    String encoded = leaf(ONE, TAG, "0000000000000102");
    assertThat(leaf.encode().hex()).isEqualTo(encoded);
    assertThat(leaf.encode().length()).isEqualTo(148);
    assertThat(KeyLeaf.decode(Bytes.fromHex(encoded))).isEqualTo(leaf);
  }

  @Test
  void leaf_ofABundle_namesItsTagVersionAndFingerprint() {
    PublicBundle bundle = Cast.person(1).bundle();
    assertThat(KeyLeaf.of(bundle))
        .isEqualTo(
            new KeyLeaf(KeyLeaf.userTag(bundle.userId()), bundle.version(), bundle.fingerprint()));
  }

  @Test
  void leaf_ofAnotherForm_isRefused() {
    assertThat(KeyLeaf.decode(Bytes.fromHex(leaf(ONE, TAG, "000000007fffffff"))).version())
        .isEqualTo(Integer.MAX_VALUE);
    for (String version :
        new String[] {
          "0000000000000000", "0000000080000000", "0000000100000001", "ffffffffffffffff"
        }) {
      assertRefused(Failure.MALFORMED, leaf(ONE, TAG, version));
    }
    assertRefused(Failure.UNSUPPORTED_SUITE, leaf("0000000000000002", TAG, ONE));
    String good = leaf(ONE, TAG, ONE);
    assertRefused(Failure.MALFORMED, good + "00");
    assertRefused(Failure.MALFORMED, good.substring(2));
    assertRefused(Failure.MALFORMED, good.substring(0, good.length() - 2));
    assertRefused(Failure.MALFORMED, good.replace("6b65792d6c656166", "6b65792d6c656167"));
    assertRefused(Failure.MALFORMED, TAG_INPUT);
    assertRefused(Failure.MALFORMED, "");
  }

  private static void assertRefused(Failure failure, String encoded) {
    assertThat(Refusals.of(() -> KeyLeaf.decode(Bytes.fromHex(encoded)))).isEqualTo(failure);
  }
}
