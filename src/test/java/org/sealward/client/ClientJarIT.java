package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestClinic;
import org.sealward.TestService;

/**
 * The client as apps get it: programs are compiled and run in a JVM of their own, on a class path
 * of the client's jar and what its POM names, as the build has resolved it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClientJarIT {
  private static final Path CLIENT = Path.of("target", "client").toAbsolutePath();
  private static final Path LIB = Path.of("target", "lib");

  private Path jar;
  private List<Path> dependencies;

  @BeforeAll
  void look() throws IOException {
    try (Stream<Path> files = Files.list(CLIENT)) {
      jar = files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
    }
    Path classPath = CLIENT.resolve("client.classpath");
    dependencies =
        Stream.of(Files.readString(classPath).strip().split(File.pathSeparator, -1))
            .map(Path::of)
            .toList();
  }

  @Test
  void jar_holdsTheClientSide_andNothingOfTheService() throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      List<String> names = file.stream().map(ZipEntry::getName).toList();
      assertThat(names)
          .filteredOn(name -> name.endsWith(".class"))
          .allMatch(
              name ->
                  name.matches("org/sealward/(api|client|cognito|envelope|json|transparency)/.*"))
          .anyMatch(name -> name.equals("org/sealward/client/SealwardClient.class"));
      assertThat(names)
          .filteredOn(name -> !name.endsWith("/") && !name.endsWith(".class"))
          .allMatch(
              name ->
                  name.equals("META-INF/MANIFEST.MF")
                      || name.matches("META-INF/micronaut/[^/]+/org\\.sealward\\.(api|json)\\..+"));
    }
  }

  @Test
  void dependencies_areThoseTheBuildWasTestedWith_andNoServer() {
    assertThat(dependencies)
        .isNotEmpty()
        .allSatisfy(file -> assertThat(LIB.resolve(file.getFileName())).exists())
        .noneMatch(
            file ->
                file.getFileName()
                    .toString()
                    .matches(
                        "(netty|postgresql|HikariCP|flyway|reactor|micronaut-(http-server|data|security)).*"));
  }

  @Test
  void program_runs_withNothingElse(@TempDir Path folder) throws Exception {
    String program =
        new String(
            Objects.requireNonNull(ClientJarIT.class.getResourceAsStream("/client/Offline.java"))
                .readAllBytes(),
            StandardCharsets.UTF_8);
    assertThat(java(folder, program))
        .containsExactly("{\"type\":\"text\"}", "Heartwood", "urn:sealward:client:unreachable");
  }

  @Test
  void firstApp_talksToASpecialist(@TempDir Path folder) throws Exception {
    TestService service = TestService.get();
    TestClinic clinic = TestClinic.open(service);
    Path picture = Files.writeString(folder.resolve("knee.png"), "a picture");
    Path received = folder.resolve("received");
    List<String> greetings = new CopyOnWriteArrayList<>();
    try (Person specialist = Person.specialist(service, clinic, "cardiology");
        Person patient = Person.typing(service).connectedWith(specialist);
        Live _ = specialist.session().listen(answering(specialist, received, greetings))) {
      assertThat(
              java(
                  folder,
                  firstApp(),
                  service.url().toString(),
                  patient.email(),
                  new String(Person.passphrase()),
                  picture.toString()))
          .containsExactly("I see your picture");
      assertThat(greetings).containsExactly("Good morning, Dr. Client");
      assertThat(received).hasSameTextualContentAs(picture);
    }
  }

  /** The program in README.md, to the letter. */
  private static String firstApp() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    Matcher program =
        Pattern.compile("(?s)\n## A first app\n.*?\n```java\n(.*?)```").matcher(readme);
    assertThat(program.find()).isTrue();
    assertThat(program.group(1).lines()).hasSizeLessThanOrEqualTo(20);
    return program.group(1);
  }

  /** Fetches every image that comes in, then answers. */
  private static LiveListener answering(Person specialist, Path received, List<String> greetings) {
    return event -> {
      if (event instanceof LiveEvent.MessageReceived(Received.Message message)
          && message.content() instanceof Content.Text(var text)
          && !message.senderId().equals(specialist.session().userId())) {
        greetings.add(text);
      }
      if (event instanceof LiveEvent.MessageReceived(Received.Message message)
          && message.content() instanceof Content.Image(ImageDescription image)) {
        try {
          specialist.session().images().download(image, received, Progress.Listener.NONE);
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        var _ =
            specialist
                .session()
                .conversations()
                .get(message.conversationId())
                .send("I see your picture");
      }
    };
  }

  /** Compiles and runs a program of one file; returns what it prints. */
  private List<String> java(Path folder, String program, String... arguments) throws Exception {
    Path source = Files.writeString(folder.resolve("Program.java"), program);
    List<String> classPath = new ArrayList<>(List.of(jar.toString()));
    dependencies.forEach(file -> classPath.add(file.toString()));
    List<String> command = new ArrayList<>();
    command.add(Path.of(property("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
    command.add(source.toString());
    command.addAll(List.of(arguments));
    return run(folder, command);
  }

  /** Standard output, line by line; fails with all output when the program does. */
  private static List<String> run(Path folder, List<String> command) throws Exception {
    Path out = Files.createTempFile(folder, "out", "");
    Path errors = Files.createTempFile(folder, "err", "");
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(Map.of("JAVA_HOME", property("java.home")));
    Process process = builder.redirectOutput(out.toFile()).redirectError(errors.toFile()).start();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended && process.exitValue() == 0).as(() -> text(out) + text(errors)).isTrue();
    return Files.readAllLines(out);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name), name);
  }
}
