package org.sealward.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.local.search.FileTree;
import org.sealward.local.search.Needle;
import org.sealward.local.search.ResidueSearch;
import org.sealward.local.search.SearchReport;

class PictureTest {
  @TempDir private Path folder;

  @Test
  void picture_drawn_isA12MegapixelJpegOfAPlausibleSize() throws IOException {
    Path file = folder.resolve("picture.jpg");

    Picture.draw(42, file);

    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(4000);
    assertThat(image.getHeight()).isEqualTo(3000);
    assertThat(Files.size(file)).isBetween(3_000_000L, 8_000_000L);
  }

  @Test
  void picture_ofOneSeed_isTheSameAndOfAnotherNot() throws IOException {
    Picture.draw(1, folder.resolve("a"));
    Picture.draw(1, folder.resolve("b"));
    Picture.draw(2, folder.resolve("c"));

    assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
    assertThat(Files.mismatch(folder.resolve("a"), folder.resolve("c"))).isNotNegative();
  }

  @Test
  void pieces_ofAPicture_areEachFoundOnceInItAndNotInAnother() throws IOException {
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));
    Picture.draw(1, first.resolve("picture.jpg"));
    Picture.draw(2, second.resolve("picture.jpg"));
    List<Needle> pieces = Picture.pieces(first.resolve("picture.jpg"), 64, 32);

    SearchReport inFirst = search(pieces, first);
    SearchReport inSecond = search(pieces, second);

    assertThat(pieces).hasSize(64);
    assertThat(inFirst.found()).isEqualTo(64);
    long spread = Files.size(first.resolve("picture.jpg")) / 65;
    assertThat(inFirst.findings().getFirst().offset()).isBetween(spread, spread + 32);
    assertThat(inFirst.findings().getLast().offset()).isBetween(64 * spread, 64 * spread + 32);
    assertThat(inSecond.found()).isZero();
  }

  @Test
  void pieces_ofASmallFile_areFewer() throws IOException {
    Path file = Files.writeString(folder.resolve("small"), "0123456789abcdefghijklmnop");

    assertThat(Picture.pieces(file, 64, 8)).hasSize(2);
  }

  @Test
  void pieces_ofAUniformFile_areRefused() throws IOException {
    Path file = Files.write(folder.resolve("zeros"), new byte[10_000]);

    assertThatIllegalArgumentException().isThrownBy(() -> Picture.pieces(file, 8, 32));
  }

  private static SearchReport search(List<Needle> pieces, Path where) {
    return new ResidueSearch(pieces).in(new FileTree("files", where)).report();
  }
}
