package org.sealward.local.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.ImageSealer;
import org.sealward.envelope.Opener;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.SealedContent;
import org.sealward.envelope.SignedGrant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** An image sealed for two recipients and opened by one, beside the primitives that this takes. */
@Command(
    name = "seal",
    description =
        "Seals a 5 MB image for two recipients and opens it, on one thread. Beside it: the"
            + " primitives that this takes (AES-256-GCM, SHA-256, X-Wing, Ed25519), called raw.")
final class SealBench extends Measurement {
  private static final int RECIPIENTS = 2;

  @Option(names = "--bytes", description = "Size of the image (default: ${DEFAULT-VALUE}).")
  private int size = 5_000_000;

  @Option(names = "--rounds", description = "Measured rounds (default: ${DEFAULT-VALUE}).")
  private int rounds = 60;

  private final OwnKeys owner = keys();
  private final OwnKeys recipient = keys();
  private final ImageContext context =
      new ImageContext(UUID.randomUUID(), owner.userId(), owner.userId(), UUID.randomUUID());

  private static OwnKeys keys() {
    return OwnKeys.first(UUID.randomUUID(), PrivateKeys.generate(), now());
  }

  private static Instant now() {
    return Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  void measure(Figures figures) throws Exception {
    byte[] image = new byte[size];
    new SecureRandom().nextBytes(image);
    var raw = new RawPrimitives(image);
    var sealed = new ByteArrayOutputStream(size + size / 500 + 200);
    var opened = new ByteArrayOutputStream(size);
    double[][] times = new double[5][rounds];
    // In turns, so that whatever slows the computer down slows all of them; half is warm-up.
    for (int round = -rounds; round < rounds; round++) {
      sealed.reset();
      opened.reset();
      long[] at = new long[6];
      at[0] = System.nanoTime();
      SignedGrant grant = seal(image, sealed);
      at[1] = System.nanoTime();
      raw.seal(RECIPIENTS);
      at[2] = System.nanoTime();
      byte[] stored = sealed.toByteArray();
      long opening = System.nanoTime();
      open(grant, stored, opened);
      at[3] = System.nanoTime();
      long copied = opening - at[2];
      raw.open();
      at[4] = System.nanoTime();
      raw.encrypt();
      at[5] = System.nanoTime();
      for (int i = 0; round >= 0 && i < times.length; i++) {
        times[i][round] = at[i + 1] - at[i] - (i == 2 ? copied : 0);
      }
    }
    if (!Arrays.equals(opened.toByteArray(), image)) {
      throw new IllegalStateException("what was opened is not what was sealed");
    }
    figures.note("image of %,d bytes, medians of %d rounds".formatted(size, rounds));
    report(figures, "seal", times[0], times[1]);
    report(figures, "open", times[2], times[3]);
    figures.add("aes-256-gcm-raw", size / median(times[4]), "GB/s", "JDK, chunks of 16 KiB");
  }

  private static void report(Figures figures, String what, double[] ours, double[] raw) {
    figures.add(what, median(ours) / 1e6, "ms");
    figures.add(what + "-primitives", median(raw) / 1e6, "ms");
    figures.add(what + "-ratio", median(raw) / median(ours), "", "at least 0.8");
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private SignedGrant seal(byte[] image, ByteArrayOutputStream out) throws IOException {
    try (ImageKey key = ImageKey.generate()) {
      SealedContent content = ImageSealer.seal(context, key, new ByteArrayInputStream(image), out);
      List<SignedGrant> grants =
          List.of(
              SignedGrant.issue(context, content, key, owner, owner.bundle(), now()),
              SignedGrant.issue(context, content, key, owner, recipient.bundle(), now()));
      return grants.getLast();
    }
  }

  private void open(SignedGrant grant, byte[] sealed, ByteArrayOutputStream out)
      throws IOException {
    try (ImageKey key = Opener.imageKey(grant, owner.bundle(), recipient)) {
      Opener.image(context, grant.grant().content(), key, new ByteArrayInputStream(sealed), out);
    }
  }
}
