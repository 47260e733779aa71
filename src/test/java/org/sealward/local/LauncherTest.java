package org.sealward.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.Tool;

/**
 * The launcher in a checkout of its own, with a JDK and a Maven that are scripts: the JDK prints
 * what it is asked to run, Maven makes the files of a build and notes that it was called.
 */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("sealward");

  /** Before anything that a test writes. */
  private static final Instant PAST = Instant.parse("2020-01-01T00:00:00Z");

  @TempDir private Path folder;

  private Path checkout;
  private Path jdk;
  private Path maven;

  record Ended(int code, String output) {}

  @BeforeEach
  void makeCheckout() throws IOException {
    Tool.require("bash");
    checkout = Files.createDirectories(folder.resolve("check out"));
    script(checkout.resolve("sealward"), Files.readString(LAUNCHER));
    Files.createDirectories(checkout.resolve(".mvn"));
    write("src/main/java/A.java", "class A {}");
    write(
        "pom.xml",
        """
        <project>
          <parent><version>9.9.9</version></parent>
          <artifactId>sealward</artifactId>
          <version>1.2.3</version>
        </project>
        """);
    jdk = makeJdk("jdk-25", "25.0.1");
    maven = folder.resolve("maven");
    makeMaven("");
    age(checkout);
  }

  @Test
  void help_listsEveryCommandAndEachHasHelpOfItsOwn() {
    assertThat(run("--help").output())
        .contains(
            "demo ", "up ", "serve ", "probe ", "sla ", "status ", "test ", "bench ", "verify ");
    for (String command : List.of("demo", "up", "serve", "test", "bench", "verify")) {
      assertThat(run("help", command)).isEqualTo(run(command, "--help"));
      assertThat(run("help", command).output()).startsWith("./sealward " + command);
    }
  }

  @Test
  void command_misspelt_isRefusedWithASuggestion() {
    Ended ended = run("dmeo");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.output()).contains("no command 'dmeo'", "./sealward demo");
    assertThat(run("frobnicate").output()).doesNotContain("Did you mean");
  }

  @Test
  void version_isThatOfTheProjectNotOfItsParent() {
    assertThat(run("--version").output()).startsWith("Sealward 1.2.3").contains("JDK 25");
  }

  @Test
  void jdk_olderInJavaHome_isNotTaken() throws IOException {
    jdk = makeJdk("jdk-21", "21.0.9");

    assertThat(run("--version").output()).doesNotContain("jdk-21");
  }

  @Test
  void jdk_newerInJavaHome_isTaken() throws IOException {
    jdk = makeJdk("jdk-26", "26");

    assertThat(run("--version").output()).contains("JDK 26 at " + jdk);
  }

  @Test
  void demo_firstTime_buildsAndPassesArgumentsAndExitCodeOn() {
    Ended ended = run("demo", "--image", "a b.jpg", "--exit");

    assertThat(ended.code()).isEqualTo(7);
    assertThat(ended.output())
        .contains("Building Sealward with JDK 25")
        .contains("[org.sealward.local.Demo] [--image] [a b.jpg] [--exit]")
        .contains("target/classes:" + checkout.resolve("target/test-classes") + ":");
    assertThat(builds()).containsExactly("package -DskipTests -Dspotless.check.skip=true");
  }

  @Test
  void up_nothingChanged_doesNotBuildAgain() {
    run("up");

    assertThat(run("up").output()).doesNotContain("Building");
    assertThat(builds()).hasSize(1);
  }

  @Test
  void up_sourceChangedAddedOrRemoved_buildsAgain() throws IOException {
    run("up");
    write("src/main/java/A.java", "class A { int a; }");
    run("up");
    write("src/main/java/B.java", "class B {}");
    run("up");
    Files.delete(checkout.resolve("src/main/java/B.java"));
    run("up");

    assertThat(builds()).hasSize(4);
  }

  @Test
  void up_libraryMissing_buildsAgain() throws IOException {
    run("up");
    Files.delete(checkout.resolve("target/library.jar"));
    run("up");

    assertThat(builds()).hasSize(2);
  }

  @Test
  void verify_startsWhatWasAsked_andPassesItsExitCodeOn() {
    Ended ended = run("verify", "key-access", "--json");

    assertThat(ended.output()).contains("[org.sealward.local.Verify] [key-access] [--json]");
    assertThat(ended.code()).isEqualTo(7);
    assertThat(builds()).hasSize(1);
    assertThat(run("verify").output()).startsWith("./sealward verify key-access");
  }

  @Test
  void serve_runsTheJarAndNothingOfTheStandIns() {
    Ended ended = run("serve", "-x");

    assertThat(ended.output())
        .contains("[-jar] [" + checkout.resolve("target/sealward-1.2.3.jar") + "] [-x]")
        .doesNotContain("test-classes");
    assertThat(ended.code()).isEqualTo(7);
  }

  @Test
  void send_runsTheCommandLine_andPrintsNothingOfTheBuild() {
    Process process =
        start(builder("send", "someone", "two words").redirectError(Redirect.DISCARD));

    Ended ended = ended(process);
    assertThat(ended.output().lines())
        .singleElement()
        .asString()
        .contains("[org.sealward.cli.SealwardCommand] [send] [someone] [two words]")
        .doesNotContain("test-classes");
    assertThat(ended.code()).isEqualTo(7);
    assertThat(builds()).hasSize(1);
  }

  @Test
  void probe_runsOnAClassPathOfItsOwn_andPrintsNothingOfTheBuild() {
    Process process = start(builder("probe", "key").redirectError(Redirect.DISCARD));

    Ended ended = ended(process);
    String jars = checkout.resolve("target/probe").toString();
    assertThat(ended.output().strip())
        .isEqualTo(
            "[-cp] [%s/*:%s/lib/*] [org.sealward.probe.ProbeCommand] [key]".formatted(jars, jars));
    assertThat(ended.code()).isEqualTo(7);
    assertThat(run("help", "probe").output().strip()).endsWith("[--help]");
  }

  @Test
  void help_ofACommandOfTheApp_isTheCommandsOwn() {
    assertThat(run("help", "send").output().strip()).endsWith("[send] [--help]");
    assertThat(run("help", "status").output().strip()).endsWith("[status] [--help]");
  }

  @Test
  void build_thatFails_saysWhyAndIsTriedAgain() throws IOException {
    makeMaven(
        """
        echo '[INFO] --- compiler:3.14.1:compile (default-compile) @ sealward ---'
        echo '[ERROR] COMPILATION ERROR :'
        echo '[WARNING] /src/A.java:[1,2] [UnusedVariable] never read'
        exit 1
        """);

    Ended ended = run("up");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.output())
        .contains("Compiling the service", "[UnusedVariable]", "do not compile")
        .contains("target/build.log")
        .doesNotContain("org.sealward.local.Up");
    run("up");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void builds_atTheSameTime_followOneAnother() throws Exception {
    Tool.require("flock");
    makeMaven("[ ! -e running ] || echo overlap >> builds; touch running; sleep 1; rm running");
    List<Process> launchers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      launchers.add(start("up"));
    }
    for (Process launcher : launchers) {
      assertThat(ended(launcher).code()).isEqualTo(7);
    }

    assertThat(builds()).containsExactly("package -DskipTests -Dspotless.check.skip=true");
  }

  @Test
  void build_interrupted_endsMavenToo() throws Exception {
    makeMaven("echo $$ > maven.pid; exec sleep 60");
    Process launcher = start("up");
    Path pidFile = checkout.resolve("maven.pid");
    while (!Files.exists(pidFile) || Files.readString(pidFile).isBlank()) {
      assertThat(launcher.isAlive()).isTrue();
      TimeUnit.MILLISECONDS.sleep(20);
    }

    launcher.toHandle().destroy(); // SIGTERM

    assertThat(ended(launcher).code()).isEqualTo(143);
    long pid = Long.parseLong(Files.readString(pidFile).strip());
    ProcessHandle.of(pid)
        .ifPresent(process -> assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(5)));
  }

  @Test
  void test_runsEverythingAndEndsWithTheSummary() {
    Ended ended = run("test", "--all", "--", "-Dtest=A b");

    assertThat(builds()).containsExactly("verify -Dtest=A b -Dexcluded.tags=none");
    assertThat(ended.output().lines().toList().getLast()).contains("TestSummary.java");
    assertThat(ended.code()).isEqualTo(1);
  }

  private static final String MUTATIONS = "Generated 1180 mutations Killed 1104 (94%)";

  @Test
  void mutations_areNoticedInJavaAndTerraform_orTheCodeSaysSo() throws IOException {
    String goal = "echo '[INFO] --- pitest-maven:1.30.0:mutationCoverage (%s) @ sealward ---'; ";
    makeMaven(
        goal.formatted("envelope")
            + ("echo '>> " + MUTATIONS + "'; ")
            + goal.formatted("json")
            + "echo '>> Generated 20 mutations Killed 18 (90%)'");
    write("terraform/tests/mutate.sh", "");
    Path terraform = checkout.resolve("terraform/tests/mutate.sh");
    script(terraform, "#!/bin/sh\necho '2 passed, 0 failed'\n");
    Ended noticed = run("test", "--mutations");
    script(
        terraform, "#!/bin/sh\necho 'FAILED  not noticed: x'; echo '1 passed, 1 failed'; exit 1\n");
    Ended missed = run("test", "--mutations");

    assertThat(builds())
        .startsWith(
            "test-compile org.pitest:pitest-maven:mutationCoverage@envelope"
                + " org.pitest:pitest-maven:mutationCoverage@json"
                + " org.pitest:pitest-maven:mutationCoverage@servicelevel"
                + " org.pitest:pitest-maven:mutationCoverage@transparency -Pmutations");
    assertThat(noticed.output())
        .contains(
            "envelope: " + MUTATIONS,
            "json: Generated 20 mutations Killed 18 (90%)",
            "Terraform: 2 passed, 0 failed");
    assertThat(noticed.code()).isZero();
    assertThat(missed.output()).contains("FAILED  not noticed: x", "Terraform: 1 passed, 1 failed");
    assertThat(missed.code()).isEqualTo(1);
  }

  @Test
  void test_unknownOption_isRefused() {
    assertThat(run("test", "--al").code()).isEqualTo(2);
    assertThat(builds()).isEmpty();
  }

  private Path makeJdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    script(home.resolve("bin/java"), "#!/bin/bash\nprintf '[%s] ' \"$@\"\necho\nexit 7\n");
    return home;
  }

  /** A Maven that does this first, then makes the files of a build. */
  private void makeMaven(String first) throws IOException {
    Files.createDirectories(maven.resolve("bin"));
    script(
        maven.resolve("bin/mvn"),
        """
        #!/bin/bash
        shift # -B
        echo "$*" >> builds
        %s
        mkdir -p target/classes target/test-classes
        touch target/library.jar target/sealward-1.2.3.jar
        printf '%%s' "$PWD/target/library.jar" > target/local.classpath
        """
            .formatted(first));
  }

  private static void script(Path path, String content) throws IOException {
    Files.writeString(path, content);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void write(String path, String content) throws IOException {
    Path file = checkout.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  /** Makes everything old, so that a change is newer whatever the file system's clock ticks in. */
  private static void age(Path root) throws IOException {
    try (var paths = Files.walk(root)) {
      for (Path path : paths.toList().reversed()) {
        Files.setLastModifiedTime(path, FileTime.from(PAST));
      }
    }
  }

  private List<String> builds() {
    try {
      Path builds = checkout.resolve("builds");
      return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Ended run(String... arguments) {
    return ended(start(arguments));
  }

  private Process start(String... arguments) {
    return start(builder(arguments).redirectErrorStream(true));
  }

  private ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>(List.of(checkout.resolve("sealward").toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(Map.of("JAVA_HOME", jdk.toString(), "MAVEN_HOME", maven.toString()));
    return builder;
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Ended ended(Process process) {
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Ended(process.waitFor(), output);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
