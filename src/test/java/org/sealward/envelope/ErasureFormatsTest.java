package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Receipts (protocol §8.11) and the records from which erasures are repeated. */
class ErasureFormatsTest {
  private static final String ONE = "0000000000000001";
  private static final String TIME = "0000000000000400";

  private static String part(String content) {
    return HexFormat.of().toHexDigits((long) content.length() / 2) + content;
  }

  private static UUID uuid(long number) {
    return new UUID(0, number);
  }

  private static String id(String digit) {
    return "0".repeat(31) + digit;
  }

  /** Seven parts: label, suite, stream, actor, time, kind, body. */
  private static String order(String suite, String time, String kind, String end) {
    return "0000000000000007"
        + part("7365616c776172642f76312f657261737572652d7265636f7264")
        + part(suite)
        + part(id("1"))
        + part(id("2"))
        + part(time)
        + part(kind)
        + part("7b7d")
        + end;
  }

  /** {@code image-erased}. */
  private static final String KIND = "696d6167652d657261736564";

  @Test
  void order_encoded_isTheBytesThatAreKept_andNoOthersAreRead() {
    var order =
        new ErasureRecord(
            uuid(1), uuid(2), Instant.ofEpochMilli(1024), "image-erased", Bytes.utf8("{}"));
    String good = order(ONE, TIME, KIND, "");
    assertThat(order.encode().hex()).isEqualTo(good);
    assertThat(ErasureRecord.decode(Bytes.fromHex(good))).isEqualTo(order);

    assertThatThrownBy(
            () -> ErasureRecord.decode(Bytes.fromHex(order("0000000000000002", TIME, KIND, ""))))
        .isInstanceOfSatisfying(
            InvalidEnvelopeException.class,
            e -> assertThat(e.failure()).isEqualTo(Failure.UNSUPPORTED_SUITE));
    for (String other :
        new String[] {
          order(ONE, "ffffffffffffffff", KIND, ""),
          order(ONE, TIME, "69", ""),
          order(ONE, TIME, "49" + KIND, ""),
          order(ONE, TIME, KIND, "00"),
          good.replace("7265636f7264", "7265636f7265"),
          good.substring(2),
          ""
        }) {
      assertThatThrownBy(() -> ErasureRecord.decode(Bytes.fromHex(other)))
          .isInstanceOfSatisfying(
              InvalidEnvelopeException.class,
              e -> assertThat(e.failure()).isEqualTo(Failure.MALFORMED));
    }
  }

  private static AuditRecord record(long object, long millis) {
    return new AuditRecord(
        Bytes.of(new byte[32]),
        uuid(1),
        Instant.ofEpochMilli(millis),
        AuditRecord.NONE,
        uuid(2),
        uuid(2),
        AuditRecord.NONE,
        uuid(object),
        0,
        "image-erased");
  }

  @Test
  void receipt_encoded_isTheBytesOfTheProtocol_andOfNoOtherRecord() {
    AuditRecord record = record(3, 1024);
    AuditLeaf leaf = AuditLeaf.of(record, Bytes.of(new byte[32]));
    // Four parts: label, suite, record, leaf.
    String good =
        "0000000000000004"
            + part("7365616c776172642f76312f72656365697074")
            + part(ONE)
            + part(record.encode().hex())
            + part(leaf.encode().hex());
    assertThat(new AuditReceipt(record, leaf).encode().hex()).isEqualTo(good);
    assertThat(AuditReceipt.decode(Bytes.fromHex(good))).isEqualTo(new AuditReceipt(record, leaf));

    String other = good.replace(part(record.encode().hex()), part(record(4, 1024).encode().hex()));
    assertThatThrownBy(() -> AuditReceipt.decode(Bytes.fromHex(other)))
        .isInstanceOfSatisfying(
            InvalidEnvelopeException.class,
            e -> assertThat(e.failure()).isEqualTo(Failure.DIGEST_MISMATCH));
    AuditLeaf later = new AuditLeaf(Instant.ofEpochMilli(1025), leaf.commitment(), leaf.tag());
    assertThatThrownBy(() -> new AuditReceipt(record, later))
        .isInstanceOf(InvalidEnvelopeException.class);
    for (String malformed :
        new String[] {
          good + "00", good.substring(2), good.replace("72656365697074", "72656365697075"), ""
        }) {
      assertThatThrownBy(() -> AuditReceipt.decode(Bytes.fromHex(malformed)))
          .isInstanceOf(InvalidEnvelopeException.class);
    }
  }
}
