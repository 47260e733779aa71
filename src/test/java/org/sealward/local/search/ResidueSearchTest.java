package org.sealward.local.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResidueSearchTest {
  private static final String MESSAGE = "Does it hurt at night?";

  @Test
  void search_nothingThere_printsFound0() {
    SearchReport report =
        new ResidueSearch(List.of(Needle.text("the question", MESSAGE)))
            .in(holding("log", "nothing of interest"))
            .report();

    assertThat(report.isClean()).isTrue();
    assertThat(printed(report))
        .contains("log  1 entries, 19 bytes: nothing")
        .endsWith("\nfound 0\n");
  }

  @Test
  void search_needleThere_printsWhereButNotWhat() {
    SearchReport report =
        new ResidueSearch(List.of(Needle.text("the question", MESSAGE)))
            .in(holding("log", "user wrote: " + MESSAGE))
            .report();

    assertThat(report.isClean()).isFalse();
    assertThat(report.findings())
        .containsExactly(new Finding("the question", "log", "entry 0", Encoding.RAW, 0, 12));
    assertThat(printed(report))
        .contains("FOUND the question: in log, entry 0, at byte 12, raw")
        .doesNotContain("hurt")
        .endsWith("\nfound 1\n");
  }

  @Test
  void search_needleOftenInOnePlace_isToldOncePerPlace() {
    SearchReport report =
        new ResidueSearch(List.of(Needle.text("the question", MESSAGE)))
            .in(holding("log", MESSAGE + MESSAGE + MESSAGE, MESSAGE))
            .report();

    assertThat(report.found()).isEqualTo(2);
  }

  @Test
  void search_moreFindingsThanAreListed_countsAll() {
    String[] entries = new String[Probe.LISTED_FINDINGS + 5];
    Arrays.fill(entries, MESSAGE);

    SearchReport report =
        new ResidueSearch(List.of(Needle.text("the question", MESSAGE)))
            .in(holding("log", entries))
            .report();

    assertThat(report.findings()).hasSize(Probe.LISTED_FINDINGS);
    assertThat(printed(report)).endsWith("and 905 more\nfound 1005\n");
  }

  @Test
  void control_seen_isNotCounted() {
    SearchReport report =
        new ResidueSearch(
                List.of(
                    Needle.text("the question", MESSAGE),
                    Needle.text("an id", "d3b07384-d113").expectedIn("log")))
            .in(holding("log", "id d3b07384-d113 stored"))
            .report();

    assertThat(report.isClean()).isTrue();
    assertThat(report.needles()).isEqualTo(1);
    assertThat(printed(report)).contains("1 of 1 controls").endsWith("\nfound 0\n");
  }

  @Test
  void control_notSeenInItsStore_makesTheSearchUntrusted() {
    SearchReport report =
        new ResidueSearch(List.of(Needle.text("an id", "d3b07384-d113").expectedIn("database")))
            .in(holding("database", "empty"))
            .in(holding("log", "id d3b07384-d113 stored"))
            .report();

    assertThat(report.unseenControls()).containsExactly("database: an id");
    assertThat(report.isClean()).isFalse();
    assertThat(printed(report)).endsWith("found 0, but not all that is there was seen\n");
  }

  @Test
  void control_ofAStoreThatWasNotSearched_makesTheSearchUntrusted() {
    SearchReport report =
        new ResidueSearch(List.of(Needle.text("an id", "d3b07384-d113").expectedIn("database")))
            .in(holding("log", "id d3b07384-d113 stored"))
            .report();

    assertThat(report.isClean()).isFalse();
  }

  @Test
  void store_thatFails_isAnErrorAndTheOthersAreSearched() {
    Store broken =
        new Store() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public void search(Probe probe) {
            throw new IllegalStateException("out of order");
          }
        };

    SearchReport report =
        new ResidueSearch(List.of(Needle.text("the question", MESSAGE)))
            .in(broken)
            .in(holding("log", MESSAGE))
            .report();

    assertThat(report.errors()).singleElement().asString().contains("broken", "out of order");
    assertThat(report.found()).isEqualTo(1);
    assertThat(printed(report))
        .contains("NOT SEARCHED broken")
        .endsWith("found 1, but not all could be searched\n");
  }

  @Test
  void size_inUnitsOfPeople() {
    assertThat(Coverage.size(999)).isEqualTo("999 bytes");
    assertThat(Coverage.size(1_000)).isEqualTo("1.0 kB");
    assertThat(Coverage.size(999_960)).isEqualTo("1.0 MB");
    assertThat(Coverage.size(1_234_567_890)).isEqualTo("1.2 GB");
  }

  private static Store holding(String name, String... entries) {
    return new Store() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void search(Probe probe) {
        for (int i = 0; i < entries.length; i++) {
          int number = i;
          probe.place(() -> "entry " + number);
          probe.read(entries[i].getBytes(UTF_8));
          probe.count("entries", 1);
        }
      }
    };
  }

  private static String printed(SearchReport report) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    report.print(new PrintStream(out, true, UTF_8));
    return out.toString(UTF_8).replace("\r\n", "\n");
  }
}
