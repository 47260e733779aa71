package org.sealward.local;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.sealward.local.search.Needle;

/**
 * A picture to send: a macro photograph of a birthmark, drawn, with a scale bar and a caption. 12
 * megapixels, 3 to 8 MB of JPEG, no two alike but those of one seed.
 */
public final class Picture {
  static final int WIDTH = 4000;
  static final int HEIGHT = 3000;

  private static final float JPEG_QUALITY = 0.92f;

  /** Pixels of one millimetre. */
  private static final int MILLIMETRE = 160;

  private final Noise shape;
  private final Noise texture;
  private final long grainSeed;
  private final float centreX;
  private final float centreY;
  private final float size;

  private Picture(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    shape = new Noise(random.split());
    texture = new Noise(random.split());
    grainSeed = random.nextLong();
    centreX = WIDTH * (0.42f + 0.16f * random.nextFloat());
    centreY = HEIGHT * (0.42f + 0.1f * random.nextFloat());
    size = HEIGHT * (0.2f + 0.08f * random.nextFloat());
  }

  /** Draws the picture of this seed, always the same, to a JPEG file; replaces what was there. */
  public static void draw(long seed, Path file) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    Picture picture = new Picture(seed);
    IntStream.range(0, HEIGHT).parallel().forEach(y -> picture.drawRow(y, pixels));
    Caption.draw(
        "SEALWARD DEMO   PICTURE %04d   5 MM".formatted(Math.floorMod(seed, 10_000)),
        5 * MILLIMETRE,
        pixels,
        WIDTH,
        HEIGHT);
    write(image, file);
  }

  /**
   * Pieces of a file to search for, spread evenly over it.
   *
   * @param count how many; fewer come back when the file is small or mostly uniform
   * @param size of a piece in bytes, at least 8
   * @throws IllegalArgumentException when the file has no piece worth searching for
   */
  public static List<Needle> pieces(Path file, int count, int size) throws IOException {
    List<Needle> pieces = new ArrayList<>();
    long length = Files.size(file);
    try (FileChannel channel = FileChannel.open(file)) {
      long step = Math.max(size, length / (count + 1));
      for (long from = step; from + size <= length && pieces.size() < count; from += step) {
        long end = Math.min(from + step, length);
        piece(channel, from, end, size, pieces.size() + 1).ifPresent(pieces::add);
      }
    }
    if (pieces.isEmpty()) {
      throw new IllegalArgumentException(file + " is too small or uniform to be searched for");
    }
    return pieces;
  }

  /** The first piece between two offsets that is worth searching for. */
  private static Optional<Needle> piece(
      FileChannel channel, long from, long end, int size, int number) throws IOException {
    for (long at = from; at + size <= end; at += size) {
      byte[] piece = read(channel, at, size);
      if (Needle.isDistinctive(piece)) {
        return Optional.of(
            Needle.bytes("piece %d of the picture, at its byte %d".formatted(number, at), piece));
      }
    }
    return Optional.empty();
  }

  private static byte[] read(FileChannel channel, long at, int size) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(size);
    while (piece.hasRemaining() && channel.read(piece, at + piece.position()) >= 0) {}
    return piece.array();
  }

  private void drawRow(int y, int[] pixels) {
    SplittableRandom grain = new SplittableRandom(grainSeed + y);
    for (int x = 0; x < WIDTH; x++) {
      float coarse = texture.at(x / 310f, y / 310f);
      float fine =
          texture.at(x / 23f + 50, y / 23f + 50) * 0.6f + texture.at(x / 7f, y / 9f) * 0.4f;
      float mark = mark(x, y) * (0.55f + 0.6f * pigment(x, y));
      float light = light(x, y) * (0.94f + 0.12f * coarse) * (0.95f + 0.1f * fine);
      int speck = (grain.nextInt() & 31) - 16;
      int red = channel((226 - 122 * mark) * light + speck);
      int green = channel((174 - 112 * mark) * light + speck);
      int blue = channel((150 - 92 * mark) * light + speck);
      pixels[y * WIDTH + x] = red << 16 | green << 8 | blue;
    }
  }

  /** How much of the mark there is at a pixel, 0 to 1; its edge is irregular. */
  private float mark(int x, int y) {
    float dx = x - centreX;
    float dy = (y - centreY) * 1.25f;
    float distance = (float) Math.sqrt(dx * dx + dy * dy);
    if (distance > 1.7f * size || distance < 1) {
      return distance < 1 ? 1 : 0;
    }
    float lobes = shape.at(20 + 2.2f * dx / distance, 20 + 2.2f * dy / distance);
    float ragged = shape.at((x + y) / 90f, (x + 2 * HEIGHT - y) / 90f);
    float radius = size * (0.65f + 0.5f * lobes + 0.12f * ragged);
    return Noise.smooth(Math.clamp((radius - distance) / (0.22f * size) + 0.5f, 0f, 1f));
  }

  /** Layers of noise, each at an angle of its own, so that no lattice shows. */
  private float pigment(int x, int y) {
    float u = x * 0.8f + y * 0.6f;
    float v = 3000 + y * 0.8f - x * 0.6f;
    return 0.5f * texture.at(u / 210f, v / 210f)
        + 0.3f * texture.at((x + v) / 120f, (u + y) / 120f)
        + 0.2f * texture.at(u / 31f, v / 31f);
  }

  /** Brighter in the middle, as under a ring light. */
  private static float light(int x, int y) {
    float dx = (x - WIDTH / 2f) / WIDTH;
    float dy = (y - HEIGHT / 2f) / HEIGHT;
    return 1.06f - 0.55f * (dx * dx + dy * dy);
  }

  private static int channel(float value) {
    return Math.clamp((int) value, 0, 255);
  }

  private static void write(BufferedImage image, Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    Files.deleteIfExists(file);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(JPEG_QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
  }

  /** Random values on a lattice that repeats, smooth in between; from 0 to 1. */
  private static final class Noise {
    private static final int SIDE = 256;

    private final float[] lattice = new float[SIDE * SIDE];

    Noise(SplittableRandom random) {
      for (int i = 0; i < lattice.length; i++) {
        lattice[i] = random.nextFloat();
      }
    }

    float at(float x, float y) {
      int column = (int) x;
      int row = (int) y;
      float right = smooth(x - column);
      float below = smooth(y - row);
      float top = mix(value(column, row), value(column + 1, row), right);
      float bottom = mix(value(column, row + 1), value(column + 1, row + 1), right);
      return mix(top, bottom, below);
    }

    static float smooth(float t) {
      return t * t * (3 - 2 * t);
    }

    private float value(int column, int row) {
      return lattice[(row & (SIDE - 1)) * SIDE + (column & (SIDE - 1))];
    }

    private static float mix(float a, float b, float t) {
      return a + (b - a) * t;
    }
  }
}
