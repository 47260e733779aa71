package org.sealward.local.search;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
  private static final int CHUNK = 1 << 20;

  @TempDir private Path folder;

  @Test
  void marker_inEveryEncodingAndAlignment_isFoundInItsFile() throws IOException {
    List<Planted> ways = Planted.inEveryWay("file");
    for (int i = 0; i < ways.size(); i++) {
      Path file = folder.resolve("a/b").resolve("file-" + i);
      Files.createDirectories(file.getParent());
      Files.write(file, ways.get(i).content().toArray());
    }

    SearchReport report = search();

    for (int i = 0; i < ways.size(); i++) {
      Planted way = ways.get(i);
      String file = "file-" + i;
      assertThat(report.findings())
          .as(way.label())
          .anyMatch(finding -> way.isFoundBy(finding) && finding.place().endsWith(file));
    }
    assertThat(report.found()).isEqualTo(ways.size());
    assertThat(report.coverage().getFirst().counts()).containsEntry("files", (long) ways.size());
  }

  @Test
  void marker_inNoFile_isFound0() throws IOException {
    byte[] noise = new byte[3 * CHUNK];
    new Random(7).nextBytes(noise);
    Files.write(folder.resolve("noise"), noise);
    Files.writeString(folder.resolve("server.log"), "nothing that anybody wrote\n");

    SearchReport report = search();

    assertThat(report.found()).isZero();
    assertThat(report.isClean()).isTrue();
    assertThat(report.bytes()).isGreaterThan(3 * CHUNK);
  }

  @Test
  void marker_acrossAChunkBoundary_isFoundWithItsOffset() throws IOException {
    byte[] marker = Planted.MARKER.getBytes(UTF_8);
    for (int before = 1; before < marker.length; before++) {
      byte[] content = new byte[2 * CHUNK];
      System.arraycopy(marker, 0, content, CHUNK - before, marker.length);
      Files.write(folder.resolve("straddling"), content);

      assertThat(search().findings())
          .singleElement()
          .extracting(Finding::offset)
          .isEqualTo((long) CHUNK - before);
    }
  }

  @Test
  void longText_brokenByAPageHeader_isFoundByItsParts() throws IOException {
    String text = "It began three weeks ago, on the left arm, and it itches mostly at night.";
    Files.writeString(
        folder.resolve("page"), text.substring(0, 40) + "\0\0HEADER\0\0" + text.substring(40));

    SearchReport report =
        new ResidueSearch(List.of(Needle.text("message", text)))
            .in(new FileTree("files", folder))
            .report();

    assertThat(report.findings()).singleElement().extracting(Finding::needle).isEqualTo("message");
  }

  @Test
  void marker_inTheNameOfAFileOrFolder_isFound() throws IOException {
    Files.createDirectories(folder.resolve("Maria Musterfrau, 1970/scans"));

    SearchReport report =
        new ResidueSearch(List.of(Needle.text("the patient's name", "Maria Musterfrau")))
            .in(new FileTree("files", folder))
            .report();

    assertThat(report.findings())
        .first()
        .extracting(Finding::place)
        .asString()
        .startsWith("the name of ");
  }

  @Test
  void file_behindALink_isSearchedAndALoopEnds() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Path root = Files.createDirectories(folder.resolve("root"));
    Files.writeString(elsewhere.resolve("file"), Planted.MARKER);
    Files.createSymbolicLink(root.resolve("link"), elsewhere);
    Files.createSymbolicLink(root.resolve("loop"), root);

    SearchReport report =
        new ResidueSearch(List.of(Planted.NEEDLE)).in(new FileTree("files", root)).report();

    assertThat(report.found()).isEqualTo(1);
    assertThat(report.errors()).isEmpty();
  }

  @Test
  void folder_thatIsMissing_isAnError() {
    SearchReport report =
        new ResidueSearch(List.of(Planted.NEEDLE))
            .in(new FileTree("files", folder.resolve("missing")))
            .report();

    assertThat(report.errors()).singleElement().asString().contains("missing");
    assertThat(report.isClean()).isFalse();
  }

  @Test
  void file_thatCannotBeRead_isAnErrorAndTheRestIsSearched() throws IOException {
    Path unreadable = Path.of("/proc/self/mem"); // Reading it from its start fails, even for root.
    assumeThat(Files.exists(unreadable)).as("needs Linux's /proc").isTrue();
    Files.createSymbolicLink(folder.resolve("a-memory"), unreadable);
    Files.write(folder.resolve("z"), Planted.MARKER.getBytes(UTF_8));

    SearchReport report = search();

    assertThat(report.errors()).singleElement().asString().contains("a-memory");
    assertThat(report.found()).isEqualTo(1);
    assertThat(report.isClean()).isFalse();
  }

  @Test
  void file_thatVanished_isFine() throws IOException {
    Files.createSymbolicLink(folder.resolve("gone"), folder.resolve("was-here"));
    Files.write(folder.resolve("stays"), "stays".getBytes(US_ASCII));

    assertThat(search().isClean()).isTrue();
  }

  private SearchReport search() {
    return new ResidueSearch(List.of(Planted.NEEDLE)).in(new FileTree("files", folder)).report();
  }
}
