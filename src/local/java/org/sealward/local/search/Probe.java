package org.sealward.local.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a {@link Store} shows its content to, place by place. For one store and one thread.
 *
 * <p>A store announces a {@link #place} and then shows its bytes in order, in as many {@link
 * #read}s as it likes; a needle across two of them is found.
 */
public final class Probe {
  /** More are counted, but listed only the first time that a needle is found. */
  static final int LISTED_FINDINGS = 1000;

  private record Seen(Needle needle, Encoding encoding, int alignment) {}

  private final String store;
  private final Automaton automaton;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<Needle> listed = new HashSet<>();
  private final Set<Needle> controls = new HashSet<>();
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final List<String> unread = new ArrayList<>();
  private final Set<Seen> seenHere = new HashSet<>();
  private long found;
  private long bytes;

  private Supplier<String> place = () -> "";
  private int state = Automaton.START;
  private long offset;

  Probe(String store, Automaton automaton) {
    this.store = store;
    this.automaton = automaton;
  }

  /** From here on it is this place, from its first byte; its name is asked for when needed. */
  public void place(Supplier<String> name) {
    place = name;
    state = Automaton.START;
    offset = 0;
    seenHere.clear();
  }

  public void read(byte[] content) {
    read(content, 0, content.length);
  }

  /** Reads on in the current place: the bytes from {@code begin} to {@code end} (exclusive). */
  public void read(byte[] buffer, int begin, int end) {
    state =
        automaton.read(
            state,
            buffer,
            begin,
            end,
            (pattern, matchEnd) ->
                matched(pattern, offset + (matchEnd - begin) - pattern.length()));
    offset += end - begin;
    bytes += end - begin;
  }

  private void matched(Pattern pattern, long at) {
    Needle needle = pattern.needle();
    if (needle.expectedIn() != null) {
      controls.add(needle);
    } else if (seenHere.add(new Seen(needle, pattern.encoding(), pattern.alignment()))) {
      found++;
      if (listed.add(needle) || findings.size() < LISTED_FINDINGS) {
        findings.add(
            new Finding(
                needle.name(), store, place.get(), pattern.encoding(), pattern.alignment(), at));
      }
    }
  }

  /** Counts something searched, such as "rows"; counts are printed in the order first used. */
  public void count(String unit, long more) {
    counts.merge(unit, more, Long::sum);
  }

  /** Reports something that could not be searched, and why. */
  public void unread(String what, Exception why) {
    String message = why.getMessage();
    unread(
        what,
        why.getClass().getSimpleName()
            + (message == null || message.equals(what) ? "" : ": " + message.strip()));
  }

  /** Likewise. */
  public void unread(String what, String why) {
    unread.add(store + ": " + what + ": " + why);
  }

  List<Finding> findings() {
    return findings;
  }

  List<String> unread() {
    return unread;
  }

  Coverage coverage() {
    return new Coverage(store, counts, bytes, found);
  }

  /** The controls of this store that were not seen, for people. */
  List<String> unseen(Collection<Needle> needles) {
    return needles.stream()
        .filter(needle -> store.equals(needle.expectedIn()) && !controls.contains(needle))
        .map(needle -> store + ": " + needle)
        .toList();
  }
}
