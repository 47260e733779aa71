package org.sealward.local.access;

import java.util.List;
import java.util.Optional;

/** A role with everything that is attached to it. */
record PlannedRole(String name, List<PolicyText> attached, Optional<PolicyText> boundary) {
  PlannedRole {
    attached = List.copyOf(attached);
  }
}
