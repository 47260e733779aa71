package org.sealward.local.residue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
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
import org.sealward.local.search.Finding;
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
      "What remains of assisted decryptions. Starts a service of its own, has it decrypt images,",
      "several at a time, while garbage is collected all the time; then searches the whole memory",
      "of every process that it started, its files and logs and the database for every image KEM",
      "seed, every image key and a piece of every 4 KiB of the pictures.%n"
    },
    footer = {
      "%nExit code: 0 nothing was found, and everything could be searched; 1 otherwise.",
      "With --keep: 0 when seeds, keys and pictures were all found; 1 otherwise.",
      "3 it could not be run: elsewhere than on Linux, or where there is swap."
    })
public final class Residue implements Callable<Integer> {
  private static final int NOT_RUN = 3;
  private static final int PAIRS = 4;
  private static final int IMAGES_OF_A_PAIR = 5;

  @Option(names = "--decryptions", description = "how many (default: ${DEFAULT-VALUE})")
  private int decryptions = 2_000;

  @Option(names = "--bytes", description = "size of an image (default: ${DEFAULT-VALUE})")
  private int bytes = 1_000_000;

  @Option(names = "--connections", description = "at a time (default: ${DEFAULT-VALUE})")
  private int connections = 6;

  @Option(
      names = "--concurrent",
      description = "SEALWARD_DECRYPTION_CONCURRENT (default: ${DEFAULT-VALUE})")
  private int concurrent = 2;

  @Option(
      names = "--keep",
      description = "a service that does not clear its memory, to show that this finds something")
  private boolean keep;

  @Option(names = "--tls", description = "over TLS that the service ends, as behind a balancer")
  private boolean tls;

  @Option(names = "--json", description = "one JSON object instead of lines")
  private boolean json;

  /** What was done before the search. */
  private record Done(double seconds, int waits, long whole, long partial, int processes) {}

