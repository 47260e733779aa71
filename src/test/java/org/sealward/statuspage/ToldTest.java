package org.sealward.statuspage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealward.api.ServiceStatus.Incident;
import org.sealward.api.ServiceStatus.Maintenance;
import org.sealward.api.ServiceStatus.Post;

class ToldTest {
  private static final Instant FROM = Instant.parse("2026-07-03T08:00:00Z");
  private static final Instant TO = Instant.parse("2026-07-03T09:00:00Z");

  private static Told told(@Nullable Instant to, Post... newestFirst) {
    return Told.of(
        new Incident(
            SampleStatus.PAST, "T", "major", false, FROM, to, List.of(), List.of(newestFirst)));
  }

  private static List<String> states(Told told) {
    return told.posts().stream().map(post -> String.valueOf(post.state())).toList();
  }

  @Test
  void wordsWithoutAState_goOnWithTheStateBefore() {
    Told told =
        told(
            null,
            SampleStatus.post(13, null, "c", "2026-07-03T08:30:00Z"),
            SampleStatus.post(12, "monitoring", "b", "2026-07-03T08:20:00Z"),
            SampleStatus.post(11, null, "a", "2026-07-03T08:10:00Z"));
    assertThat(states(told)).containsExactly("monitoring", "monitoring", "investigating");
    assertThat(told.state()).isEqualTo("monitoring");
    assertThat(told.changed()).isEqualTo("2026-07-03T08:30:00Z");
  }

  @Test
  void whatIsOver_isResolved_whateverWasSaid() {
    Told told = told(TO, SampleStatus.post(11, "identified", "a", "2026-07-03T08:10:00Z"));
    assertThat(told.state()).isEqualTo("resolved");
    assertThat(states(told)).containsExactly("resolved", "identified");
    assertThat(told.lasts()).isFalse();
  }

  @Test
  void whatLasts_isNotResolved_whateverWasSaid() {
    Told told = told(null, SampleStatus.post(11, "resolved", "a", "2026-07-03T08:10:00Z"));
    assertThat(told.state()).isEqualTo("monitoring");
    assertThat(states(told)).containsExactly("resolved");
    assertThat(told.lasts()).isTrue();
  }

  @Test
  void resolvedByAPerson_isSaidOnce() {
    Told told = told(TO, SampleStatus.post(11, "resolved", "a", "2026-07-03T09:05:00Z"));
    assertThat(states(told)).containsExactly("resolved");
    assertThat(told.changed()).isEqualTo("2026-07-03T09:05:00Z");
  }

  /** Half-open: at its end it is over. */
  @ParameterizedTest
  @CsvSource({
    "07:59:59, scheduled",
    "08:00:00, in_progress",
    "08:59:59, in_progress",
    "09:00:00, completed"
  })
  void maintenance_goesByTheClock(String time, String state) {
    Maintenance maintenance =
        new Maintenance(
            SampleStatus.PLANNED, "T", FROM.minusSeconds(7200), FROM, TO, List.of(), List.of());
    Told told = Told.of(maintenance, Instant.parse("2026-07-03T" + time + "Z"));
    assertThat(told.began()).as("not in the future").isEqualTo(FROM.minusSeconds(7200));
    assertThat(told.changed()).isEqualTo(FROM.minusSeconds(7200));
    assertThat(told.state()).isEqualTo(state);
    assertThat(told.posts()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1 s",
    "59000, 59 s",
    "59001, 1 min",
    "60000, 1 min",
    "60001, 2 min",
    "3600000, 1 h",
    "3660000, 1 h 1 min",
    "90000000, 25 h"
  })
  void lengths_areNeverSaidTooShort(long millis, String words) {
    assertThat(Moments.length(millis)).isEqualTo(words);
  }

  /** The hour from 3 to 4 of 25 October is there twice in Sofia. */
  @Test
  void times_areByTheClocksOfTheZone() {
    Moments sofia = new Moments("Europe/Sofia");
    assertThat(sofia.text(Instant.parse("2026-10-25T00:30:00Z")))
        .isEqualTo("25 Oct 2026, 03:30 EEST");
    assertThat(sofia.text(Instant.parse("2026-10-25T01:30:00Z")))
        .isEqualTo("25 Oct 2026, 03:30 EET");
    assertThat(sofia.html(Instant.parse("2026-01-02T03:04:05.006Z")))
        .isEqualTo("<time datetime=\"2026-01-02T03:04:05.006Z\">2 Jan 2026, 05:04 EET</time>");
    assertThat(Moments.day(LocalDate.of(2026, 9, 1))).isEqualTo("1 Sep 2026");
  }
}
