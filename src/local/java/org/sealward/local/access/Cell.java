package org.sealward.local.access;

import java.util.List;
import java.util.Optional;
import org.sealward.local.access.AccessTable.Outcome;
import org.sealward.local.aws.policy.Decision;

/**
 * One cell of the table, as it must be and as it is.
 *
 * @param simulated by the other evaluator, when it ran
 */
record Cell(
    String operation, Asker asker, Outcome expected, Outcome ours, Optional<Outcome> simulated) {

  boolean right() {
    return ours == expected && simulated.orElse(expected) == expected;
  }

  /** All must be allowed; the first that is not settles it. */
  static Outcome together(List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(outcome -> outcome != Outcome.ALLOW)
        .findFirst()
        .orElse(Outcome.ALLOW);
  }

  static Outcome of(Decision decision) {
    return switch (decision) {
      case Decision.Allowed _ -> Outcome.ALLOW;
      case Decision.ExplicitlyDenied _ -> Outcome.DENY;
      case Decision.ImplicitlyDenied _ -> Outcome.NONE;
    };
  }
}
