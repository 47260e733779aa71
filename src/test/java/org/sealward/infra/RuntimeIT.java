package org.sealward.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.micronaut.json.JsonMapper;
import io.micronaut.serde.ObjectMapper;
import jakarta.mail.internet.MimeMessage;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestServer;
import org.sealward.TestUser;
import org.sealward.Tool;
import org.sealward.api.AssistKeyList;
import org.sealward.decryption.Swap;
import org.sealward.delivery.TestSocket;
import org.sealward.local.LocalBackends;
import org.sealward.local.ServiceProcess;
import org.sealward.local.aws.LocalAws;
import org.sealward.notify.MailOnAnyRuntime;

/**
 * The image's file system, laid out as the Dockerfile has it done, and the service in it: without
 * anything else of this computer's files, unable to write, as user 65532.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class RuntimeIT {
  private static final Path IMAGE = Path.of("target", "image").toAbsolutePath();
  private static final int USER = 65532;
  private static final int ENDED_BY_SIGTERM = 143;

  /** What a container's engine does with an image: $1 is the folder, the rest the command. */
  private static final String CONTAINER =
      """
      set -e
      image=$1
      shift
      mount --bind "$image" "$image"
      mount -o remount,bind,ro "$image"
      mount --rbind /proc "$image/proc"
      mount --bind /dev "$image/dev"
      mount -t tmpfs -o size=64m,mode=1777,exec tmpfs "$image/tmp"
      mount -t tmpfs -o size=64m,mode=700,uid=%1$d,gid=%1$d,noexec tmpfs "$image/data"
      exec chroot --userspec=%1$d:%1$d --groups= "$image" "$@"
      """
          .formatted(USER);

  @TempDir static Path folder;

  @BeforeAll
  static void layOut() throws Exception {
    Tool.require("bash");
    Tool.require("dpkg-query");
    run("rm", "-rf", IMAGE.toString());
    run("infra/image.sh", IMAGE.toString());
  }

  private static String run(String... command) throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** The image, for whoever breaks into the service: one program to run, and no tools. */
  @Test
  void image_hasTheServiceAndTheCLibrary_andNothingElse() throws Exception {
    TreeSet<String> programs = new TreeSet<>();
    TreeSet<String> rest = new TreeSet<>();
    try (Stream<Path> files = Files.walk(IMAGE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = IMAGE.relativize(file).toString();
        if (Files.isExecutable(file) && !name.matches(".*\\.so(\\.\\d+)?")) {
          programs.add(name);
        }
        if (!name.startsWith("opt/sealward/")) {
          rest.add(name.replaceFirst("^(usr/)?lib(64)?/([a-z0-9_]+-linux-gnu/)?", "lib/"));
        }
      }
    }
    assertThat(programs)
        .containsExactly(
            "opt/sealward/java/bin/java",
            "opt/sealward/java/lib/jexec",
            "opt/sealward/java/lib/jspawnhelper");
    rest.removeIf(
        name ->
            name.matches(
                "lib/(ld-linux-[a-z0-9_-]+\\.so\\.\\d|lib(c|m|dl|rt|pthread)\\.so\\.\\d)"));
    assertThat(rest)
        .containsExactly(
            "etc/group",
            "etc/nsswitch.conf",
            "etc/os-release",
            "etc/passwd",
            "usr/share/doc/libc6/copyright",
            "var/lib/dpkg/status.d/libc6");
  }

  /**
   * jdeps finds what the classes name; the list leaves out what only optional parts of them use.
   */
  @Test
  void modules_areThoseThatTheClassesName_butTheDesktop() throws Exception {
    Path jar = ServiceProcess.builtJar();
    String found =
        run(
            Path.of(System.getProperty("java.home"), "bin", "jdeps").toString(),
            "--multi-release=25",
            "--ignore-missing-deps",
            "--print-module-deps",
            "--recursive",
            "--class-path",
            jar.resolveSibling("lib") + "/*",
            jar.toString());
    TreeSet<String> named = new TreeSet<>(List.of(found.strip().split(",", -1)));
    String options = Files.readString(Path.of("infra", "jlink.options"));
    TreeSet<String> linked =
        new TreeSet<>(
            List.of(options.replaceFirst("(?s).*--add-modules (\\S+).*", "$1").split(",", -1)));
    // Annotations and beans of libraries' parts that nothing here uses.
    assertThat(named.remove("java.desktop")).isTrue();
    // Files in jars, which are opened by name.
    assertThat(linked.remove("jdk.zipfs")).isTrue();
    assertThat(linked).isEqualTo(named);
  }

  /** Jakarta Mail finds much by name, and some of it is of the desktop, which is left out. */
  @Test
  void mail_goesOutByTheImagesJava() throws Exception {
    Path jar = ServiceProcess.builtJar();
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    try {
      String said =
          run(
              IMAGE.resolve("opt/sealward/java/bin/java").toString(),
              "-cp",
              String.join(
                  File.pathSeparator,
                  Path.of("target", "test-classes").toString(),
                  jar.toString(),
                  jar.resolveSibling("lib") + "/*"),
              MailOnAnyRuntime.class.getName(),
              Integer.toString(server.getSmtp().getPort()));
      assertThat(said.lines()).last().isEqualTo("TAKEN");
      MimeMessage[] received = server.getReceivedMessages();
      assertThat(received).hasSize(1);
      assertThat(received[0].getSubject()).isEqualTo("Überall Störung");
      assertThat(received[0].getContent()).asString().isEqualToIgnoringNewLines("Nichts geht.");
    } finally {
      server.stop();
    }
  }

  private record Node(URI url, LocalAws aws, JsonMapper json) implements TestServer {}

  @Test
  void service_inTheImage_servesUsers_andStopsInOrder() throws Exception {
    serves();
  }

  @Test
  @Tag("long")
  void service_withTheCacheOfTheImage_usesIt() throws Exception {
    run("infra/cache.sh", IMAGE.toString());
    serves("/opt/sealward/sealward.aot");
  }

  /**
   * Runs the service in the image.
   *
   * @param files that it has in its memory, besides the native library out of /tmp
   */
  private static void serves(String... files) throws Exception {
    Tool.require("unshare");
    Tool.require("unshare", mayMount(), "may not mount anything here");
    Path log = folder.resolve("service.log");
    Path data = Files.createTempDirectory(folder, "data");
    try (LocalBackends backends = LocalBackends.start(data, 0, Clock.systemUTC(), _ -> {})) {
      int port = freePort();
      int management = freePort();
      Process service = start(backends, port, management, log);
      try {
        awaitReady(service, management, log);
        assertConfined(service.pid());
        JsonMapper json =
            ObjectMapper.create(
                Map.of("micronaut.serde.serialization.inclusion", "NON_NULL"), "org.sealward.api");
        use(new Node(URI.create("http://127.0.0.1:" + port), backends.aws(), json));
        String mapped = Files.readString(Path.of("/proc", Long.toString(service.pid()), "maps"));
        assertThat(mapped).contains("/libamazonCorrettoCryptoProvider.so");
        for (String file : files) {
          assertThat(mapped).contains(file);
        }
        assertThat(Files.readString(log)).doesNotContain("\"level\":\"ERROR\"");
      } finally {
        service.destroy();
        if (!service.waitFor(Duration.ofSeconds(30))) {
          service.destroyForcibly();
        }
      }
      assertThat(service.exitValue()).as(Files.readString(log)).isEqualTo(ENDED_BY_SIGTERM);
      assertThat(Files.readString(log)).contains("stopped after");
    }
  }

  private static boolean mayMount() throws Exception {
    return new ProcessBuilder("unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  private static Process start(LocalBackends backends, int port, int management, Path log)
      throws IOException {
    Dockerfile dockerfile = Dockerfile.read();
    List<String> command =
        new ArrayList<>(
            List.of("unshare", "--mount", "sh", "-c", CONTAINER, "container", IMAGE.toString()));
    command.addAll(dockerfile.entrypoint());
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    String path = environment.get("PATH");
    environment.clear();
    environment.put("PATH", path);
    environment.putAll(ServiceProcess.environment(backends));
    environment.putAll(dockerfile.environment());
    environment.put("SEALWARD_HOST", "127.0.0.1");
    environment.put("SEALWARD_PORT", Integer.toString(port));
    environment.put("SEALWARD_MANAGEMENT_PORT", Integer.toString(management));
    if (!new Swap().isPossible()) {
      environment.put("SEALWARD_DECRYPTION_CONCURRENT", "1");
      environment.put("SEALWARD_DECRYPTION_SIGNING_KEY", "A".repeat(43));
    }
    return builder.start();
  }

  private static void awaitReady(Process service, int management, Path log) throws Exception {
    URI health = URI.create("http://127.0.0.1:" + management + "/health/readiness");
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      int status = 0;
      while (status != 200) {
        assertThat(service.isAlive() && System.nanoTime() < deadline)
            .as(Files.readString(log))
            .isTrue();
        try {
          status =
              http.send(
                      HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build(),
                      HttpResponse.BodyHandlers.discarding())
                  .statusCode();
        } catch (IOException _) {
          // Not listening yet, or not fast enough.
          Thread.sleep(20);
        }
      }
    }
  }

  private static void assertConfined(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    assertThat(Files.readAllLines(process.resolve("status")))
        .contains("Uid:\t65532\t65532\t65532\t65532", "Gid:\t65532\t65532\t65532\t65532")
        .contains("CapEff:\t0000000000000000");
    // number, parent, device, root, place, options
    assertThat(Files.readAllLines(process.resolve("mountinfo")))
        .anyMatch(mount -> mount.matches("\\d+ \\d+ \\S+ \\S+ / ro[ ,].*"));
    assertThat(Files.readSymbolicLink(process.resolve("exe")).toString())
        .endsWith("/opt/sealward/java/bin/java");
  }

  /** Signatures, the database, all of AWS that is used, a WebSocket, YAML, a worker. */
  private static void use(Node node) throws Exception {
    TestUser user = TestUser.withKeys(node);
    assertThat(user.get("/v1/me").status()).isEqualTo(200);
    assertThat(
            user.send(
                    user.request("/v1/me/private-key")
                        .header("Sealward-Identity-Token", user.idToken()))
                .problem())
        .isEqualTo("private-key-not-found");
    assertThat(user.get("/v1/openapi.yml").body()).startsWith("openapi:");
    TestSocket.resumed(node, user, Map.of()).close();
    if (!new Swap().isPossible()) {
      awaitAssistKey(user);
    }
  }

  /** Its public half is worked out by a process of its own. */
  private static void awaitAssistKey(TestUser user) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (user.get("/v1/assist-keys").as(AssistKeyList.class).keys().isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(100);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
