package org.sealward.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * What a contract promises, as an operator writes it into a file (protocol §19.3).
 *
 * @param id 1 to 64 of {@code a}–{@code z}, {@code 0}–{@code 9} and {@code -}, a letter first
 * @param name for people, up to 200 characters
 * @param target percent of the time, such as {@code 99.9}
 * @param zone whose calendar months they are, such as {@code Europe/Sofia}
 * @param hours when it is promised; null for always
 * @param excludes for what the provider does not answer: {@code hosting-provider}, {@code
 *     planned-maintenance}; null for nothing
 * @param slot seconds; null for 15
 * @param patience seconds; null for 90
 * @param locations whose probers count; null for all
 */
@Serdeable
public record AvailabilityPolicy(
    String id,
    String name,
    String target,
    String zone,
    @Nullable Hours hours,
    @Nullable List<String> excludes,
    @Nullable Integer slot,
    @Nullable Integer patience,
    @Nullable List<String> locations) {
  /**
   * Hours of the week by the clocks of the zone.
   *
   * @param days such as {@code monday}
   * @param from such as {@code 09:00}
   * @param to such as {@code 17:00}; {@code 00:00} is the end of the day
   * @param closed days without a promise, such as {@code 2026-12-25}; null for none
   */
  @Serdeable
  public record Hours(List<String> days, String from, String to, @Nullable List<String> closed) {}
}
