package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealward.envelope.Observation.Ending;
import org.sealward.envelope.Observation.Result;
import org.sealward.envelope.Observation.Step;

/** The record of an observation (protocol §19.1). */
class ObservationTest {
  private static final Instant AT = Instant.ofEpochMilli(0x0102030405L);

  private static final Result WORKED = new Result(Step.SITE, Ending.WORKED, Duration.ofMillis(258));
  private static final Result FAILED =
      new Result(Step.SIGN_IN, Ending.REFUSED, Duration.ofMillis(1));
  private static final Result SEEN =
      new Result(Step.REFERENCE, Ending.WORKED, Duration.ofMillis(2));
  private static final Result UNSEEN =
      new Result(Step.REFERENCE, Ending.TIMEOUT, Duration.ofMillis(2));

  private static Observation of(Result... steps) {
    return new Observation("sofia", 1, Observation.NOTHING, AT, List.of(steps));
  }

  /** Written by hand from the protocol. */
  private static final String ENCODED =
      "0000000000000007"
          + "0000000000000017"
          + "7365616c776172642f76312f6f62736572766174696f6e" // sealward/v1/observation
          + "0000000000000008"
          + "0000000000000001"
          + "0000000000000005"
          + "736f666961"
          + "0000000000000008"
          + "0000000000000001"
          + "0000000000000020"
          + "00".repeat(32)
          + "0000000000000008"
          + "0000000102030405"
          + "000000000000000c"
          + "0100"
          + "00000102"
          + "0203"
          + "00000001";

  @Test
  void encoding_isTheProtocols() {
    assertThat(of(WORKED, FAILED).encode()).isEqualTo(Bytes.fromHex(ENCODED));
    assertThat(Observation.decode(Bytes.fromHex(ENCODED))).isEqualTo(of(WORKED, FAILED));
  }

  @Test
  void observation_isGoodBlindOrBad_byItsSteps() {
    assertThat(of(WORKED).worked()).isTrue();
    assertThat(of(WORKED, FAILED).worked()).isFalse();
    assertThat(of(WORKED, FAILED).isBlind()).isFalse();
    assertThat(of(WORKED, FAILED, SEEN).isBlind()).isFalse();
    assertThat(of(WORKED, FAILED, UNSEEN).isBlind()).isTrue();
    assertThat(of(WORKED, SEEN).worked()).isTrue();
    assertThat(of(WORKED, UNSEEN).worked()).isTrue();
  }

  private static void malformed(String words, Runnable making) {
    assertThatThrownBy(making::run)
        .isInstanceOf(InvalidEnvelopeException.class)
        .hasMessageContaining(words);
  }

  @Test
  void observation_thatIsNone_isRefused() {
    malformed("nothing was tried", ObservationTest::of);
    malformed("nothing was tried", () -> of(SEEN));
    malformed("steps out of order", () -> of(FAILED, WORKED));
    malformed("steps out of order", () -> of(WORKED, WORKED));
    malformed("took", () -> new Result(Step.SITE, Ending.WORKED, Duration.ofMillis(-1)));
    malformed("took", () -> new Result(Step.SITE, Ending.WORKED, Duration.ofMillis(1L << 32)));
    assertThat(new Result(Step.SITE, Ending.WORKED, Duration.ofMillis((1L << 32) - 1)).took())
        .isEqualTo(Duration.ofMillis(4_294_967_295L));
    List<Result> steps = List.of(WORKED);
    Bytes zero = Observation.NOTHING;
    Bytes other = Hash.of(zero);
    malformed("location", () -> new Observation("Sofia", 1, zero, AT, steps));
    malformed("location", () -> new Observation("s".repeat(33), 1, zero, AT, steps));
    malformed("number", () -> new Observation("sofia", 0, other, AT, steps));
    malformed("first", () -> new Observation("sofia", 1, other, AT, steps));
    malformed("first", () -> new Observation("sofia", 2, zero, AT, steps));
    malformed("at", () -> new Observation("sofia", 1, zero, AT.plusNanos(1), steps));
  }

  @Test
  void encoding_thatIsNone_isRefused() {
    malformed("not an observation", () -> decode(ENCODED.replace("6f6273", "6f6274")));
    malformed("after the last part", () -> decode(ENCODED + "00"));
    malformed("suite", () -> decode(ENCODED.replaceFirst("0000000000000001", "0000000000000002")));
    malformed("cut off", () -> decode(steps("0100000001")));
    malformed("not a step", () -> decode(steps("0a0000000102")));
    malformed("not an ending", () -> decode(steps("010500000102")));
    assertThat(decode(steps("0504ffffffff")).steps())
        .containsExactly(
            new Result(Step.MESSAGE_RECEIVED, Ending.WRONG, Duration.ofMillis(4_294_967_295L)));
  }

  private static Observation decode(String hex) {
    return Observation.decode(Bytes.fromHex(hex));
  }

  /** The same with other steps. */
  private static String steps(String hex) {
    int before = ENCODED.length() - 24 - 16;
    return ENCODED.substring(0, before) + "%016x".formatted(hex.length() / 2) + hex;
  }
}
