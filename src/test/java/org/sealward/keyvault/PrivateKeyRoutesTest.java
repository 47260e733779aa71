package org.sealward.keyvault;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.envelope.Opener;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.PrivateBundle;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.UnlockKey;
import org.slf4j.LoggerFactory;

/** The vault through the API: real gate, real DynamoDB Local, the deployed policies. */
final class PrivateKeyRoutesTest {
  private static final String PATH = "/v1/me/private-key";

  private final TestService service = TestService.get();

  private static SealedPrivateBundle sealed(TestUser user, UUID userId, long revision) {
    try (Passphrase passphrase = Passphrase.of("correct horse battery staple".toCharArray());
        UnlockKey unlock = UnlockKey.from(passphrase);
        PrivateBundle content = PrivateBundle.of(user.keys())) {
      return SealedPrivateBundle.seal(userId, revision, content, List.of(unlock));
    }
  }

  private static TestUser.Answer put(TestUser user, String idToken, String json) {
    return user.send(
        user.request(PATH)
            .header("Content-Type", "application/json")
            .header("Sealward-Identity-Token", idToken)
            .PUT(HttpRequest.BodyPublishers.ofString(json)));
  }

  private TestUser.Answer put(TestUser user, SealedPrivateBundle bundle) throws Exception {
    return put(
        user,
        user.idToken(),
        service.bean(io.micronaut.json.JsonMapper.class).writeValueAsString(bundle));
  }

  private static TestUser.Answer get(TestUser user, String idToken) {
    return user.send(user.request(PATH).header("Sealward-Identity-Token", idToken).GET());
  }

  @Test
  void sealedBundle_comesBack_toItsOwner() throws Exception {
    TestUser user = TestUser.withKeys(service);
    assertThat(get(user, user.idToken()).problem()).isEqualTo("private-key-not-found");

    SealedPrivateBundle bundle = sealed(user, user.id(), 1);
    assertThat(put(user, bundle).status()).isEqualTo(204);

    SealedPrivateBundle back = get(user, user.idToken()).as(SealedPrivateBundle.class);
    assertThat(back).isEqualTo(bundle);
    try (Passphrase passphrase = Passphrase.of("correct horse battery staple".toCharArray());
        var opened = Opener.privateBundle(back, passphrase, 0)) {
      assertThat(opened.content().keys(user.keys().signedBundle()).fingerprint())
          .isEqualTo(user.keys().fingerprint());
    }
  }

  @Test
  void revision_neverFalls() throws Exception {
    TestUser user = TestUser.withKeys(service);
    assertThat(put(user, sealed(user, user.id(), 2)).status()).isEqualTo(204);

    assertThat(put(user, sealed(user, user.id(), 2)).problem()).isEqualTo("revision-conflict");
    assertThat(put(user, sealed(user, user.id(), 1)).problem()).isEqualTo("revision-conflict");
    assertThat(put(user, sealed(user, user.id(), 3)).status()).isEqualTo(204);
  }

  @Test
  void identityToken_ofSomebodyElse_opensNothing() throws Exception {
    TestUser user = TestUser.withKeys(service);
    TestUser other = TestUser.withKeys(service);
    put(user, sealed(user, user.id(), 1));

    assertThat(get(user, other.idToken()).problem()).isEqualTo("identity-token-refused");
    assertThat(get(other, user.idToken()).problem()).isEqualTo("identity-token-refused");
    assertThat(get(user, user.accessToken()).problem()).isEqualTo("identity-token-refused");
    assertThat(get(user, user.idToken()).status()).isEqualTo(200);
  }

  @Test
  void bundle_ofSomebodyElse_isNotStored() throws Exception {
    TestUser user = TestUser.withKeys(service);

    assertThat(put(user, sealed(user, UUID.randomUUID(), 1)).problem())
        .isEqualTo("private-key-not-valid");
  }

  @Test
  void credentialsAndTokens_areInNoLineOfTheLog_atAnyLevel() throws Exception {
    TestUser user = TestUser.withKeys(service);
    List<ILoggingEvent> lines = listeningToEverything(user);
    var credentials =
        service
            .bean(KnownCredentials.class)
            .of(user.id(), user.idToken())
            .orElseThrow()
            .credentials();
    LoggerContext production = production("debug");
    String written =
        text(
            lines.stream()
                .filter(
                    line ->
                        production.getLogger(line.getLoggerName()).isEnabledFor(line.getLevel())));

    // The control: the SDK writes the token of every request that it signs, and production not.
    assertThat(text(lines.stream())).contains("AWS4 Canonical Request", credentials.sessionToken());
    assertThat(written)
        .contains("org.sealward", "DEBUG")
        .doesNotContain(
            credentials.accessKeyId(),
            credentials.secretAccessKey(),
            credentials.sessionToken(),
            user.idToken(),
            user.accessToken());
  }

  /** What is said while a user writes and reads the vault. */
  private List<ILoggingEvent> listeningToEverything(TestUser user) throws Exception {
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level usual = root.getLevel();
    Appender<ILoggingEvent> console = root.getAppender("console");
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    root.detachAppender(console);
    root.addAppender(lines);
    root.setLevel(Level.DEBUG);
    try {
      assertThat(put(user, sealed(user, user.id(), 1)).status()).isEqualTo(204);
      assertThat(get(user, user.idToken()).status()).isEqualTo(200);
      // A line of our own, at the lowest level that a deployment can choose.
      assertThat(get(user, user.accessToken()).status()).isEqualTo(401);
    } finally {
      root.detachAppender(lines);
      root.setLevel(usual);
      root.addAppender(console);
    }
    return List.copyOf(lines.list);
  }

  /** The service's own configuration, which tests do not run with. */
  private static LoggerContext production(String level) throws Exception {
    var context = new LoggerContext();
    context.putProperty("SEALWARD_LOG_LEVEL", level);
    var configuration = new JoranConfigurator();
    configuration.setContext(context);
    configuration.doConfigure(Path.of("src", "main", "resources", "logback.xml").toFile());
    return context;
  }

  private static String text(Stream<ILoggingEvent> lines) {
    return lines
        .map(
            line ->
                line.getLevel()
                    + " "
                    + line.getLoggerName()
                    + " "
                    + line.getFormattedMessage()
                    + line.getThrowableProxy())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void identityToken_thatIsMissing_isABadRequest() {
    TestUser user = TestUser.withKeys(service);

    assertThat(user.get(PATH).status()).isEqualTo(400);
  }
}
