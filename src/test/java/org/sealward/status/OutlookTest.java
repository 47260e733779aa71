package org.sealward.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sealward.api.ServiceStatus;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Observation.Ending;
import org.sealward.envelope.Observation.Result;
import org.sealward.envelope.Observation.Step;
import org.sealward.report.Policy;
import org.sealward.servicelevel.Interval;
import org.sealward.status.Outlook.Standing;

/** What follows for each part of what is seen from two places, every 15 seconds since ten. */
class OutlookTest {
  private static final Policy POLICY =
      Policy.parse(
          Bytes.utf8("{\"id\": \"x\", \"name\": \"X\", \"target\": \"99.9\", \"zone\": \"UTC\"}"));
  private static final Instant MIDNIGHT = Instant.parse("2026-03-10T00:00:00Z");
  private static final List<Part> USUAL =
      List.of(Part.SITE, Part.SIGN_IN, Part.CONNECTION, Part.MESSAGES, Part.IMAGES);

  private final Map<String, Lookout> lookouts = new TreeMap<>();
  private @Nullable Instant first = at("10:00:00");

  private static Instant at(String time) {
    return Instant.parse("2026-03-10T" + time + "Z");
  }

  /** From one time to before another. */
  private void see(String location, String from, String to, Result... steps) {
    Lookout lookout = lookouts.computeIfAbsent(location, Lookout::new);
    for (Instant at = at(from); at.isBefore(at(to)); at = at.plusSeconds(15)) {
      lookout.add(Sight.of(at, List.of(steps)));
    }
  }

  /** The steps of a probe that begins anew, or goes on, until one of them fails. */
  private static Result[] until(@Nullable Step failed, boolean anew, Ending reference) {
    List<Result> steps = new ArrayList<>();
    for (Step step : Step.values()) {
      if (step == Step.ASSISTED_DECRYPTION
          || step == Step.REFERENCE
          || (!anew && (step == Step.SIGN_IN || step == Step.CONNECTION))) {
        continue;
      }
      Ending ending = step == failed ? Ending.TIMEOUT : Ending.WORKED;
      steps.add(new Result(step, ending, Duration.ofMillis(5)));
      if (step == failed) {
        steps.add(new Result(Step.REFERENCE, reference, Duration.ofMillis(5)));
        break;
      }
    }
    return steps.toArray(Result[]::new);
  }

  private static Result[] anew() {
    return until(null, true, Ending.WORKED);
  }

  private static Result[] good() {
    return until(null, false, Ending.WORKED);
  }

  private static Result[] failing(Step step) {
    return until(step, true, Ending.WORKED);
  }

  private Outlook outlook(String now) {
    return new Outlook(
        POLICY, at(now), MIDNIGHT, first, List.copyOf(lookouts.values()), new TreeMap<>());
  }

  private static Standing standing(State state, String since) {
    return new Standing(state, at(since));
  }

  private void bothBegin() {
    for (String location : List.of("one", "two")) {
      see(location, "10:00:00", "10:00:15", anew());
      see(location, "10:00:15", "10:05:00", good());
    }
  }

  @Test
  void step_thatFails_isDown_andWhatComesBeforeItIsNot() {
    bothBegin();
    see("one", "10:05:00", "10:10:00", failing(Step.IMAGE_SENT));
    see("two", "10:05:00", "10:10:00", failing(Step.IMAGE_SENT));
    Outlook outlook = outlook("10:10:00");
    assertThat(outlook.standing(Part.IMAGES)).isEqualTo(standing(State.MAJOR_OUTAGE, "10:05:00"));
    for (Part part : List.of(Part.SITE, Part.SIGN_IN, Part.CONNECTION, Part.MESSAGES)) {
      assertThat(outlook.standing(part))
          .as(part.id())
          .isEqualTo(standing(State.OPERATIONAL, "10:00:00"));
    }
  }

