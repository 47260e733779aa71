package org.sealward;

import io.micronaut.context.ApplicationContext;
import io.micronaut.json.JsonMapper;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sealward.local.LocalBackends;
import org.sealward.local.LocalCanary;
import org.sealward.local.aws.LocalAws;

/**
 * The service in this JVM, on a fresh database and the AWS stand-in. One for all test classes of a
 * JVM: tests keep apart by making their own users.
 */
public final class TestService implements TestServer {
  private static @Nullable TestService running;

  private final Map<String, String> codes = new ConcurrentHashMap<>();
  private final Map<String, Object> settings = new HashMap<>();
  private final Path data;
  private final TestDatabase database;
  private final LocalAws aws;
  private final ApplicationContext context;
  private final URI url;

  private TestService(Path data) {
    this.data = data;
    database = TestDatabase.fresh();
    aws =
        LocalAws.start(
            LocalAws.Options.in(
                awsFolder(), Clock.systemUTC(), code -> codes.put(code.email(), code.code())));
    LocalCanary.hatch(aws, Clock.systemUTC());
    System.setProperty("aws.endpointUrl", aws.endpoint().toString());
    System.setProperty("aws.accessKeyId", aws.serviceCredentials().id());
    System.setProperty("aws.secretAccessKey", aws.serviceCredentials().secret());
    settings.putAll(database.settings());
    settings.putAll(LocalBackends.awsSettings(aws));
    settings.putAll(LocalBackends.roomySettings());
    settings.put("sealward.objects.folder", objectsFolder().toString());
    settings.put("sealward.security.contact", "mailto:security@example.org");
    settings.put("sealward.security.expires", "2100-01-01T00:00:00Z");
    settings.put("sealward.availability.probers", TestProber.setting());
    settings.put("sealward.availability.contracts", "src/test/resources/contracts");
    settings.put("sealward.status.contract", "page");
    settings.put("sealward.status.address", "https://api.example.org");
    settings.put("sealward.status.secret", "a-secret-of-the-status-page-for-tests");
    settings.put("micronaut.server.port", "-1");
    settings.put("sealward.test.contract", "true");
    settings.put("endpoints.all.port", "-1");
    EmbeddedServer server = ApplicationContext.run(EmbeddedServer.class, settings, "test");
    context = server.getApplicationContext();
    url = server.getURI();
  }

  /** The one of this JVM, started at the first call. */
  public static synchronized TestService get() {
    TestService service = running;
    if (service == null) {
      try {
        service = new TestService(Files.createTempDirectory(Path.of("target"), "test-service"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(service::close));
      running = service;
    }
    return service;
  }

  /**
   * One more node of the same service, with other settings and an object folder of its own, unless
   * they name a bucket.
   */
  public EmbeddedServer node(Map<String, Object> others) {
    Map<String, Object> all = new HashMap<>(settings);
    all.compute("sealward.objects.folder", (_, folder) -> folder + "-" + UUID.randomUUID());
    if (others.containsKey("sealward.objects.bucket")) {
      all.remove("sealward.objects.folder");
    }
    all.putAll(others);
    return ApplicationContext.run(EmbeddedServer.class, all, "test");
  }

  @Override
  public URI url() {
    return url;
  }

  @Override
  public LocalAws aws() {
    return aws;
  }

  @Override
  public JsonMapper json() {
    return bean(JsonMapper.class);
  }

  /** Where the AWS stand-in keeps what it has, its private signing keys among it. */
  public Path awsFolder() {
    return data.resolve("aws");
  }

  /** Where ciphertext objects lie. */
  public Path objectsFolder() {
    return data.resolve("objects");
  }

  public TestDatabase database() {
    return database;
  }

  /** A bean of the service, to inject a fault or to look inside. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** The code that Cognito last sent to that address. */
  public String code(String email) {
    String code = codes.get(email);
    if (code == null) {
      throw new IllegalStateException("no code was sent to " + email);
    }
    return code;
  }

  private void close() {
    context.close();
    aws.close();
  }
}
