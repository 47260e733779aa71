package org.sealward.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * What the public is told of the service: its status page is made of it and of nothing else.
 * Lengths are whole milliseconds.
 *
 * @param name whose page it is
 * @param zone whose days are shown, such as {@code Europe/Sofia}
 * @param at as of when everything is
 * @param lostAt since when nothing newer could be had: what is older is shown; null when all is
 *     well
 * @param components in the order in which they are shown
 * @param incidents that last or ended within the days that are shown, the newest first
 * @param maintenances that are announced, go on, or ended within those days, the newest first
 * @param notice a person's words for the top of the page; null when nobody says anything
 * @param availability of the present month
 */
@Serdeable
public record ServiceStatus(
    String name,
    String zone,
    Instant at,
    @Nullable Instant lostAt,
    List<Component> components,
    List<Incident> incidents,
    List<Maintenance> maintenances,
    @Nullable Post notice,
    @Nullable Availability availability) {
  /**
   * A part of the service as its users see it.
   *
   * @param id {@code site}, {@code sign-in}, {@code connection}, {@code messages}, {@code images}
   *     or {@code assisted-decryption}
   * @param name for people
   * @param state {@code operational}, {@code degraded}, {@code partial-outage}, {@code
   *     major-outage}, {@code maintenance} or {@code unknown}
   * @param since when it has been so
   * @param days 90, the last is the present one, of which only what has passed counts
   */
  @Serdeable
  public record Component(String id, String name, String state, Instant since, List<Day> days) {}

  /**
   * A day of the page's zone.
   *
   * @param watched how much of the day somebody watched; 0 for a day before the first observation
   * @param down how much of that it was down
   * @param unknown how much of the day, since the first observation ever, nobody could say
   */
  @Serdeable
  public record Day(LocalDate day, long watched, long down, long unknown) {}

  /**
   * An outage: one that the service noticed itself, or of which a person told.
   *
   * @param impact {@code minor}, {@code major} or {@code critical}
   * @param automatic whether its start and end are the ledger's
   * @param to null while it lasts
   * @param components their ids
   * @param posts the newest first
   */
  @Serdeable
  public record Incident(
      UUID id,
      String title,
      String impact,
      boolean automatic,
      Instant from,
      @Nullable Instant to,
      List<String> components,
      List<Post> posts) {}

  /**
   * Work that is announced.
   *
   * @param announced when it was first told of
   * @param from when it begins
   * @param to when it should be over, or was
   * @param components their ids
   * @param posts the newest first
   */
  @Serdeable
  public record Maintenance(
      UUID id,
      String title,
      Instant announced,
      Instant from,
      Instant to,
      List<String> components,
      List<Post> posts) {}

  /**
   * What a person says.
   *
   * @param state of an incident: {@code investigating}, {@code identified}, {@code monitoring} or
   *     {@code resolved}; null where it is of none
   * @param words plain text
   */
  @Serdeable
  public record Post(UUID id, @Nullable String state, String words, Instant at) {}

  /**
   * How the promise is kept in the present month.
   *
   * @param contract id of its policy, whose reports are at {@code /v1/availability/CONTRACT/MONTH}
   * @param month such as {@code 2026-07}
   * @param percent to date, as the report has it
   * @param target in percent
   */
  @Serdeable
  public record Availability(String contract, String month, String percent, String target) {}
}
