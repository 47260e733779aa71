package org.sealward.local.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.sealward.client.internal.http.Backoff;
import org.sealward.client.internal.tus.TusUpload;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.ImageSealer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Downloads of images over loopback, beside nginx with the same files. */
@Command(
    name = "images",
    description =
        "Downloads images from the service, in turns with nginx where there is one; prints bytes"
            + " a second, and the ratio.")
final class ImagesBench extends Measurement {
  @Option(names = "--bytes", description = "Size of an image (default: ${DEFAULT-VALUE}).")
  private int size = 5_000_000;

  @Option(names = "--images", description = "How many (default: ${DEFAULT-VALUE}).")
  private int images = 8;

  @Option(names = "--connections", description = "At a time (default: ${DEFAULT-VALUE}).")
  private int connections = 4;

  @Option(names = "--rounds", description = "Measured rounds of each (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(names = "--seconds", description = "Length of a round (default: ${DEFAULT-VALUE}).")
  private double seconds = 3;

  @Option(
      names = "--warm-up",
      description = "Seconds of the service alone before it (default: ${DEFAULT-VALUE}).")
  private double warmUp = 60;

  @Override
  void measure(Figures figures) throws Exception {
    Path folder = Files.createTempDirectory("sealward-bench-images-");
    try (Stand stand = Stand.start();
        var clinic = new BenchUser.Clinic(stand.backends(), stand.url())) {
      BenchUser owner = clinic.specialist();
      UUID conversation = Pair.begin(owner, clinic.specialist()).conversation();
      List<String> stored = new ArrayList<>();
      List<String> files = new ArrayList<>();
      for (int i = 0; i < images; i++) {
        files.add("/image-" + i);
        stored.add(upload(owner, conversation, folder.resolve("image-" + i)));
      }
      var ours = new Downloads(stand.url(), "Authorization: Bearer " + owner.accessToken(), stored);
      Optional<Nginx> nginx = Nginx.start(folder);
      try {
        compare(figures, ours, nginx.map(server -> new Downloads(server.url(), "", files)));
      } finally {
        nginx.ifPresent(Nginx::close);
      }
    } finally {
      try (var left = Files.list(folder)) {
        for (Path file : left.toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** In turns, so that whatever slows the computer down slows both. */
  private void compare(Figures figures, Downloads ours, Optional<Downloads> known)
      throws Exception {
    double[] service = new double[rounds];
    double[] nginx = new double[rounds];
    ours.rate(connections, warmUp);
    for (int round = 0; round < rounds; round++) {
      service[round] = ours.rate(connections, seconds);
      nginx[round] = known.isPresent() ? known.get().rate(connections, seconds) : 0;
    }
    figures.note(
        "%d images of %,d bytes on %d connections, medians of %d rounds after %.0f s of warm-up"
            .formatted(images, size, connections, rounds, warmUp));
    figures.add("download", Figures.median(service) / 1e6, "MB/s");
    if (known.isPresent()) {
      figures.add("nginx", Figures.median(nginx) / 1e6, "MB/s");
      figures.add("ratio", Figures.median(service) / Figures.median(nginx), "", "at least 0.6");
    } else {
      figures.note("no nginx on this computer: nothing to compare with");
    }
  }

  /** Answers the path of the image's content; its ciphertext is in the file then. */
  private String upload(BenchUser owner, UUID conversation, Path file) throws IOException {
    var context = new ImageContext(UUID.randomUUID(), owner.id(), owner.id(), conversation);
    byte[] image = new byte[size];
    new SecureRandom().nextBytes(image);
    try (ImageKey key = ImageKey.generate();
        OutputStream sealed = Files.newOutputStream(file)) {
      ImageSealer.seal(context, key, new ByteArrayInputStream(image), sealed);
    }
    new TusUpload(owner.api(), Backoff.of(Duration.ofMillis(500), Duration.ofSeconds(5)), _ -> {})
        .run(
            file,
            context.imageId().toString(),
            Map.of(
                "imageId", context.imageId().toString(),
                "subjectId", context.subjectId().toString(),
                "conversationId", context.conversationId().toString()));
    return "/v1/images/" + context.imageId() + "/content";
  }
}