  /** Nobody could use what comes after it, so that it is down, too. */
  @Test
  void step_thatFails_takesAlongWhatNeedsIt() {
    bothBegin();
    see("one", "10:05:00", "10:10:00", failing(Step.SIGN_IN));
    see("two", "10:05:00", "10:10:00", failing(Step.SIGN_IN));
    Outlook outlook = outlook("10:10:00");
    assertThat(outlook.standing(Part.SITE)).isEqualTo(standing(State.OPERATIONAL, "10:00:00"));
    for (Part part : List.of(Part.SIGN_IN, Part.CONNECTION, Part.MESSAGES, Part.IMAGES)) {
      assertThat(outlook.standing(part))
          .as(part.id())
          .isEqualTo(standing(State.MAJOR_OUTAGE, "10:05:00"));
    }
  }

  @Test
  void part_thatIsUpAgain_isSoSinceThen() {
    bothBegin();
    for (String location : List.of("one", "two")) {
      see(location, "10:05:00", "10:07:00", failing(Step.SITE));
      see(location, "10:07:00", "10:10:00", anew());
    }
    for (Part part : USUAL) {
      assertThat(outlook("10:10:00").standing(part))
          .as(part.id())
          .isEqualTo(standing(State.OPERATIONAL, "10:07:00"));
    }
  }

  @Test
  void part_thatIsDownForSome_isPartlyDown() {
    bothBegin();
    see("one", "10:05:00", "10:10:00", failing(Step.MESSAGE_RECEIVED));
    see("two", "10:05:00", "10:10:00", good());
    assertThat(outlook("10:10:00").standing(Part.MESSAGES))
        .isEqualTo(standing(State.PARTIAL_OUTAGE, "10:05:00"));
    assertThat(outlook("10:10:00").standing(Part.SITE).state()).isEqualTo(State.OPERATIONAL);
  }

  /** Of either place one, which is no outage. */
  @Test
  void blip_isNothing() {
    bothBegin();
    see("one", "10:05:00", "10:05:15", failing(Step.SITE));
    see("two", "10:05:00", "10:05:15", failing(Step.SITE));
    assertThat(outlook("10:05:15").standing(Part.SITE))
        .isEqualTo(standing(State.OPERATIONAL, "10:00:00"));
    see("one", "10:05:15", "10:05:30", failing(Step.SITE));
    see("two", "10:05:15", "10:05:30", failing(Step.SITE));
    assertThat(outlook("10:05:30").standing(Part.SITE))
        .isEqualTo(standing(State.MAJOR_OUTAGE, "10:05:00"));
  }

  /** The last one is of 10:04:45, and the next may come until 10:06:15. */
  @Test
  void silence_isUnknown_onceTheNextIsOverdue() {
    bothBegin();
    assertThat(outlook("10:06:14").standing(Part.SITE))
        .isEqualTo(standing(State.OPERATIONAL, "10:00:00"));
    assertThat(outlook("10:06:15").standing(Part.SITE))
        .isEqualTo(standing(State.UNKNOWN, "10:05:00"));
  }

  @Test
  void prober_withoutANetwork_knowsNothing() {
    bothBegin();
    for (String location : List.of("one", "two")) {
      see(location, "10:05:00", "10:10:00", until(Step.SITE, true, Ending.UNREACHABLE));
    }
    assertThat(outlook("10:10:00").standing(Part.SITE))
        .isEqualTo(standing(State.UNKNOWN, "10:05:00"));
  }

  /** What worked counts for an hour, where nobody tries it any more. */
  @Test
  void part_thatIsNotTriedAnew_isUnknownInTheEnd() {
    see("one", "10:00:00", "10:00:15", anew());
    see("one", "10:00:15", "11:30:00", good());
    assertThat(outlook("11:00:00").standing(Part.SIGN_IN))
        .isEqualTo(standing(State.OPERATIONAL, "10:00:00"));
    assertThat(outlook("11:30:00").standing(Part.SIGN_IN))
        .isEqualTo(standing(State.UNKNOWN, "11:00:15"));
    assertThat(outlook("11:30:00").standing(Part.MESSAGES))
        .isEqualTo(standing(State.OPERATIONAL, "10:00:00"));
  }

