package org.sealward.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.client.DeviceStore;
import org.sealward.client.LoginDialogue;
import org.sealward.client.SealwardClient;
import org.sealward.client.Session;
import org.sealward.envelope.RecoveryCode;
import org.sealward.local.aws.ListeningSockets;
import org.sealward.probe.Authenticator;

/** {@code ./sealward up} as a process of its own, with the jar that the build made. */
final class UpIT {
  private static final Pattern SERVICE = Pattern.compile("service +(http://127.0.0.1:\\d+)");
  private static final Pattern LOGIN = Pattern.compile("first login +(\\S+)  (\\S+)  (\\S+)");
  private static final Pattern CODE = Pattern.compile("mail to (\\S+): your code is (\\d{6})");

  @TempDir Path data;

  /** A running one, and what it printed. */
  private record Running(Process process, BufferedReader out, URI service, List<String> login) {
    static Running start(Path data) throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "org.sealward.local.Up",
                  "--data",
                  data.toString(),
                  "--port",
                  "0")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader out = process.inputReader();
      Matcher service = await(out, SERVICE);
      Matcher login = await(out, LOGIN);
      return new Running(
          process,
          out,
          URI.create(service.group(1)),
          List.of(login.group(1), login.group(2), login.group(3)));
    }

    static Matcher await(BufferedReader out, Pattern pattern) throws IOException {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        Matcher matcher = pattern.matcher(line);
        if (matcher.find()) {
          return matcher;
        }
      }
      throw new IllegalStateException("it ended without a line like " + pattern);
    }

    SealwardClient client(Path device) {
      return SealwardClient.of(service, DeviceStore.inFolder(device)).connect();
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void whatWasStored_survivesKillNine_andNothingListensOutsideLoopback() throws Exception {
    char[] passphrase = "nine lanterns in a quiet harbour".toCharArray();
    String institution;
    Running first = Running.start(data);
    try (SealwardClient client = first.client(data.resolve("device"))) {
      assertThat(parts()).hasSizeGreaterThanOrEqualTo(3);
      for (ProcessHandle part : parts()) {
        assertThat(ListeningSockets.of(part.pid()))
            .allMatch(socket -> socket.startsWith("loopback:"));
      }
      assertThat(ListeningSockets.of(first.process().pid())).isNotEmpty();

      client.signUp("anna@mail.example", passphrase);
      Matcher code = Running.await(first.out(), CODE);
      assertThat(code.group(1)).isEqualTo("anna@mail.example");
      client.confirm("anna@mail.example", code.group(2));
      client.logIn("anna@mail.example", passphrase, _ -> {}).close();
      institution = found(client, first.login());
    } finally {
      first.process().destroyForcibly().waitFor();
    }

    Running second = Running.start(data);
    try (SealwardClient client = second.client(data.resolve("device"));
        Session anna = client.logIn("anna@mail.example", passphrase, _ -> {})) {
      assertThat(second.login()).isEqualTo(first.login());
      assertThat(anna.institutions().list())
          .singleElement()
          .satisfies(one -> assertThat(one.name()).isEqualTo(institution));
    } finally {
      second.process().destroy();
      assertThat(second.process().waitFor(Duration.ofSeconds(30))).isTrue();
    }
    assertThat(parts()).isEmpty();
    assertThat(Files.exists(data.resolve("first-login.txt"))).isTrue();
  }

  /** What works on the data folder beside {@code up} itself: PostgreSQL, DynamoDB, the service. */
  private List<ProcessHandle> parts() {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process
                    .info()
                    .commandLine()
                    .filter(line -> line.contains(data.toString()))
                    .isPresent())
        .toList();
  }

  private static String found(SealwardClient client, List<String> login) {
    var authenticator = new Authenticator(login.get(2).toCharArray());
    LoginDialogue dialogue =
        new LoginDialogue() {
          @Override
          public void keep(RecoveryCode code) {}

          @Override
          public Optional<String> secondFactor() {
            return Optional.of(authenticator.code(Clock.systemUTC().instant()));
          }
        };
    try (Session operator = client.logIn(login.get(0), login.get(1).toCharArray(), dialogue)) {
      return operator.institutions().create("Harbour Clinic").name();
    }
  }
}
