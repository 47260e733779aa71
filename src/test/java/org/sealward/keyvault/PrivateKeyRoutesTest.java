package org.sealward.keyvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.aws.AwsCalls;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Opener;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.PrivateBundle;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.SecretBytes;
import org.sealward.envelope.UnlockKey;
import org.sealward.envelope.VaultWrap;
import org.sealward.fault.AwsLine;
import org.sealward.identity.CognitoProperties;
import org.sealward.platform.Problem;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

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
  void largestBundle_comesBack() throws Exception {
    TestUser user = TestUser.withKeys(service);
    SealedPrivateBundle one = sealed(user, user.id(), 1);
    VaultWrap wrap = one.wraps().getFirst();
    List<VaultWrap> wraps =
        Stream.generate(
                () ->
                    new VaultWrap(
                        wrap.method(),
                        Bytes.of(SecretBytes.random(16).toArray()),
                        wrap.parameters(),
                        wrap.wrap()))
            .limit(4)
            .toList();
    SealedPrivateBundle largest =
        new SealedPrivateBundle(
            one.suite(),
            user.id(),
            1,
            wraps,
            Bytes.of(new byte[SealedPrivateBundle.MAX_CIPHERTEXT]));

    assertThat(put(user, largest).status()).isEqualTo(204);
    assertThat(get(user, user.idToken()).as(SealedPrivateBundle.class)).isEqualTo(largest);
  }

  /** What the owner does past the service, with the same credentials. */
  private DynamoDbClient owner(CallerCredentials owner) {
    return DynamoDbClient.builder()
        .endpointOverride(service.aws().endpoint())
        .region(Region.of(service.aws().region()))
        .credentialsProvider(StaticCredentialsProvider.create(owner.credentials()))
        .httpClient(service.bean(SdkHttpClient.class))
        .build();
  }

  private CallerCredentials credentials(TestUser user) {
    return service.bean(KnownCredentials.class).of(user.id(), user.idToken()).orElseThrow();
  }

  @Test
  void item_thatItsOwnerEmptied_isNone_andCanBeFilled() throws Exception {
    TestUser user = TestUser.withKeys(service);
    assertThat(put(user, sealed(user, user.id(), 7)).status()).isEqualTo(204);
    CallerCredentials own = credentials(user);
    try (DynamoDbClient dynamo = owner(own)) {
      dynamo.putItem(
          r ->
              r.tableName(service.aws().privateBundlesTable())
                  .item(Map.of("identityId", AttributeValue.fromS(own.identityId()))));
    }

    assertThat(get(user, user.idToken()).problem()).isEqualTo("private-key-not-found");
    assertThat(put(user, sealed(user, user.id(), 1)).status()).isEqualTo(204);
    assertThat(get(user, user.idToken()).status()).isEqualTo(200);
  }

  @Test
  void item_thatItsOwnerWroteOtherwise_isToldAsUnreadable() throws Exception {
    TestUser user = TestUser.withKeys(service);
    assertThat(put(user, sealed(user, user.id(), 1)).status()).isEqualTo(204);
    CallerCredentials own = credentials(user);
    try (DynamoDbClient dynamo = owner(own)) {
      String table = service.aws().privateBundlesTable();
      Map<String, AttributeValue> key =
          Map.of("identityId", AttributeValue.fromS(own.identityId()));
      Map<String, AttributeValue> item =
          dynamo.getItem(r -> r.tableName(table).key(key).consistentRead(true)).item();
      Map<String, AttributeValue> changes =
          Map.of(
              "revision", AttributeValue.fromN("1.5"),
              "encryptedDataKey", binary(20),
              "nonce", AttributeValue.fromS("text"),
              "ciphertext", binary(100));
      for (String name : changes.keySet()) {
        Map<String, AttributeValue> changed = new HashMap<>(item);
        changed.put(name, changes.get(name));
        dynamo.putItem(r -> r.tableName(table).item(changed));
        TestUser.Answer answer = get(user, user.idToken());
        assertThat(answer.problem()).as(name).isEqualTo("private-key-unreadable");
        assertThat(answer.status()).isEqualTo(409);
        if (!name.equals("ciphertext")) {
          changed.remove(name);
          dynamo.putItem(r -> r.tableName(table).item(changed));
          assertThat(get(user, user.idToken()).problem())
              .as("without " + name)
              .isEqualTo("private-key-unreadable");
        }
      }
      dynamo.putItem(r -> r.tableName(table).item(item));
      assertThat(get(user, user.idToken()).status()).as("the control").isEqualTo(200);
    }
  }

  private static AttributeValue binary(int length) {
    return AttributeValue.fromB(SdkBytes.fromByteArray(new byte[length]));
  }

  @Test
  void content_thatIsNoBundle_isToldAsUnreadable() throws Exception {
    TestUser user = TestUser.withKeys(service);
    assertThat(get(user, user.idToken()).problem()).isEqualTo("private-key-not-found");
    PrivateKeyVault vault = service.bean(PrivateKeyVault.class);
    long revision = 1;
    for (String content : List.of("null", "{}", "[", "{\"suite\":9}")) {
      vault.put(credentials(user), revision++, Bytes.utf8(content));
      assertThat(get(user, user.idToken()).problem())
          .as(content)
          .isEqualTo("private-key-unreadable");
    }
    assertThat(put(user, sealed(user, user.id(), revision)).status()).isEqualTo(204);
  }

  @Test
  void answerToAWriting_thatIsLost_isNoConflict() throws Exception {
    TestUser user = TestUser.withKeys(service);
    assertThat(get(user, user.idToken()).problem()).isEqualTo("private-key-not-found");
    String usual = System.getProperty("aws.endpointUrl");
    try (AwsLine line = new AwsLine(service.aws().endpoint())) {
      System.setProperty("aws.endpointUrl", line.url().toString());
      var vault =
          new PrivateKeyVault(
              service.bean(KeyVaultProperties.class),
              service.bean(CognitoProperties.class),
              service.bean(SdkHttpClient.class),
              service.bean(AwsCalls.class));
      line.loseAnswerToWrite(AwsLine.Part.DYNAMODB);
      vault.put(credentials(user), 1, Bytes.utf8("one"));

      assertThat(vault.get(credentials(user))).contains(Bytes.utf8("one"));
      assertThatThrownBy(() -> vault.put(credentials(user), 1, Bytes.utf8("one")))
          .as("the control: another writing")
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> assertThat(problem.type()).isEqualTo(VaultProblem.REVISION_CONFLICT));
    } finally {
      System.setProperty("aws.endpointUrl", usual);
    }
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
