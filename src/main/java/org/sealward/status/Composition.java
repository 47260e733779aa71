package org.sealward.status;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sealward.api.AvailabilityIncident;
import org.sealward.api.NewStatusIncident;
import org.sealward.api.NewStatusMaintenance;
import org.sealward.api.ServiceStatus;
import org.sealward.report.Policy;
import org.sealward.servicelevel.Exclusion;
import org.sealward.status.Outlook.Standing;
import org.sealward.status.StatusTables.Said;

/**
 * Makes the document of what probers saw and what operators say. Each part is as bad as the worst
 * of these; words never make it better.
 *
 * @param incidents that alerts opened
 */
record Composition(
    Policy policy,
    Outlook outlook,
    Words words,
    List<AvailabilityIncident> incidents,
    List<Exclusion> exclusions) {

  /** Without them nobody can do anything, or no new patient can. */
  private static final List<Part> VITAL = List.of(Part.SITE, Part.SIGN_IN, Part.CONNECTION);

  private Instant now() {
    return outlook.now();
  }

  ServiceStatus status() {
    Instant oldest = outlook.oldest();
    List<ServiceStatus.Incident> told =
        Stream.concat(
                incidents.stream().filter(one -> isShown(one.to(), oldest)).map(this::automatic),
                words.incidents().stream()
                    .filter(one -> isShown(words.end(one.id()), oldest))
                    .map(this::persons))
            .sorted(
                Comparator.comparing(ServiceStatus.Incident::from)
                    .reversed()
                    .thenComparing(ServiceStatus.Incident::id))
            .toList();
    return new ServiceStatus(
        policy.name(),
        policy.contract().zone().getId(),
        now(),
        null,
        Stream.of(Part.values()).filter(outlook::isShown).map(this::component).toList(),
        told,
        words.maintenances().stream()
            .filter(one -> isShown(Words.end(one), oldest))
            .map(this::maintenance)
            .toList(),
        words.notice().orElse(null),
        availability().orElse(null));
  }

  private static boolean isShown(@Nullable Instant end, Instant oldest) {
    return end == null || end.isAfter(oldest);
  }

  private ServiceStatus.Component component(Part part) {
    List<Standing> all = new ArrayList<>(List.of(outlook.standing(part)));
    for (Said<NewStatusMaintenance> maintenance : words.maintenances()) {
      NewStatusMaintenance work = maintenance.what();
      if (work.components().contains(part.id())
          && !now().isBefore(work.from())
          && now().isBefore(Words.end(maintenance))) {
        all.add(new Standing(State.MAINTENANCE, work.from()));
      }
    }
    for (Said<NewStatusIncident> incident : words.incidents()) {
      if (incident.what().components().contains(part.id()) && words.end(incident.id()) == null) {
        all.add(new Standing(State.of(incident.what().impact()), incident.what().from()));
      }
    }
    Standing worst =
        all.stream()
            .max(
                Comparator.comparing(Standing::state)
                    .thenComparing(Standing::since, Comparator.reverseOrder()))
            .orElseThrow();
    return new ServiceStatus.Component(
        part.id(), part.title(), worst.state().text(), worst.since(), outlook.days(part));
  }

  private ServiceStatus.Incident automatic(AvailabilityIncident incident) {
    UUID id = Objects.requireNonNull(incident.id());
    @Nullable Instant to = incident.to();
    List<Part> down = outlook.down(incident.from(), to == null ? now() : to);
    List<Part> concerned =
        down.isEmpty() ? outlook.unknown(incident.from(), to == null ? now() : to) : down;
    String impact =
        down.isEmpty() ? "minor" : down.stream().anyMatch(VITAL::contains) ? "critical" : "major";
    return new ServiceStatus.Incident(
        id,
        incident.title(),
        impact,
        true,
        incident.from(),
        to,
        concerned.stream().map(Part::id).toList(),
        words.posts(id));
  }

  private ServiceStatus.Incident persons(Said<NewStatusIncident> incident) {
    NewStatusIncident what = incident.what();
    return new ServiceStatus.Incident(
        incident.id(),
        what.title(),
        what.impact(),
        false,
        what.from(),
        words.end(incident.id()),
        what.components(),
        words.posts(incident.id()));
  }

  private ServiceStatus.Maintenance maintenance(Said<NewStatusMaintenance> maintenance) {
    NewStatusMaintenance what = maintenance.what();
    return new ServiceStatus.Maintenance(
        maintenance.id(),
        what.title(),
        maintenance.at(),
        what.from(),
        Words.end(maintenance),
        what.components(),
        words.posts(maintenance.id()));
  }

  private Optional<ServiceStatus.Availability> availability() {
    return outlook
        .account(exclusions)
        .map(
            account ->
                new ServiceStatus.Availability(
                    policy.id(),
                    YearMonth.from(now().atZone(policy.contract().zone())).toString(),
                    account.percent().toPlainString(),
                    policy.target().toPlainString()));
  }

  /**
   * What is shown of a document while nothing newer can be had.
   *
   * @param away after how long every part counts as down that needs the database
   */
  static ServiceStatus lost(ServiceStatus last, Instant now, Duration away) {
    boolean down = !now.isBefore(last.at().plus(away));
    return new ServiceStatus(
        last.name(),
        last.zone(),
        last.at(),
        last.at(),
        down
            ? last.components().stream().map(one -> lost(one, last.at())).toList()
            : last.components(),
        last.incidents(),
        last.maintenances(),
        last.notice(),
        last.availability());
  }

  private static ServiceStatus.Component lost(ServiceStatus.Component one, Instant at) {
    String down = State.MAJOR_OUTAGE.text();
    return one.id().equals(Part.SITE.id()) || one.state().equals(down)
        ? one
        : new ServiceStatus.Component(one.id(), one.name(), down, at, one.days());
  }
}
