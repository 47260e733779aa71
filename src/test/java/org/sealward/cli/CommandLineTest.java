package org.sealward.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.api.Invitation;
import org.sealward.api.NewInvitation;
import org.sealward.json.JsonText;
import org.sealward.probe.Authenticator;

/** The command line as a person uses it, against the service. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CommandLineTest {
  private static final String PASSPHRASE = "correct horse battery staple";

  @TempDir private static Path folder;
  private final TestService service = TestService.get();
  private Path passphraseFile;
  private @Nullable User anybody;

  @BeforeEach
  void writePassphrase() throws IOException {
    passphraseFile = Files.writeString(folder.resolve("passphrase"), PASSPHRASE + "\n");
  }

  /** What a command left. */
  private record Ended(int code, String out, String err) {
    List<JsonNode> lines() {
      return out.lines()
          .map(
              line -> {
                try {
                  return JsonMapper.createDefault().readValue(line, JsonNode.class);
                } catch (IOException e) {
                  throw new AssertionError("not JSON: " + line, e);
                }
              })
          .toList();
    }

    JsonNode only() {
      assertThat(code).as(err).isZero();
      assertThat(lines()).hasSize(1);
      return lines().getFirst();
    }

    String text(String field) {
      return textOf(only(), field);
    }
  }

  private static String textOf(JsonNode line, String field) {
    return Objects.requireNonNull(line.get(field), field).getStringValue();
  }

  /** Somebody with a folder of their own. */
  private final class User {
    private final String email = UUID.randomUUID() + "@example.org";
    private final Path home;
    private final String id;

    User(String name) {
      home = folder.resolve(name);
      assertThat(run("signup", email, "--json").text("state")).isEqualTo("code-sent");
      assertThat(run("confirm", email, service.code(email)).code()).isZero();
      id = run("login", email, "--json").text("userId");
    }

    /** Takes an authenticator app, without which nobody joins an institution. */
    void enrol() {
      Matcher secret =
          Pattern.compile("secret=([A-Z2-7]+)").matcher(run("authenticator", "--json").text("uri"));
      assertThat(secret.find()).isTrue();
      String code =
          new Authenticator(secret.group(1).toCharArray()).code(Clock.systemUTC().instant());
      assertThat(run("authenticator", "--code", code, "--json").text("state"))
          .isEqualTo("enrolled");
    }

    Ended run(String... arguments) {
      List<String> all = new ArrayList<>(List.of(arguments));
      all.addAll(List.of("--home", home.toString(), "--service", service.url().toString()));
      all.addAll(List.of("--passphrase-file", passphraseFile.toString()));
      return execute(all);
    }
  }

  private static Ended execute(List<String> arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        SealwardCommand.line(new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    return new Ended(code, out.toString(), err.toString());
  }

  /** Somebody logged in, whom every test leaves so. */
  private User anybody() {
    User known = anybody;
    if (known == null) {
      known = new User("anybody");
      anybody = known;
    }
    return known;
  }

  private User specialist(String specialty) throws InterruptedException {
    TestClinic clinic = TestClinic.open(service);
    User doctor = new User("doctor");
    doctor.enrol();
    String code =
        clinic
            .admin()
            .post(
                "/v1/institutions/" + clinic.institution() + "/invitations",
                new NewInvitation("specialist"))
            .as(Invitation.class)
            .code();
    assertThat(doctor.run("join", code, "--json").text("state")).isEqualTo("pending");
    clinic
        .admin()
        .post(
            "/v1/institutions/" + clinic.institution() + "/specialists/" + doctor.id + "/confirm");
    // The role is part of the next token, once the login service knows it.
    await(() -> doctor.run("whoami", "--json").out().contains("\"specialist\""));
    assertThat(
            doctor
                .run("profile", "--name", "Dr. Line", "--specialty", specialty, "--json")
                .text("name"))
        .isEqualTo("Dr. Line");
    return doctor;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(200);
    }
  }

  @Test
  void patientAndSpecialist_meetTalkAndShareAnImage() throws Exception {
    String specialty = "specialty " + UUID.randomUUID();
    User doctor = specialist(specialty);
    User patient = new User("patient");

    assertThat(patient.run("specialists", specialty, "--json").text("userId")).isEqualTo(doctor.id);
    String connection = patient.run("connect", doctor.id, "--json").text("id");
    assertThat(doctor.run("accept", connection, "--json").text("state")).isEqualTo("accepted");

    String conversation =
        patient.run("send", doctor.id, "Good morning", "--json").text("conversationId");
    Path picture = Files.write(folder.resolve("mark.png"), new byte[] {9, 8, 7, 6, 5});
    String image =
        patient.run("send-image", conversation, picture.toString(), "--json").text("imageId");
    // To the same person again: the same conversation, not a second one.
    assertThat(doctor.run("send", patient.id, "I see it", "--json").text("conversationId"))
        .isEqualTo(conversation);

    assertThat(doctor.run("read", conversation, "--json").lines())
        .extracting(line -> textOf(line, "type"))
        .containsExactly("text", "image", "text");
    assertThat(doctor.run("read", conversation).out())
        .contains(patient.id + ": Good morning", "image " + image, "you: I see it");
    assertThat(patient.run("watch", "--until-quiet", "--json").lines())
        .filteredOn(line -> line.get("text") != null)
        .extracting(line -> textOf(line, "text"))
        .containsExactly("Good morning", "I see it");

    Path fetched = folder.resolve("fetched.png");
    assertThat(doctor.run("get-image", image, fetched.toString()).code()).isZero();
    assertThat(fetched).hasBinaryContent(new byte[] {9, 8, 7, 6, 5});

    assertThat(patient.run("safety-number", doctor.id, "--json").text("safetyNumber"))
        .isEqualTo(doctor.run("safety-number", patient.id, "--json").text("safetyNumber"))
        .matches("(\\d{5} ){11}\\d{5}");
    assertThat(patient.run("keys", doctor.id, "--json").text("fingerprint"))
        .isEqualTo(doctor.run("keys", "--json").text("fingerprint"));

    assertThat(patient.run("disconnect", connection, "--json").text("state")).isEqualTo("ended");
    assertThat(doctor.run("connections").out()).contains(connection + "  ended");
  }

  @Test
  void folder_isItsOwnersAlone_andHoldsNothingReadable() throws Exception {
    User user = anybody();

    try (Stream<Path> files = Files.walk(user.home)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).anyMatch(file -> file.toString().endsWith(".vault")).hasSizeGreaterThan(2);
      for (Path file : all) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
        assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(PASSPHRASE);
      }
    }
    assertThat(user.home.resolve("recovery-code.txt")).content().hasSize(40);
  }

  @Test
  void wrongPassphrase_opensNothing() throws Exception {
    User user = anybody();
    assertThat(user.run("whoami").out()).startsWith(user.id);

    Files.writeString(passphraseFile, "incorrect horse battery staple\n");

    Ended ended = user.run("whoami", "--json");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("urn:sealward:client:wrong-credentials");
  }

  @Test
  void logout_endsTheLogin_untilTheNext() {
    User user = anybody();
    assertThat(user.run("logout").code()).isZero();

    assertThat(user.run("whoami").err()).contains("./sealward login");
    assertThat(user.run("login", user.email).code()).isZero();
    assertThat(user.run("whoami").out()).startsWith(user.id);
  }

  @Test
  void mistakes_areSaidWithWhatToDo() throws IOException {
    User user = anybody();

    assertThat(user.run("send", user.id).code()).isEqualTo(2);
    assertThat(user.run("send", "nobody", "hello").err()).contains("'nobody' is not an id");
    assertThat(user.run("send-image", user.id, "missing.png").err())
        .contains("no file missing.png");
    assertThat(user.run("get-image", UUID.randomUUID().toString(), "x").code()).isEqualTo(1);
    assertThat(execute(List.of("whoami", "--home", folder.resolve("new").toString())).err())
        .contains("./sealward login E-MAIL");
    Path damaged = Files.createDirectory(folder.resolve("damaged"));
    Files.writeString(damaged.resolve("settings"), "email=\\u12");
    assertThat(execute(List.of("whoami", "--home", damaged.toString())).err())
        .contains("'settings' of this device is damaged");
    assertThat(
            execute(
                    List.of(
                        "signup",
                        "a@example.org",
                        "--service",
                        "http://example.org",
                        "--passphrase-file",
                        passphraseFile.toString()))
                .err())
        .contains("must be https://");
  }

  @Test
  void service_thatDoesNotAnswer_isNamed() {
    Ended ended =
        execute(
            List.of(
                "confirm",
                "a@example.org",
                "123456",
                "--home",
                folder.resolve("none").toString(),
                "--service",
                "http://127.0.0.1:9"));

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("the service did not answer", "--service");
  }

  @Test
  void text_cannotSteerTheTerminal() {
    assertThat(Output.printable("a\u001B[2Jb\rc\u202Ed\u2066e\tf\ng ä€😀"))
        .isEqualTo("a\uFFFD[2Jb\uFFFDc\uFFFDd\uFFFDe\tf\ng ä€😀");
    assertThat(new String(JsonText.of(Fields.of("t", "a\u001B\nb").map()).getBytes(UTF_8), UTF_8))
        .isEqualTo("{\"t\":\"a\\u001B\\nb\"}");
  }
}
