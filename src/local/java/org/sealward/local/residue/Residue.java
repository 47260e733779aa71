package org.sealward.local.residue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sealward.decryption.Swap;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.LentSeeds;
import org.sealward.envelope.SecretBytes;
import org.sealward.local.LocalBackends;
import org.sealward.local.ServiceProcess;
import org.sealward.local.aws.wire.JsonObject;
import org.sealward.local.bench.BenchUser;
import org.sealward.local.bench.Pair;
import org.sealward.local.bench.Stand;
import org.sealward.local.search.Coverage;
import org.sealward.local.search.Needle;
import org.sealward.local.search.SearchReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./sealward verify residue}. */
@Command(
    name = "residue",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "What remains of assisted decryptions. Starts a service of its own, which speaks TLS as it",
      "does on AWS, and has it decrypt images, several at a time, while garbage is collected all",
      "the time; then searches the whole memory of every process that it started, its files and",
      "logs and the database for every image KEM seed, every image key and a piece of every 4 KiB",
      "of the pictures. Then again with a few images, in a service that does not clear its memory:",
      "there each kind must be found.%n"
    },
    footer = {
      "%nExit code: 0 nothing was found, everything could be searched, and all kinds were found",
      "where they are; 1 otherwise.",
      "3 it could not be run: elsewhere than on Linux, or where there is swap."
    })
public final class Residue implements Callable<Integer> {
  private static final int NOT_RUN = 3;
  private static final int PAIRS = 4;
  private static final int IMAGES_OF_A_PAIR = 2;

  /** Decryptions by the service that keeps everything. */
  private static final int KEPT = 12;

  @Option(names = "--decryptions", description = "how many (default: ${DEFAULT-VALUE})")
  private int decryptions = 2_000;

  @Option(names = "--bytes", description = "size of an image (default: ${DEFAULT-VALUE})")
  private int bytes = 1_000_000;

  @Option(
      names = "--concurrent",
      description = "SEALWARD_DECRYPTION_CONCURRENT (default: ${DEFAULT-VALUE})")
  private int concurrent = 2;

  @Option(
      names = "--keep",
      description = "only the service that does not clear its memory; 0 when each kind is found")
  private boolean keep;

  @Option(names = "--json", description = "one JSON object instead of lines")
  private boolean json;

  /** What a service did. */
  private record Done(int decryptions, double seconds, int waits, long whole, long partial) {}

  /**
   * What was found after it.
   *
   * @param onDisk processes whose memory the system has written to a disk, or may
   */
  private record Measured(Done done, List<String> onDisk, SearchReport report) {
    boolean isClean() {
      return report.isClean() && onDisk.isEmpty();
    }

    long found(Kind kind) {
      return report.findings().stream()
          .filter(finding -> finding.needle().startsWith(kind.words()))
          .count();
    }

    boolean foundEachKind() {
      return report.errors().isEmpty()
          && report.unseenControls().isEmpty()
          && Arrays.stream(Kind.values()).allMatch(kind -> found(kind) > 0);
    }

    JsonObject kinds() {
      JsonObject kinds = JsonObject.EMPTY;
      for (Kind kind : Kind.values()) {
        kinds = kinds.with(kind.words(), found(kind));
      }
      return kinds;
    }
  }

  /** The deployment's, and so of both services, which read each other's keys in the database. */
  private final String signingKey = newSigningKey();

  @Override
  public Integer call() throws Exception {
    if (!Files.exists(Path.of("/proc/self/pagemap"))) {
      System.err.println("Not run: the memory of processes is searched on Linux alone.");
      return NOT_RUN;
    }
    if (new Swap().isPossible()) {
      System.err.println(
          "Not run: the service does not decrypt on a computer that could swap. Where there is"
              + " systemd: systemd-run --scope -p MemorySwapMax=0 ./sealward verify residue");
      return NOT_RUN;
    }
    Path folder = Files.createTempDirectory("sealward-residue-");
    try {
      return run(folder);
    } finally {
      Stand.delete(folder);
    }
  }

  private int run(Path folder) throws Exception {
    Path data = Files.createDirectories(folder.resolve("server"));
    Certificate certificate = Certificate.make(folder);
    try (LocalBackends backends = LocalBackends.start(data, 0, Clock.systemUTC(), _ -> {})) {
      List<Needle> secrets = new ArrayList<>();
      try (ServiceProcess service = start(backends, certificate, folder, keep);
          var clinic = new BenchUser.Clinic(backends, certificate.url())) {
        clinic.turnOnAssistedDecryption();
        List<SharedImage> images = images(clinic, folder, secrets);
        Measured first = measure(backends, service, images, decryptions, secrets);
        if (keep) {
          print(first, null);
          return first.foundEachKind() ? 0 : 1;
        }
        service.kill();
        say("Now by a service that keeps everything");
        try (ServiceProcess keeping = start(backends, certificate, folder, true)) {
          Measured kept = measure(backends, keeping, images, KEPT, secrets);
          print(first, kept);
          return first.isClean() && kept.foundEachKind() ? 0 : 1;
        }
      }
    }
  }

