package org.sealward.local.search;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AutomatonTest {
  private static final Needle ANY = Needle.text("any", "12345678");

  @Test
  void patterns_withinEachOther_areAllFound() {
    assertThat(find("she ushers hershe", List.of("hers", "she", "ushers", "her", "shers"), 99))
        .containsExactly(
            "her@11",
            "her@6",
            "hers@11",
            "hers@6",
            "she@0",
            "she@14",
            "she@5",
            "shers@5",
            "ushers@4");
  }

  @Test
  void pattern_acrossBuffers_isFoundWhereverTheyMeet() {
    String data = "....needle in pieces....";
    for (int size = 1; size <= data.length(); size++) {
      assertThat(find(data, List.of("needle in pieces"), size)).hasSize(1);
    }
  }

  @Test
  void pattern_twiceTheSame_isToldForEach() {
    assertThat(find("abcdef", List.of("bcd", "bcd"), 6)).hasSize(2);
  }

  @Test
  void pattern_tooShort_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> find("abc", List.of("ab"), 1));
  }

  /** Against a search without any cleverness, over so few letters that patterns overlap a lot. */
  @Property(tries = 500)
  void matches_ofRandomPatterns_areThoseOfASimpleSearch(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int patterns) {
    Random random = new Random(seed);
    String data = letters(random, 400);
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < patterns; i++) {
      wanted.add(letters(random, 3 + random.nextInt(6)));
    }
    TreeSet<String> expected = new TreeSet<>();
    for (String pattern : wanted) {
      for (int at = data.indexOf(pattern); at >= 0; at = data.indexOf(pattern, at + 1)) {
        expected.add(pattern + "@" + at);
      }
    }

    assertThat(new TreeSet<>(find(data, wanted, 1 + random.nextInt(50)))).isEqualTo(expected);
  }

  private static String letters(Random random, int length) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append((char) ('a' + random.nextInt(3)));
    }
    return letters.toString();
  }

  /** Matches as {@code pattern@offset}, sorted, when the data come in buffers of a size. */
  private static List<String> find(String data, List<String> patterns, int size) {
    Automaton automaton =
        new Automaton(
            patterns.stream()
                .map(text -> new Pattern(ANY, Encoding.RAW, 0, text.getBytes(US_ASCII)))
                .toList());
    List<String> found = new ArrayList<>();
    byte[] bytes = data.getBytes(US_ASCII);
    int state = Automaton.START;
    for (int from = 0; from < bytes.length; from += size) {
      state =
          automaton.read(
              state,
              bytes,
              from,
              Math.min(bytes.length, from + size),
              (pattern, end) ->
                  found.add(
                      data.substring(end - pattern.length(), end)
                          + "@"
                          + (end - pattern.length())));
    }
    return found.stream().sorted().toList();
  }
}
