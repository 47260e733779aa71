package org.sealward.statuspage;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.ServiceStatus;
import org.sealward.api.ServiceStatus.Availability;
import org.sealward.api.ServiceStatus.Component;
import org.sealward.api.ServiceStatus.Day;
import org.sealward.api.ServiceStatus.Incident;
import org.sealward.api.ServiceStatus.Maintenance;
import org.sealward.api.ServiceStatus.Post;

/**
 * A service in Sofia on 3 July at 12:00 by its clocks, watched since 1 May. Messages were down for
 * 12 minutes on 10 June and for 8 h 40 min on 20 June, and for 3 h 12 min of 25 June nobody knows.
 */
public final class SampleStatus {
  public static final Instant NOW = Instant.parse("2026-07-03T09:00:00Z");
  public static final URI SERVICE = URI.create("https://sealward.example.org/");
  public static final StatusPlace AT_SERVICE = StatusPlace.service(SERVICE, true);

  static final UUID PAST = id(1);
  static final UUID ONGOING = id(2);
  static final UUID PLANNED = id(3);
  static final UUID AT_WORK = id(4);

  private static final LocalDate FIRST = LocalDate.of(2026, 4, 5);
  private static final LocalDate WATCHED = LocalDate.of(2026, 5, 1);
  private static final long MINUTE = 60_000;
  private static final long DAY = 24 * 60 * MINUTE;

  private SampleStatus() {}

  static UUID id(int number) {
    return UUID.fromString("00000000-0000-4000-8000-%012d".formatted(number));
  }

  /** All is well, and maintenance is announced. */
  public static ServiceStatus calm() {
    return new ServiceStatus(
        "Sealward",
        "Europe/Sofia",
        NOW,
        null,
        List.of(
            component("site", "Site", "operational", quiet()),
            component("sign-in", "Sign-in", "operational", quiet()),
            component("connection", "Patient to specialist", "operational", quiet()),
            new Component(
                "messages",
                "Messages",
                "operational",
                Instant.parse("2026-06-20T13:40:00Z"),
                messages()),
            component("images", "Images", "operational", quiet())),
        List.of(past()),
        List.of(
            new Maintenance(
                PLANNED,
                "New version of the database",
                Instant.parse("2026-07-01T07:00:00Z"),
                Instant.parse("2026-07-05T20:00:00Z"),
                Instant.parse("2026-07-05T21:00:00Z"),
                List.of("messages", "images"),
                List.of(post(31, null, "Messages may be late.", "2026-07-01T08:00:00Z")))),
        null,
        new Availability("standard", "2026-07", "100", "99.9"));
  }

  /** Messages are down, new connections partly; of images nobody knows, and people work on it. */
  public static ServiceStatus outage() {
    ServiceStatus calm = calm();
    return new ServiceStatus(
        calm.name(),
        calm.zone(),
        NOW,
        null,
        List.of(
            component("site", "Site", "operational", quiet()),
            component("sign-in", "Sign-in", "degraded", quiet()),
            component("connection", "Patient to specialist", "partial-outage", quiet()),
            component("messages", "Messages", "major-outage", messages()),
            component("images", "Images", "unknown", quiet()),
            component("assisted-decryption", "Assisted decryption", "maintenance", none())),
        List.of(
            new Incident(
                ONGOING,
                "Messages are not delivered",
                "major",
                true,
                Instant.parse("2026-07-03T08:30:00Z"),
                null,
                List.of("messages", "connection"),
                List.of(
                    post(
                        22, null, "It takes until noon.\nNothing is lost.", "2026-07-03T08:50:00Z"),
                    post(21, "identified", "A disk is full.", "2026-07-03T08:40:00Z"))),
            past()),
        List.of(
            new Maintenance(
                AT_WORK,
                "Certificates",
                Instant.parse("2026-07-03T08:00:00Z"),
                Instant.parse("2026-07-03T08:00:00Z"),
                Instant.parse("2026-07-03T10:00:00Z"),
                List.of("assisted-decryption"),
                List.of())),
        post(41, null, "We know, and are at it.", "2026-07-03T08:35:00Z"),
        new Availability("standard", "2026-07", "99.1935", "99.9"));
  }

  private static Incident past() {
    return new Incident(
        PAST,
        "Messages were down",
        "major",
        true,
        Instant.parse("2026-06-20T05:00:00Z"),
        Instant.parse("2026-06-20T13:40:00Z"),
        List.of("messages"),
        List.of());
  }

  /** One of the files. */
  static StatusFile file(ServiceStatus status, StatusPlace place, String path) {
    return Objects.requireNonNull(StatusFiles.of(status, place).get(path));
  }

  static Post post(int number, @Nullable String state, String words, String at) {
    return new Post(id(number), state, words, Instant.parse(at));
  }

  static Component component(String id, String name, String state, List<Day> days) {
    String since = state.equals("operational") ? "2026-05-01T06:00:00Z" : "2026-07-03T08:30:00Z";
    return new Component(id, name, state, Instant.parse(since), days);
  }

  private static List<Day> none() {
    return days(LocalDate.of(2027, 1, 1));
  }

  private static List<Day> quiet() {
    return days(WATCHED);
  }

  private static List<Day> messages() {
    List<Day> days = quiet();
    set(days, LocalDate.of(2026, 6, 10), 12 * MINUTE, 0);
    set(days, LocalDate.of(2026, 6, 20), 520 * MINUTE, 0);
    set(days, LocalDate.of(2026, 6, 25), 0, 192 * MINUTE);
    return days;
  }

  private static void set(List<Day> days, LocalDate day, long down, long unknown) {
    days.set(
        (int) (day.toEpochDay() - FIRST.toEpochDay()), new Day(day, DAY - unknown, down, unknown));
  }

  /** 90 of them, of the last one half. */
  private static List<Day> days(LocalDate watched) {
    List<Day> days = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      LocalDate day = FIRST.plusDays(i);
      long passed = i == 89 ? DAY / 2 : DAY;
      days.add(new Day(day, day.isBefore(watched) ? 0 : passed, 0, 0));
    }
    return days;
  }
}