  @Test
  void assistedDecryption_isShownOnceItWasTried() {
    bothBegin();
    see("one", "10:05:00", "10:05:30", failing(Step.SITE));
    assertThat(outlook("10:05:30").isShown(Part.ASSISTED_DECRYPTION)).isFalse();
    see(
        "one",
        "10:05:30",
        "10:06:00",
        new Result(Step.ASSISTED_DECRYPTION, Ending.WORKED, Duration.ofMillis(5)));
    assertThat(outlook("10:06:00").isShown(Part.ASSISTED_DECRYPTION)).isTrue();
    assertThat(outlook("10:06:00").standing(Part.ASSISTED_DECRYPTION).state())
        .isEqualTo(State.OPERATIONAL);
  }

  /** On the day after it was tried last nobody can say how it is; then it is not offered. */
  @Test
  void assistedDecryption_thatNobodyTriesAnyMore_isShownForADay() {
    bothBegin();
    Result worked = new Result(Step.ASSISTED_DECRYPTION, Ending.WORKED, Duration.ofMillis(5));
    see("one", "10:05:00", "10:06:00", worked);
    assertThat(afterDays(1).isShown(Part.ASSISTED_DECRYPTION)).isTrue();
    assertThat(afterDays(2).isShown(Part.ASSISTED_DECRYPTION)).isFalse();
    assertThat(afterDays(2).isShown(Part.IMAGES)).isTrue();
  }

  /** What was seen is of the day that is then past, and nothing since. */
  private Outlook afterDays(int days) {
    Duration after = Duration.ofDays(days);
    DayLedger tried =
        DayLedger.of(
            lookouts.values(),
            POLICY.contract().slots(),
            new Interval(MIDNIGHT, MIDNIGHT.plus(Duration.ofDays(1))));
    return new Outlook(
        POLICY,
        at("10:10:00").plus(after),
        MIDNIGHT.plus(after),
        first,
        List.of(),
        new TreeMap<>(Map.of(LocalDate.parse("2026-03-10"), tried)));
  }

  /** Five minutes of the ten since somebody watches. */
  @Test
  void today_isWhatHasPassedOfIt() {
    bothBegin();
    see("one", "10:05:00", "10:10:00", failing(Step.SITE));
    see("two", "10:05:00", "10:10:00", failing(Step.SITE));
    List<ServiceStatus.Day> days = outlook("10:10:00").days(Part.SITE);
    assertThat(days).hasSize(90);
    assertThat(days.getLast())
        .isEqualTo(new ServiceStatus.Day(LocalDate.parse("2026-03-10"), 600_000, 300_000, 0));
    assertThat(days.getFirst().day()).isEqualTo("2025-12-11");
    assertThat(days.subList(0, 89))
        .allSatisfy(day -> assertThat(day.watched() + day.down() + day.unknown()).isZero());
  }

  /** Silence from 10:05:00 to 10:09:00. */
  @Test
  void silence_isOfTheDay() {
    bothBegin();
    see("one", "10:09:00", "10:10:00", good());
    ServiceStatus.Day today = outlook("10:10:00").days(Part.SITE).getLast();
    assertThat(today.unknown()).isEqualTo(240_000);
    assertThat(today.watched()).isEqualTo(360_000);
    assertThat(today.down()).isZero();
  }

  @Test
  void service_thatNobodyWatches_isUnknown() {
    first = null;
    for (Part part : USUAL) {
      assertThat(outlook("10:10:00").standing(part).state()).isEqualTo(State.UNKNOWN);
      assertThat(outlook("10:10:00").days(part).getLast().unknown()).isZero();
    }
  }
}