  private ServiceProcess start(
      LocalBackends backends, Certificate certificate, Path folder, boolean keeping)
      throws IOException {
    Map<String, String> environment = new HashMap<>(ServiceProcess.environment(backends));
    environment.put("SEALWARD_DECRYPTION_CONCURRENT", Integer.toString(concurrent));
    environment.put("SEALWARD_DECRYPTION_SIGNING_KEY", signingKey);
    environment.put("JDK_JAVA_OPTIONS", GarbageCollections.option(log(backends)));
    environment.putAll(certificate.environment());
    Path jar = ServiceProcess.builtJar();
    if (keeping) {
      environment.put("RESIDUE_KEEP", "true");
      jar = KeepingJar.make(jar, Files.createDirectories(folder.resolve("keeping")));
    }
    return ServiceProcess.start(jar, backends.data(), certificate.port(), environment);
  }

  private static String newSigningKey() {
    try (SecretBytes seed = SecretBytes.random(32)) {
      return Bytes.of(seed.toArray()).base64Url();
    }
  }

  /** That the service's JVM writes of its garbage collections. */
  private static Path log(LocalBackends backends) throws IOException {
    return Files.createDirectories(backends.data().resolve("service")).resolve("gc.log");
  }

  /** One after the other they are of other people, each of whom may have one opened at a time. */
  private List<SharedImage> images(BenchUser.Clinic clinic, Path folder, List<Needle> secrets)
      throws IOException {
    List<List<BenchUser>> pairs = new ArrayList<>();
    List<UUID> conversations = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      List<BenchUser> people = List.of(clinic.specialist(), clinic.specialist());
      for (BenchUser person : people) {
        // The second of three is the image KEM seed.
        secrets.add(
            Needle.bytes(
                Kind.SEED.named(secrets.size()), LentSeeds.of(person.keys()).get(1).toArray()));
      }
      pairs.add(people);
      conversations.add(Pair.begin(people.get(0), people.get(1)).conversation());
    }
    List<SharedImage> images = new ArrayList<>();
    for (int i = 0; i < PAIRS * IMAGES_OF_A_PAIR; i++) {
      int pair = i % PAIRS;
      SharedImage image = new SharedImage(pairs.get(pair), conversations.get(pair), bytes, folder);
      secrets.addAll(image.needles(i));
      images.add(image);
    }
    say("%d people, %d images of %,d bytes".formatted(2 * PAIRS, images.size(), bytes));
    return images;
  }

  private Measured measure(
      LocalBackends backends,
      ServiceProcess service,
      List<SharedImage> images,
      int count,
      List<Needle> secrets)
      throws Exception {
    Done done = load(service, images, count, log(backends));
    say("Searching processes, files and tables");
    return new Measured(
        done, Aftermath.onDisk(service), Aftermath.search(backends, service, secrets));
  }

  private Done load(ServiceProcess service, List<SharedImage> images, int count, Path log)
      throws Exception {
    long began = System.nanoTime();
    var told = new AtomicLong(began);
    try (var load = new Load(images);
        var collections = new GarbageCollections(service.handle().pid(), log)) {
      load.run(
          count,
          concurrent + 1,
          done -> {
            long now = System.nanoTime();
            long last = told.get();
            if (now - last > 5e9 && told.compareAndSet(last, now)) {
              say("%d of %d decrypted".formatted(done, count));
            }
          });
      double seconds = (System.nanoTime() - began) / 1e9;
      return new Done(count, seconds, load.waits(), collections.whole(), collections.partial());
    }
  }

  private static void say(String line) {
    System.err.println(line);
  }

  /**
   * Prints all of it.
   *
   * @param kept what was found where nothing is cleared; null when that was all
   */
  private void print(Measured first, @Nullable Measured kept) {
    if (json) {
      JsonObject all = json(first);
      all = kept == null ? all : all.with("selfCheck", kept.kinds());
      System.out.println(new String(all.toBytes(), StandardCharsets.UTF_8));
      return;
    }
    Done done = first.done();
    System.out.printf(
        Locale.ROOT,
        "%d decryptions of images of %,d bytes in %.0f s, %d at a time; %d requests had to%n"
            + "wait; %d whole and %d partial garbage collections%n",
        done.decryptions(),
        bytes,
        done.seconds(),
        concurrent,
        done.waits(),
        done.whole(),
        done.partial());
    if (kept != null) {
      System.out.printf(
          "Self-check: after %d decryptions by a service that does not clear its memory%n",
          kept.done().decryptions());
      for (Kind kind : Kind.values()) {
        System.out.printf("  %-16s  %d found%n", kind.words(), kept.found(kind));
      }
      System.out.println("By the service as it is");
    }
    first.onDisk().forEach(process -> System.out.println("  MAY BE ON A DISK " + process));
    first.report().print(System.out);
  }

  private JsonObject json(Measured measured) {
    SearchReport report = measured.report();
    Done done = measured.done();
    return JsonObject.of("decryptions", done.decryptions())
        .with("bytes", bytes)
        .with("seconds", Math.round(done.seconds()))
        .with("waits", done.waits())
        .with("wholeCollections", done.whole())
        .with("partialCollections", done.partial())
        .with("onDisk", measured.onDisk())
        .with("needles", report.needles())
        .with(
            "searched",
            report.coverage().stream()
                .map(
                    (Coverage one) ->
                        JsonObject.of("store", one.store())
                            .with("bytes", one.bytes())
                            .with("found", one.found()))
                .toList())
        .with("found", report.found())
        .with("foundOfKind", measured.kinds())
        .with("unseenControls", report.unseenControls())
        .with("errors", report.errors());
  }
}
