package org.sealward.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealward.cli.SettingsTarget;
import org.sealward.client.DeviceValueTarget;
import org.sealward.client.internal.http.AnswerTarget;
import org.sealward.client.internal.tus.TusAnswerTarget;
import org.sealward.client.internal.vault.OwnerVaultTarget;
import org.sealward.envelope.ImageTarget;
import org.sealward.envelope.MessageTarget;
import org.sealward.envelope.SignatureTarget;
import org.sealward.envelope.VaultTarget;
import org.sealward.envelope.WrapTarget;
import org.sealward.identity.TokenTarget;
import org.sealward.report.ReportTarget;
import org.sealward.transparency.LogTarget;

/**
 * Each {@link Target} under Jazzer, in JVMs of its own. Begins with the inputs of {@code
 * src/test/resources/fuzz/NAME}. {@code -Dfuzz.targets=NAME,NAME} and {@code -Dfuzz.seconds=N}
 * choose others than all, and longer.
 */
final class FuzzTest {
  private static final List<Class<? extends Target>> TARGETS =
      List.of(
          RequestBodyTarget.class,
          ClientFrameTarget.class,
          HeaderTarget.class,
          TokenTarget.class,
          TextTarget.class,
          VaultTarget.class,
          MessageTarget.class,
          ImageTarget.class,
          WrapTarget.class,
          SignatureTarget.class,
          AnswerTarget.class,
          DeviceValueTarget.class,
          TusAnswerTarget.class,
          OwnerVaultTarget.class,
          SettingsTarget.class,
          LogTarget.class,
          ReportTarget.class);

  /** What computes so much that only the better of the JDK's two compilers brings it far. */
  private static final Set<Class<? extends Target>> COMPUTING =
      Set.of(
          TokenTarget.class,
          MessageTarget.class,
          ImageTarget.class,
          WrapTarget.class,
          SignatureTarget.class);

  /** In fewer seconds that compiler takes more time than it saves. */
  private static final int LONG = 60;

  private static final Path SEEDS = Path.of("src", "test", "resources", "fuzz");
  private static final Path WORK = Path.of("target", "fuzz");

  /** What starting the JVM and reading the seeds may take on a busy machine. */
  private static final int PATIENCE = 180;

  private static final String MODULES =
      "java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,"
          + "java.sql,jdk.attach,jdk.management,jdk.unsupported,jdk.zipfs";

  /** Where the parsers are; all of our classes would take many seconds. */
  private static final String PARSERS =
      String.join(
          ":",
          "org.sealward.cli.Settings",
          "org.sealward.client.**",
          "org.sealward.envelope.*",
          "org.sealward.json.*",
          "org.sealward.identity.Caller",
          "org.sealward.identity.CognitoTokens",
          "org.sealward.image.ByteRange",
          "org.sealward.image.EntityTag",
          "org.sealward.image.TusHeaders",
          "org.sealward.image.UploadMetadata",
          "org.sealward.limits.ClientAddress",
          "org.sealward.limits.Network",
          "org.sealward.people.Paging",
          "org.sealward.platform.Timeline",
          "org.sealward.report.*",
          "org.sealward.transparency.*",
          "com.fasterxml.jackson.core.json.UTF8StreamJsonParser");

  private static final Pattern DONE = Pattern.compile("Done \\d+ runs in (\\d+) second");
  private static final Pattern INPUTS = Pattern.compile("Inputs of each: \\[([\\d, ]+)]");

  static Stream<String> targets() {
    List<String> wanted = List.of(System.getProperty("fuzz.targets", "").split(","));
    return TARGETS.stream()
        .map(FuzzTest::name)
        .filter(name -> wanted.contains("") || wanted.contains(name));
  }

