package org.sealward.local.search;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Searches stores for needles.
 *
 * <pre>{@code
 * SearchReport report =
 *     new ResidueSearch(List.of(Needle.text("the first message", "...")))
 *         .in(new PostgresTables("PostgreSQL, every table", database::connect))
 *         .in(new FileTree("PostgreSQL, its folder", folder))
 *         .report();
 * }</pre>
 */
public final class ResidueSearch {
  private final List<Needle> needles;
  private final Automaton automaton;
  private final List<Store> stores = new ArrayList<>();

  public ResidueSearch(Collection<Needle> needles) {
    this.needles = List.copyOf(needles);
    this.automaton = new Automaton(Pattern.of(this.needles));
  }

  /** Adds a store to search. */
  public ResidueSearch in(Store store) {
    stores.add(store);
    return this;
  }

  /** Searches all stores now, one after the other. */
  public SearchReport report() {
    long began = System.nanoTime();
    List<Finding> findings = new ArrayList<>();
    List<Coverage> coverage = new ArrayList<>();
    List<String> unseenControls = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (Store store : stores) {
      Probe probe = new Probe(store.name(), automaton);
      try {
        store.search(probe);
      } catch (RuntimeException e) {
        probe.unread("all that was left of it", e);
      }
      findings.addAll(probe.findings());
      coverage.add(probe.coverage());
      errors.addAll(probe.unread());
      unseenControls.addAll(probe.unseen(needles));
    }
    List<Needle> controls = needles.stream().filter(needle -> needle.expectedIn() != null).toList();
    controls.stream()
        .filter(control -> stores.stream().noneMatch(s -> s.name().equals(control.expectedIn())))
        .forEach(
            control ->
                unseenControls.add(control.expectedIn() + ", which was not searched: " + control));
    return new SearchReport(
        needles.size() - controls.size(),
        controls.size(),
        findings,
        coverage,
        unseenControls,
        errors,
        Duration.ofNanos(System.nanoTime() - began));
  }
}
