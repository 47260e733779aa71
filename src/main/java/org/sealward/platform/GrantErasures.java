package org.sealward.platform;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/**
 * Carries out, as {@link Erasures} does for other orders, what revocations order. A reader of its
 * own, since it has to see those that were not yet orders when they were appended.
 */
@Singleton
class GrantErasures implements EventReader {
  private final Erasures erasures;

  GrantErasures(Erasures erasures) {
    this.erasures = erasures;
  }

  @Override
  public String name() {
    return "grant-erasures";
  }

  @Override
  public Set<String> kinds() {
    return Set.of(Erasures.GRANT);
  }

  @Override
  public void accept(List<Event> batch) {
    for (Event order : batch) {
      erasures.carryOut(order.stream(), order.seq());
    }
  }
}
