package org.sealward.local.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            + " primitives that this takes (AES-256-GCM, SHA-256, X-Wing, Ed25519), called raw; the"
            + " AWS Encryption SDK; OpenSSL's AES-256-GCM, if there is an openssl.")
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

  /** One of the things that are measured in turns. */
  private interface Step {
    void run() throws Exception;
  }

  @Override
  void measure(Figures figures) throws Exception {
    byte[] image = new byte[size];
    new SecureRandom().nextBytes(image);
    var sealed = new ByteArrayOutputStream(size + size / 500 + 200);
    SignedGrant grant = seal(image, sealed);
    byte[] stored = sealed.toByteArray();
    var opened = new ByteArrayOutputStream(size);
    var raw = new RawPrimitives(image);
    var sdk = new EncryptionSdk();
    byte[] storedBySdk = sdk.seal(image);
    Map<String, Step> steps = new LinkedHashMap<>();
    steps.put("seal", () -> seal(image, sealed));
    steps.put("seal-primitives", () -> raw.seal(RECIPIENTS));
    steps.put("open", () -> open(grant, stored, opened));
    steps.put("open-primitives", raw::open);
    steps.put("aes-256-gcm", raw::encrypt);
    steps.put("aws-encryption-sdk-seal", () -> sdk.seal(image));
    steps.put("aws-encryption-sdk-open", () -> sdk.open(storedBySdk));
    Map<String, Double> medians = medians(steps);
    if (!Arrays.equals(opened.toByteArray(), image)
        || !Arrays.equals(sdk.open(storedBySdk), image)) {
      throw new IllegalStateException("what was opened is not what was sealed");
    }
    figures.note("image of %,d bytes, medians of %d rounds".formatted(size, rounds));
    medians.forEach((name, nanos) -> figures.add(name, nanos / 1e6, "ms"));
    figures.add("seal-ratio", ratio(figures, "seal"), "", "at least 0.8");
    figures.add("open-ratio", ratio(figures, "open"), "", "at least 0.8");
    figures.add(
        "aes-256-gcm-jdk", size / 1e6 / figures.value("aes-256-gcm"), "GB/s", "chunks of 16 KiB");
    OpenSsl.aesGcm()
        .ifPresentOrElse(
            rate -> figures.add("aes-256-gcm-openssl", rate / 1e9, "GB/s", "chunks of 16 KiB"),
            () -> figures.note("no openssl on this computer"));
  }

  /** In turns, so that whatever slows the computer down slows all of them; half is warm-up. */
  private Map<String, Double> medians(Map<String, Step> steps) throws Exception {
    Map<String, double[]> times = new LinkedHashMap<>();
    for (int round = -rounds; round < rounds; round++) {
      for (Map.Entry<String, Step> step : steps.entrySet()) {
        long from = System.nanoTime();
        step.getValue().run();
        long nanos = System.nanoTime() - from;
        if (round >= 0) {
          times.computeIfAbsent(step.getKey(), _ -> new double[rounds])[round] = nanos;
        }
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    times.forEach((name, nanos) -> medians.put(name, Figures.median(nanos)));
    return medians;
  }

  private static double ratio(Figures figures, String what) {
    return figures.value(what + "-primitives") / figures.value(what);
  }

  private SignedGrant seal(byte[] image, ByteArrayOutputStream out) throws IOException {
    out.reset();
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
    out.reset();
    try (ImageKey key = Opener.imageKey(grant, owner.bundle(), recipient)) {
      Opener.image(context, grant.grant().content(), key, new ByteArrayInputStream(sealed), out);
    }
  }
}
