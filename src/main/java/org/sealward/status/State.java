package org.sealward.status;

import java.util.Locale;

/** How a part of the service is, the best first. */
enum State {
  OPERATIONAL,
  MAINTENANCE,
  UNKNOWN,
  DEGRADED,
  PARTIAL_OUTAGE,
  MAJOR_OUTAGE;

  /** As the document has it, such as {@code major-outage}. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How parts are that an incident concerns, by its impact. */
  static State of(String impact) {
    return switch (impact) {
      case "critical" -> MAJOR_OUTAGE;
      case "major" -> PARTIAL_OUTAGE;
      default -> DEGRADED;
    };
  }
}