  private static String name(Class<?> target) {
    return target
        .getSimpleName()
        .replace("Target", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  static Stream<List<String>> together() {
    return targets().collect(Collectors.partitioningBy(FuzzTest::computes)).values().stream()
        .filter(names -> !names.isEmpty());
  }

  /** Several in one JVM, whose start takes longer. The same each time, so that a failure recurs. */
  @ParameterizedTest
  @MethodSource("together")
  void targets_forSeconds_haveNoFinding(List<String> names)
      throws IOException, InterruptedException {
    double each = Double.parseDouble(System.getProperty("fuzz.seconds", "0.6"));
    int seconds = (int) (each * names.size());
    while (!isFuzzed(names, seconds)) {
      // A busy machine has not got far beyond the seeds.
      assertThat(seconds).isLessThan(LONG);
      seconds *= 2;
    }
  }

  private static boolean isFuzzed(List<String> names, int seconds)
      throws IOException, InterruptedException {
    try (Fuzzing fuzzing = Fuzzing.start(names, seconds, 1)) {
      return fuzzing.getsBeyondTheSeeds();
    }
  }

  static Stream<List<String>> pairs() {
    return targets().gather(Gatherers.windowFixed(2));
  }

  /** Two at a time: what takes longest has the computer for itself in the end. */
  @ParameterizedTest
  @MethodSource("pairs")
  @Tag("long")
  void targets_forMinutes_haveNoFinding(List<String> names)
      throws IOException, InterruptedException {
    int seconds = Integer.getInteger("fuzz.seconds", 60);
    int seed = new Random().nextInt(1, 1 << 30);
    try (Fuzzing first = Fuzzing.start(List.of(names.getFirst()), seconds, seed);
        Fuzzing last =
            names.size() == 1 ? first : Fuzzing.start(List.of(names.getLast()), seconds, seed)) {
      assertThat(first.getsBeyondTheSeeds()).as("%s", first.names()).isTrue();
      assertThat(last.getsBeyondTheSeeds()).as("%s", last.names()).isTrue();
    }
  }

  private static Class<? extends Target> target(String name) {
    return TARGETS.stream().filter(t -> name(t).equals(name)).findFirst().orElseThrow();
  }

  private static boolean computes(String name) {
    return COMPUTING.contains(target(name));
  }

  /** Targets under Jazzer in one JVM. */
  private record Fuzzing(
      List<String> names, Path findings, Path log, Process jazzer, int seconds, int seed)
      implements AutoCloseable {
    static Fuzzing start(List<String> names, int seconds, int seed) throws IOException {
      Path work = Files.createDirectories(WORK.resolve(String.join("+", names)));
      Path corpus = corpus(names, work);
      Path findings = Files.createDirectories(work.resolve("findings"));
      empty(findings);
      Path log = work.resolve("jazzer.log");
      Process jazzer =
          new ProcessBuilder(command(names, corpus, findings, seconds, seed))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new Fuzzing(names, findings, log, jazzer, seconds, seed);
    }

    /** Fails with a finding; false when there was no time for more inputs than the seeds. */
    boolean getsBeyondTheSeeds() throws IOException, InterruptedException {
      assertThat(jazzer.waitFor(seconds + PATIENCE, TimeUnit.SECONDS))
          .as("%s ended in time; see %s", names, log)
          .isTrue();
      String said = Files.readString(log);
      assertThat(jazzer.exitValue()).withFailMessage(() -> finding(said)).isZero();
      Matcher done = DONE.matcher(said);
      assertThat(done.find()).as("%s were fuzzed; see %s", names, log).isTrue();
      assertThat(Integer.parseInt(done.group(1))).as("seconds").isGreaterThanOrEqualTo(seconds);
      Matcher inputs = INPUTS.matcher(said);
      assertThat(inputs.find()).as("inputs are counted; see %s", log).isTrue();
      List<String> counts = List.of(inputs.group(1).split(", "));
      assertThat(counts).hasSameSizeAs(names);
      boolean beyond = true;
      for (int i = 0; i < names.size(); i++) {
        long seeds = files(SEEDS.resolve(names.get(i))).size();
        beyond &= Long.parseLong(counts.get(i)) > 2 * seeds;
      }
      return beyond;
    }

    private String finding(String said) {
      StringBuilder message = new StringBuilder("Jazzer found something in ");
      input(findings)
          .ifPresentOrElse(
              file -> {
                byte[] input = read(file);
                String name =
                    names.get(input.length == 0 ? 0 : Byte.toUnsignedInt(input[0]) % names.size());
                byte[] own = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
                message
                    .append(name)
                    .append(", with all but the first byte of ")
                    .append(file)
                    .append(", in base64 ")
                    .append(Base64.getEncoder().encodeToString(own));
              },
              () -> message.append(names));
      int stack = said.indexOf("== Java Exception");
      return message
          .append(" (-seed=")
          .append(seed)
          .append(")\n")
          .append(said.substring(Math.max(stack, Math.max(0, said.length() - 4_000))))
          .toString();
    }

    @Override
    public void close() {
      jazzer.destroyForcibly();
    }
  }

  /**
   * The seeds, each after the byte that {@link FuzzedJvm} finds its target by; what Jazzer finds on
   * its way is added to them.
   */
  private static Path corpus(List<String> names, Path work) throws IOException {
    Path corpus = Files.createDirectories(work.resolve("corpus"));
    empty(corpus);
    for (int i = 0; i < names.size(); i++) {
      List<Path> seeds = files(SEEDS.resolve(names.get(i)));
      assertThat(seeds).as("seeds of %s", names.get(i)).isNotEmpty();
      for (Path seed : seeds) {
        byte[] content = Files.readAllBytes(seed);
        byte[] input = ByteBuffer.allocate(1 + content.length).put((byte) i).put(content).array();
        Files.write(corpus.resolve(names.get(i) + "-" + seed.getFileName()), input);
      }
    }
    return corpus;
  }

  private static List<String> command(
      List<String> names, Path corpus, Path findings, int seconds, int seed) throws IOException {
    boolean bothCompilers = seconds >= LONG || computes(names.getFirst());
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx384m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=" + (bothCompilers ? 4 : 1),
        "-XX:+EnableDynamicAgentLoading",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        // Jazzer reads all modules too.
        "--limit-modules=" + MODULES,
        "-D" + FuzzedJvm.CLASS_PATH + "=" + classPath(),
        "-cp",
        jazzersClassPath(),
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + FuzzedJvm.class.getName(),
        "--target_args="
            + names.stream().map(name -> target(name).getName()).collect(Collectors.joining(" ")),
        "--instrumentation_includes=" + PARSERS,
        "--custom_hook_includes=" + PARSERS,
        "--reproducer_path=" + findings,
        "-artifact_prefix=" + findings + "/",
        // It stops in the second after this one.
        "-max_total_time=" + Math.max(1, seconds - 1),
        "-timeout=20",
        // It would count what this JVM had when it forked; -Xmx is the bound.
        "-rss_limit_mb=0",
        "-max_len=8193",
        "-seed=" + seed,
        corpus.toString());
  }

  private static String classPath() {
    return Objects.requireNonNull(System.getProperty("java.class.path"));
  }

  /** Jazzer and {@link FuzzedJvm} alone. */
  private static String jazzersClassPath() throws IOException {
    String file = FuzzedJvm.class.getName().replace('.', '/') + ".class";
    Path copy = WORK.resolve("jvm").resolve(file);
    Files.createDirectories(copy.getParent());
    try (InputStream compiled = FuzzedJvm.class.getResourceAsStream("/" + file)) {
      Files.copy(Objects.requireNonNull(compiled), copy, StandardCopyOption.REPLACE_EXISTING);
    }
    return Stream.concat(
            Arrays.stream(classPath().split(File.pathSeparator))
                .filter(place -> new File(place).getName().startsWith("jazzer")),
            Stream.of(WORK.resolve("jvm").toString()))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Optional<Path> input(Path findings) {
    try {
      return files(findings).stream()
          .filter(file -> !file.toString().endsWith(".java"))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void empty(Path folder) throws IOException {
    for (Path file : files(folder)) {
      Files.delete(file);
    }
  }
}
