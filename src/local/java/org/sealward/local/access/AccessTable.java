package org.sealward.local.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each asker must get for each operation, as a file of words: a line for an operation, its
 * name first, then a word for each {@link Asker}. Lines that begin with {@code #} are for people.
 */
record AccessTable(Map<String, Map<Asker, Outcome>> rows) {

  /** What the policies decide. */
  enum Outcome {
    ALLOW("allow"),
    /** A statement says no: another that allows would change nothing. */
    DENY("deny"),
    /** Nothing allows it. */
    NONE("-");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    static Outcome of(String word) {
      for (Outcome outcome : values()) {
        if (outcome.word.equals(word)) {
          return outcome;
        }
      }
      throw new IllegalArgumentException("not a word of the table: " + word);
    }
  }

  static AccessTable read(Path file) {
    try {
      return parse(Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static AccessTable parse(List<String> lines) {
    Map<String, Map<Asker, Outcome>> rows = new LinkedHashMap<>();
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      List<String> words = new ArrayList<>(List.of(line.strip().split("\\s+", -1)));
      int first = words.size() - Asker.values().length;
      if (first < 1) {
        throw new IllegalArgumentException("too few words: " + line);
      }
      String name = String.join(" ", words.subList(0, first));
      Map<Asker, Outcome> cells = new EnumMap<>(Asker.class);
      for (Asker asker : Asker.values()) {
        cells.put(asker, Outcome.of(words.get(first + cells.size())));
      }
      if (rows.put(name, cells) != null) {
        throw new IllegalArgumentException("there twice: " + name);
      }
    }
    return new AccessTable(rows);
  }

  Outcome of(String operation, Asker asker) {
    Outcome outcome = rows.getOrDefault(operation, Map.of()).get(asker);
    if (outcome == null) {
      throw new IllegalArgumentException("not in the table: " + operation);
    }
    return outcome;
  }
}
