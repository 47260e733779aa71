package org.sealward.status;

import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealward.envelope.Observation;
import org.sealward.envelope.Observation.Ending;
import org.sealward.envelope.Observation.Result;
import org.sealward.envelope.Observation.Step;
import org.sealward.servicelevel.Outcome;

/**
 * What one observation says.
 *
 * @param whole of the service, as contracts count it
 * @param parts of each part of which it says something: one that was tried is as its steps were,
 *     and one that needs the step that failed is as bad as that
 * @param tried which parts were
 */
record Sight(Instant at, Outcome whole, Map<Part, Outcome> parts, Set<Part> tried) {
  static Sight of(Instant at, List<Result> steps) {
    Outcome whole = Outcome.of(Observation.worked(steps), !Observation.isBlind(steps));
    Optional<Step> failed =
        steps.stream()
            .filter(result -> result.step() != Step.REFERENCE && result.ending() != Ending.WORKED)
            .map(Result::step)
            .findFirst();
    Map<Part, Outcome> parts = new EnumMap<>(Part.class);
    Set<Part> tried = EnumSet.noneOf(Part.class);
    for (Part part : Part.values()) {
      boolean here = steps.stream().anyMatch(result -> part.isShownBy(result.step()));
      if (here) {
        tried.add(part);
      }
      if (failed.isPresent() && part.needs(failed.get())) {
        parts.put(part, whole);
      } else if (here) {
        parts.put(part, Outcome.GOOD);
      }
    }
    return new Sight(at, whole, parts, tried);
  }
}
