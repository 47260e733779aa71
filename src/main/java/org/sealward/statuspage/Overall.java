package org.sealward.statuspage;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.sealward.api.ServiceStatus;
import org.sealward.api.ServiceStatus.Component;
import org.sealward.api.ServiceStatus.Incident;

/** How the whole service is, from bad to worse; names and words are those of Statuspage. */
enum Overall {
  NONE("All Systems Operational"),
  MAINTENANCE("Service Under Maintenance"),
  MINOR("Partially Degraded Service"),
  MAJOR("Partial System Outage"),
  CRITICAL("Major Service Outage");

  static final String SITE = "site";
  static final String DOWN = "major-outage";
  static final String UNKNOWN = "unknown";

  /** Without these nobody can do anything, or new patients cannot. */
  private static final Set<String> VITAL = Set.of(SITE, "sign-in", "connection");

  private final String words;

  Overall(String words) {
    this.words = words;
  }

  /**
   * The worst of what components and people's unresolved incidents say. Those that alerts opened
   * last on after the outage; components know better.
   */
  static Overall of(ServiceStatus status) {
    return Stream.concat(
            status.components().stream().map(Overall::of),
            status.incidents().stream()
                .filter(one -> one.to() == null && !one.automatic())
                .map(Overall::of))
        .max(Comparator.naturalOrder())
        .orElse(MINOR);
  }

  private static Overall of(Component component) {
    return switch (component.state()) {
      case "operational" -> NONE;
      case "maintenance" -> MAINTENANCE;
      case "partial-outage" -> MAJOR;
      case DOWN -> VITAL.contains(component.id()) ? CRITICAL : MAJOR;
      default -> MINOR; // degraded, unknown
    };
  }

  private static Overall of(Incident incident) {
    return switch (incident.impact()) {
      case "critical" -> CRITICAL;
      case "major" -> MAJOR;
      default -> MINOR;
    };
  }

  /** Such as {@code critical}. */
  String indicator() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** In few words. */
  String words(List<Component> components) {
    List<String> states = components.stream().map(Component::state).toList();
    boolean unknown = states.isEmpty() || states.contains(UNKNOWN);
    return this == MINOR && unknown && !states.contains("degraded") ? "State Unknown" : words;
  }

  /** A component's state for people. */
  static String state(Component component) {
    return switch (component.state()) {
      case "operational" -> "Works";
      case "degraded" -> "Slow or faulty";
      case "partial-outage" -> "Partly down";
      case DOWN -> "Down";
      case "maintenance" -> "Under maintenance";
      default -> "Not known";
    };
  }
}
