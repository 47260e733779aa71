package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Protocol §18.1 and §18.2. */
class AuditRecordTest {
  private static final String ONE = "0000000000000001";
  private static final String NONE = "00".repeat(16);

  private static String id(String digit) {
    return digit.repeat(32);
  }

  private static UUID uuid(String digit) {
    String hex = digit.repeat(32);
    return UUID.fromString(hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
  }

  private static String part(String content) {
    return HexFormat.of().toHexDigits((long) content.length() / 2) + content;
  }

  /** Twelve parts: label, suite, salt, id, time, five ids, number, kind. */
  private static String record(String suite, String time, String number, String kind) {
    return "000000000000000c"
        + part("7365616c776172642f76312f61756469742d7265636f7264")
        + part(suite)
        + part("5a".repeat(32))
        + part(id("1"))
        + part(time)
        + part(id("2"))
        + part(id("3"))
        + part(id("4"))
        + part(NONE)
        + part(id("6"))
        + part(number)
        + part(kind);
  }

  /** {@code vault-read}. */
  private static final String KIND = "7661756c742d72656164";

  private static final String TIME = "0000000000000400";
  private static final String GOOD = record(ONE, TIME, "0000000000000102", KIND);

  private static AuditRecord some() {
    return new AuditRecord(
        Bytes.fromHex("5a".repeat(32)),
        uuid("1"),
        Instant.ofEpochMilli(1024),
        uuid("2"),
        uuid("3"),
        uuid("4"),
        AuditRecord.NONE,
        uuid("6"),
        258,
        "vault-read");
  }

  @Test
  void record_encoded_isTheBytesOfTheProtocol() {
    assertThat(some().encode().hex()).isEqualTo(GOOD);
    assertThat(some().encode().length()).isEqualTo(280 + "vault-read".length());
    assertThat(AuditRecord.decode(Bytes.fromHex(GOOD))).isEqualTo(some());
    assertThat(some().commitment()).isEqualTo(Hash.of(Bytes.fromHex(GOOD)));
  }

  @Test
  void record_ofAnotherForm_isRefused() {
    assertRefused(Failure.UNSUPPORTED_SUITE, record("0000000000000002", TIME, ONE, KIND));
    for (String other :
        new String[] {
          record(ONE, "ffffffffffffffff", ONE, KIND),
          record(ONE, TIME, "0020000000000000", KIND), // 2^53
          record(ONE, TIME, "ffffffffffffffff", KIND),
          record(ONE, TIME, ONE, "76"),
          record(ONE, TIME, ONE, "7661756c745f72656164"), // an underscore
          record(ONE, TIME, ONE, "76e4"), // not ASCII
          record(ONE, TIME, ONE, "76".repeat(65)),
          record(ONE, "00", ONE, KIND),
          GOOD.replace(part(id("3")), part(id("3") + "33")),
          GOOD.replace("7265636f7264", "7265636f7265"),
          GOOD + "00",
          GOOD.substring(2),
          ""
        }) {
      assertRefused(Failure.MALFORMED, other);
    }
  }

  private static void assertRefused(Failure failure, String encoded) {
    Bytes bytes = Bytes.fromHex(encoded);
    assertThatThrownBy(() -> AuditRecord.decode(bytes))
        .isInstanceOfSatisfying(
            InvalidEnvelopeException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }

  @Test
  void leaf_encoded_isTheBytesOfTheProtocol() throws Exception {
    Bytes key = Bytes.fromHex("0f".repeat(32));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.toArray(), "HmacSHA256"));
    // Three parts: label, suite, commitment.
    String input =
        "0000000000000003"
            + part("7365616c776172642f76312f61756469742d746167")
            + part(ONE)
            + part(some().commitment().hex());
    String tag = HexFormat.of().formatHex(mac.doFinal(HexFormat.of().parseHex(input)));
    String encoded =
        "0000000000000005"
            + part("7365616c776172642f76312f61756469742d6c656166")
            + part(ONE)
            + part(TIME)
            + part(some().commitment().hex())
            + part(tag);
    AuditLeaf leaf = AuditLeaf.of(some(), key);
    assertThat(leaf.encode().hex()).isEqualTo(encoded);
    assertThat(leaf.encode().length()).isEqualTo(150);
    assertThat(AuditLeaf.decode(leaf.encode())).isEqualTo(leaf);
    assertThat(leaf.isTaggedBy(key)).isTrue();
    assertThat(leaf.isTaggedBy(Bytes.fromHex("0e".repeat(32)))).isFalse();
    for (String other :
        new String[] {
          encoded + "00", encoded.substring(2), encoded.replace("6c656166", "6c656167")
        }) {
      assertThatThrownBy(() -> AuditLeaf.decode(Bytes.fromHex(other)))
          .isInstanceOf(InvalidEnvelopeException.class);
    }
  }
}
