package org.sealward.envelope;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a prober saw at one time (protocol §19.1). Its observations are numbered and each names the
 * hash of the one before, so that none can be left out, changed or put in between.
 *
 * @param location where the prober stands, such as {@code sofia}; 1 to 32 characters
 * @param number 1 for the prober's first
 * @param previous {@link #hash} of the one before; {@link #NOTHING} for the first
 * @param at when the probe began, in whole milliseconds
 * @param steps that were tried, in the order of {@link Step}
 */
public record Observation(
    String location, long number, Bytes previous, Instant at, List<Result> steps) {
  /** What the first observation names as the one before. */
  public static final Bytes NOTHING = Bytes.of(new byte[Require.HASH]);

  private static final Pattern LOCATION = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final String PURPOSE = "observation";
  private static final int PARTS = 7;
  private static final int RESULT = 6;

  public Observation {
    Require.that(LOCATION.matcher(location).matches(), "not a location");
    Require.integer("number", number);
    Require.hash("previous", previous);
    Require.that(number > 0, "number is not 1 or more");
    Require.that((number == 1) == previous.equals(NOTHING), "only the first is the first");
    Require.time("at", at);
    steps = List.copyOf(steps);
    Require.that(
        steps.stream().anyMatch(result -> result.step() != Step.REFERENCE), "nothing was tried");
    for (int i = 1; i < steps.size(); i++) {
      Require.that(
          steps.get(i - 1).step().compareTo(steps.get(i).step()) < 0, "steps out of order");
    }
  }

  /** What is tried, each after what it needs. */
  public enum Step {
    /** The service answers. */
    SITE(1),
    /** Patient and specialist log in. */
    SIGN_IN(2),
    /** The patient connects with the specialist. */
    CONNECTION(3),
    /** A message is taken in. */
    MESSAGE_SENT(4),
    /** It arrives at the specialist, who reads it. */
    MESSAGE_RECEIVED(5),
    /** An image is taken in and granted. */
    IMAGE_SENT(6),
    /** The specialist reads a part of it. */
    IMAGE_READ(7),
    /** The service decrypts an image for the specialist. */
    ASSISTED_DECRYPTION(8),
    /** A place that is not ours answers: tried when another step has failed. */
    REFERENCE(9);

    private final int code;

    Step(int code) {
      this.code = code;
    }

    private static Step of(int code) {
      for (Step step : values()) {
        if (step.code == code) {
          return step;
        }
      }
      throw InvalidEnvelopeException.malformed("not a step");
    }
  }

  /** How a step ended. */
  public enum Ending {
    WORKED(0),
    /** It took too long. */
    TIMEOUT(1),
    /** No connection. */
    UNREACHABLE(2),
    /** An answer that says no. */
    REFUSED(3),
    /** Something else came than was sent, or what does not verify. */
    WRONG(4);

    private final int code;

    Ending(int code) {
      this.code = code;
    }

    private static Ending of(int code) {
      for (Ending ending : values()) {
        if (ending.code == code) {
          return ending;
        }
      }
      throw InvalidEnvelopeException.malformed("not an ending");
    }
  }

  /**
   * How long a step took, and how it ended.
   *
   * @param took in whole milliseconds, below 2³²
   */
  public record Result(Step step, Ending ending, Duration took) {
    public Result {
      Require.that(
          !took.isNegative() && took.toMillis() < 1L << Integer.SIZE, "took is out of range");
      took = Duration.ofMillis(took.toMillis());
    }
  }

  /** Whether all that was tried of the service worked. */
  public boolean worked() {
    return worked(steps);
  }

  /** The same of steps alone. */
  public static boolean worked(List<Result> steps) {
    return steps.stream()
        .allMatch(result -> result.step() == Step.REFERENCE || result.ending() == Ending.WORKED);
  }

  /** Whether the prober could not reach a place that is not ours either. */
  public boolean isBlind() {
    return isBlind(steps);
  }

  /** The same of steps alone. */
  public static boolean isBlind(List<Result> steps) {
    return steps.stream()
        .anyMatch(result -> result.step() == Step.REFERENCE && result.ending() != Ending.WORKED);
  }

  /** What the next one names. */
  public Bytes hash() {
    return Hash.of(encode());
  }

  /** 6 bytes for each step, as {@link #encode} has them. */
  public Bytes encodedSteps() {
    ByteBuffer encoded = ByteBuffer.allocate(steps.size() * RESULT);
    for (Result result : steps) {
      encoded
          .put((byte) result.step().code)
          .put((byte) result.ending().code)
          .putInt((int) result.took().toMillis());
    }
    return Bytes.adopt(encoded.array());
  }

  /** The bytes that are signed. */
  public Bytes encode() {
    return Pae.labelled(PURPOSE)
        .text(location)
        .number(number)
        .bytes(previous)
        .time(at)
        .bytes(encodedSteps())
        .encode();
  }

  /**
   * Strict. Throws {@link Failure#UNSUPPORTED_SUITE} for an observation of another suite, {@link
   * Failure#MALFORMED} for what is none.
   */
  public static Observation decode(Bytes encoded) {
    List<byte[]> parts = PaeReader.parts(encoded.shared());
    Require.that(
        parts.size() == PARTS
            && Bytes.of(parts.getFirst()).equals(Bytes.utf8(Pae.LABELS + PURPOSE)),
        "not an observation");
    Require.suite(PaeReader.number(parts.get(1)));
    return new Observation(
        PaeReader.ascii(parts.get(2)),
        PaeReader.number(parts.get(3)),
        Bytes.of(parts.get(4)),
        PaeReader.time(parts.get(5)),
        steps(Bytes.of(parts.get(6))));
  }

  /**
   * Reads {@link #encodedSteps}.
   *
   * @throws InvalidEnvelopeException {@link Failure#MALFORMED}
   */
  public static List<Result> steps(Bytes encoded) {
    Require.that(encoded.length() % RESULT == 0, "a step is cut off");
    ByteBuffer in = ByteBuffer.wrap(encoded.shared());
    List<Result> results = new ArrayList<>();
    while (in.hasRemaining()) {
      results.add(
          new Result(
              Step.of(in.get()),
              Ending.of(in.get()),
              Duration.ofMillis(Integer.toUnsignedLong(in.getInt()))));
    }
    return results;
  }
}
