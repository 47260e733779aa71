package org.sealward.local;

import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.SecretBytes;
import org.sealward.local.aws.LocalAws;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./sealward up}: the whole local default, until it is stopped. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Runs the whole service on this computer, to try and to develop against.")
public final class Up implements Callable<Integer> {
  private static final String OPERATOR = "operator@example.org";
  private static final String FIRST_LOGIN = "first-login.txt";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("data");

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the service on 127.0.0.1 (default: ${DEFAULT-VALUE}).")
  private int port = 8080;

  public static void main(String[] args) {
    System.exit(new CommandLine(new Up()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    var console = new Console(System.out);
    var stopped = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stopped.countDown();
                  try {
                    closed.await();
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                }));
    try (LocalBackends backends =
            console.step(
                "PostgreSQL and the AWS stand-in are up",
                () ->
                    LocalBackends.start(
                        data,
                        0,
                        Clock.systemUTC(),
                        code ->
                            console.say(
                                "Cognito would mail to "
                                    + code.email()
                                    + ": your code is "
                                    + code.code())));
        ServiceProcess service =
            console.step(
                "the service is up",
                () -> ServiceProcess.start(ServiceProcess.builtJar(), backends, port))) {
      Path login = firstLogin(backends.data(), backends.aws());
      console.say("");
      console.say("service      " + service.url());
      console.say("deployment   " + service.url() + "/v1/deployment");
      console.say("AWS          " + backends.aws().endpoint() + "  (AWS_ENDPOINT_URL)");
      console.say("data         " + data.toAbsolutePath());
      console.say("log          " + service.log().toAbsolutePath());
      console.say("first login  " + String.join("  ", Files.readAllLines(login)));
      console.say("             an operator, who can found institutions; kept in " + login);
      console.say(
          "             the third is for an authenticator app, or: oathtool --totp -b SECRET");
      console.say("");
      console.say("Codes that Cognito would mail show here. Ctrl-C stops everything.");
      var _ = service.handle().onExit().thenRun(stopped::countDown);
      stopped.await();
      return 0;
    } finally {
      closed.countDown();
    }
  }

  /**
   * The file with the operator's address, passphrase and authenticator app's secret, written when
   * the data folder is new.
   */
  static Path firstLogin(Path data, LocalAws aws) throws IOException {
    Path file = data.resolve(FIRST_LOGIN);
    if (Files.exists(file)) {
      return file;
    }
    char[] passphrase = words(6);
    try (Passphrase typed = Passphrase.of(passphrase);
        SecretBytes secret = typed.loginSecret(aws.userPoolId(), OPERATOR)) {
      char[] login = ascii(secret);
      aws.createConfirmedUser(OPERATOR, login, Set.of("operator"));
      String authenticator = aws.authenticatorSecret(OPERATOR);
      Arrays.fill(login, ' ');
      Files.createFile(
          file,
          java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
              java.nio.file.attribute.PosixFilePermissions.fromString("rw-------")));
      Files.write(
          file,
          StandardCharsets.US_ASCII
              .encode(
                  CharBuffer.wrap(
                      OPERATOR + "\n" + CharBuffer.wrap(passphrase) + "\n" + authenticator + "\n"))
              .array());
      return file;
    } finally {
      Arrays.fill(passphrase, ' ');
    }
  }

  static char[] ascii(SecretBytes secret) {
    byte[] bytes = secret.toArray();
    char[] characters = new char[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      characters[i] = (char) bytes[i];
    }
    Arrays.fill(bytes, (byte) 0);
    return characters;
  }

  /** Random pronounceable words, 12 bits each. */
  private static char[] words(int count) {
    var random = new SecureRandom();
    String consonants = "bdfgklmnprstvz";
    String vowels = "aeiou";
    char[] text = new char[count * 5 - 1];
    for (int i = 0; i < text.length; i++) {
      text[i] =
          switch (i % 5) {
            case 0, 2 -> consonants.charAt(random.nextInt(consonants.length()));
            case 1, 3 -> vowels.charAt(random.nextInt(vowels.length()));
            default -> '-';
          };
    }
    return text;
  }
}