  @Override
  public Integer call() throws Exception {
    if (!Files.exists(Path.of("/proc/self/pagemap"))) {
      System.err.println("Not run: the memory of processes is searched on Linux alone.");
      return NOT_RUN;
    }
    if (Swap.isPossible(Path.of("/"))) {
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
    Path log = Files.createDirectories(data.resolve("service")).resolve("gc.log");
    Optional<Certificate> certificate =
        tls ? Optional.of(Certificate.make(folder)) : Optional.empty();
    try (LocalBackends backends = LocalBackends.start(data, 0, Clock.systemUTC(), _ -> {});
        ServiceProcess service =
            ServiceProcess.start(
                jar(folder),
                data,
                certificate.map(Certificate::port).orElse(0),
                environment(backends, log, certificate));
        var clinic =
            new BenchUser.Clinic(
                backends, certificate.map(Certificate::url).orElseGet(service::url))) {
      clinic.turnOnAssistedDecryption();
      List<Needle> secrets = new ArrayList<>();
      List<SharedImage> images = images(clinic, folder, secrets);
      Done done = load(service, images, log);
      say("Searching %d processes, files and tables".formatted(done.processes()));
      SearchReport report = Aftermath.search(backends, service, secrets);
      print(done, report);
      return keep ? (foundEachKind(report) ? 0 : 1) : report.isClean() ? 0 : 1;
    }
  }

  private Path jar(Path folder) throws IOException {
    Path built = ServiceProcess.builtJar();
    return keep
        ? KeepingJar.make(built, Files.createDirectories(folder.resolve("keeping")))
        : built;
  }

  private Map<String, String> environment(
      LocalBackends backends, Path log, Optional<Certificate> certificate) {
    Map<String, String> environment = new HashMap<>(ServiceProcess.environment(backends));
    environment.put("SEALWARD_DECRYPTION_CONCURRENT", Integer.toString(concurrent));
    try (SecretBytes seed = SecretBytes.random(32)) {
      environment.put("SEALWARD_DECRYPTION_SIGNING_KEY", Bytes.of(seed.toArray()).base64Url());
    }
    environment.put("JDK_JAVA_OPTIONS", GarbageCollections.option(log));
    certificate.ifPresent(one -> environment.putAll(one.environment()));
    if (keep) {
      environment.put("RESIDUE_KEEP", "true");
    }
    return environment;
  }

  private List<SharedImage> images(BenchUser.Clinic clinic, Path folder, List<Needle> secrets)
      throws IOException {
    List<SharedImage> images = new ArrayList<>();
    int seeds = 0;
    for (int i = 0; i < PAIRS; i++) {
      List<BenchUser> people = List.of(clinic.specialist(), clinic.specialist());
      for (BenchUser person : people) {
        // The second of three is the image KEM seed.
        secrets.add(
            Needle.bytes(Kind.SEED.named(seeds++), LentSeeds.of(person.keys()).get(1).toArray()));
      }
      UUID conversation = Pair.begin(people.get(0), people.get(1)).conversation();
      for (int j = 0; j < IMAGES_OF_A_PAIR; j++) {
        SharedImage image = new SharedImage(people, conversation, bytes, folder);
        secrets.addAll(image.needles(images.size()));
        images.add(image);
      }
    }
    say("%d people, %d images of %,d bytes".formatted(seeds, images.size(), bytes));
    return images;
  }

  private Done load(ServiceProcess service, List<SharedImage> images, Path log) throws Exception {
    long began = System.nanoTime();
    var told = new AtomicLong(began);
    try (var load = new Load(images);
        var collections = new GarbageCollections(service.handle().pid(), log)) {
      load.run(
          decryptions,
          connections,
          done -> {
            long now = System.nanoTime();
            long last = told.get();
            if (now - last > 5e9 && told.compareAndSet(last, now)) {
              say("%d of %d decrypted".formatted(done, decryptions));
            }
          });
      double seconds = (System.nanoTime() - began) / 1e9;
      return new Done(
          seconds,
          load.waits(),
          collections.whole(),
          collections.partial(),
          Aftermath.processes(service).size());
    }
  }

  private static boolean foundEachKind(SearchReport report) {
    for (Kind kind : Kind.values()) {
      if (report.findings().stream().noneMatch(found -> found.needle().startsWith(kind.words()))) {
        return false;
      }
    }
    return report.errors().isEmpty() && report.unseenControls().isEmpty();
  }

  private static void say(String line) {
    System.err.println(line);
  }

  private void print(Done done, SearchReport report) {
    if (json) {
      System.out.println(new String(json(done, report).toBytes(), StandardCharsets.UTF_8));
      return;
    }
    System.out.printf(
        Locale.ROOT,
        "%d decryptions of images of %,d bytes%s in %.0f s, %d at a time; %d requests had to%n"
            + "wait; %d whole and %d partial garbage collections%n",
        decryptions,
        bytes,
        tls ? " over TLS" : "",
        done.seconds(),
        concurrent,
        done.waits(),
        done.whole(),
        done.partial());
    report.print(System.out);
  }

  private JsonObject json(Done done, SearchReport report) {
    JsonObject kinds = JsonObject.EMPTY;
    for (Kind kind : Kind.values()) {
      kinds =
          kinds.with(
              kind.words(),
              report.findings().stream()
                  .map(Finding::needle)
                  .filter(needle -> needle.startsWith(kind.words()))
                  .count());
    }
    return JsonObject.of("decryptions", decryptions)
        .with("bytes", bytes)
        .with("tls", tls)
        .with("seconds", Math.round(done.seconds()))
        .with("waits", done.waits())
        .with("wholeCollections", done.whole())
        .with("partialCollections", done.partial())
        .with("processes", done.processes())
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
        .with("foundOfKind", kinds)
        .with("unseenControls", report.unseenControls())
        .with("errors", report.errors());
  }
}
