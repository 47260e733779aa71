package org.sealward.local;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.sealward.local.aws.LocalAws;
import org.sealward.local.aws.cognito.VerificationCode;
import org.sealward.local.aws.signature.AccessKey;
import org.sealward.local.postgres.EmbeddedDatabase;

/** What the service needs around it, on this computer: PostgreSQL, the AWS stand-in, a folder. */
public final class LocalBackends implements AutoCloseable {
  private final Path data;
  private final EmbeddedDatabase database;
  private final LocalAws aws;

  private LocalBackends(Path data, EmbeddedDatabase database, LocalAws aws) {
    this.data = data;
    this.database = database;
    this.aws = aws;
  }

  /**
   * Starts both on a folder, where everything is kept that must survive.
   *
   * @param awsPort 0 for any
   */
  public static LocalBackends start(
      Path data, int awsPort, Clock clock, Consumer<VerificationCode> codes) {
    EmbeddedDatabase database = EmbeddedDatabase.start(data.resolve("postgresql"));
    LocalAws aws;
    try {
      aws =
          LocalAws.start(LocalAws.Options.in(data.resolve("aws"), clock, codes).withPort(awsPort));
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
    LocalBackends backends = new LocalBackends(data, database, aws);
    try {
      LocalCanary.hatch(aws, clock);
      return backends;
    } catch (RuntimeException e) {
      backends.close();
      throw e;
    }
  }

  public Path data() {
    return data;
  }

  public EmbeddedDatabase database() {
    return database;
  }

  public LocalAws aws() {
    return aws;
  }

  /** The service's configuration, as properties. */
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(database.settings(EmbeddedDatabase.DATABASE));
    settings.putAll(awsSettings(aws));
    settings.putAll(roomySettings());
    settings.put("sealward.objects.folder", data.resolve("objects").toString());
    return settings;
  }

  /** The part of the configuration that is about AWS. */
  public static Map<String, String> awsSettings(LocalAws aws) {
    return Map.ofEntries(
        Map.entry("sealward.cognito.region", aws.region()),
        Map.entry("sealward.cognito.user-pool-id", aws.userPoolId()),
        Map.entry("sealward.cognito.client-id", aws.clientId()),
        Map.entry("sealward.cognito.identity-pool-id", aws.identityPoolId()),
        Map.entry("sealward.cognito.issuer", aws.issuer()),
        Map.entry("sealward.cognito.jwks-uri", aws.jwksUri().toString()),
        Map.entry("sealward.key-vault.table", aws.privateBundlesTable()),
        Map.entry("sealward.key-vault.key", aws.privateBundlesKeyArn()),
        Map.entry("sealward.key-vault.canary.username", aws.canary().username()),
        Map.entry("sealward.key-vault.canary.password", aws.canary().password()),
        Map.entry("sealward.public-bundles.table", aws.publicBundlesTable()),
        Map.entry("sealward.public-bundles.key", aws.publicBundlesKeyArn()),
        Map.entry("sealward.key-log.origin", "sealward.local/v1/logs/keys"),
        Map.entry("sealward.key-log.key", aws.logKeyArn()),
        Map.entry("sealward.audit-log.origin", "sealward.local/v1/logs/audit"),
        Map.entry("sealward.audit-log.key", aws.auditLogKeyArn()),
        Map.entry("sealward.aws-endpoint", aws.endpoint().toString()));
  }

  /** On one computer everybody has the same address, and tools are faster than people. */
  public static Map<String, String> roomySettings() {
    return Map.of(
        "sealward.limits.user-requests", "1000000",
        "sealward.limits.address-requests", "1000000",
        "sealward.limits.address-sockets", "1000000",
        "sealward.limits.socket-frames", "1000000",
        "sealward.limits.address-connections", "100000",
        "sealward.limits.upload-bytes", "1000GB");
  }

  /** What the AWS SDK reads from the environment. */
  public static Map<String, String> awsEnvironment(LocalAws aws) {
    AccessKey key = aws.serviceCredentials();
    return Map.of(
        "AWS_ENDPOINT_URL", aws.endpoint().toString(),
        "AWS_REGION", aws.region(),
        "AWS_ACCESS_KEY_ID", key.id(),
        "AWS_SECRET_ACCESS_KEY", key.secret());
  }

  @Override
  public void close() {
    aws.close();
    database.close();
  }
}
