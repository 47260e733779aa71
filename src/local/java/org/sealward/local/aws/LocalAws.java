package org.sealward.local.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.sealward.local.aws.account.Account;
import org.sealward.local.aws.cognito.SigningKeys;
import org.sealward.local.aws.cognito.Tokens;
import org.sealward.local.aws.cognito.UserPool;
import org.sealward.local.aws.cognito.VerificationCode;
import org.sealward.local.aws.dynamodb.DynamoDbGate;
import org.sealward.local.aws.dynamodb.DynamoDbProcess;
import org.sealward.local.aws.identitypool.IdentityPool;
import org.sealward.local.aws.kms.KeyService;
import org.sealward.local.aws.signature.AccessKey;
import org.sealward.local.aws.signature.Callers;
import org.sealward.local.aws.signature.SessionTokens;
import org.sealward.local.aws.signature.SigV4;
import org.sealward.local.aws.store.RecordFolder;
import org.sealward.local.aws.wire.AwsReply;
import org.sealward.local.aws.wire.JsonObject;

/**
 * The running stand-in. What it is asked to keep survives a restart on the same data folder and a
 * {@code kill -9}; only sign-ins in the middle of their challenges begin again.
 */
public final class LocalAws implements AutoCloseable {
  private static final String REGION = "eu-central-1";

  /**
   * How to start.
   *
   * @param data folder of this stand-in alone, made when absent
   * @param port 0 for any
   * @param codeSink gets the codes that Cognito would send by e-mail
   * @param policies folder with the policy templates, {@code terraform/policies}
   * @param dynamoDbClassPath file with the class path of DynamoDB Local
   * @param tokenLifetime of ID and access tokens
   * @param credentialLifetime of temporary credentials
   */
  public record Options(
      Path data,
      int port,
      Clock clock,
      Consumer<VerificationCode> codeSink,
      Path policies,
      Path dynamoDbClassPath,
      Duration tokenLifetime,
      Duration credentialLifetime) {

    /** Defaults for a run from the project's folder: any port, one hour each. */
    public static Options in(Path data, Clock clock, Consumer<VerificationCode> codeSink) {
      return new Options(
          data,
          0,
          clock,
          codeSink,
          Path.of("terraform", "policies"),
          Path.of("target", "dynamodb-local.classpath"),
          Duration.ofHours(1),
          Duration.ofHours(1));
    }

    public Options withPort(int other) {
      return new Options(
          data,
          other,
          clock,
          codeSink,
          policies,
          dynamoDbClassPath,
          tokenLifetime,
          credentialLifetime);
    }

    public Options withPolicies(Path other) {
      return new Options(
          data, port, clock, codeSink, other, dynamoDbClassPath, tokenLifetime, credentialLifetime);
    }

    public Options withDynamoDbClassPath(Path other) {
      return new Options(
          data, port, clock, codeSink, policies, other, tokenLifetime, credentialLifetime);
    }

    public Options withLifetimes(Duration tokens, Duration credentials) {
      return new Options(
          data, port, clock, codeSink, policies, dynamoDbClassPath, tokens, credentials);
    }
  }

  private final Account account;
  private final AccessKey serviceKey;
  private final SigningKeys signingKeys;
  private final UserPool userPool;
  private final DynamoDbProcess dynamoDb;
  private final Endpoint endpoint;
  private final FileChannel lock;

  private LocalAws(Options options, FileChannel lock) {
    this.lock = lock;
    SecureRandom random = new SecureRandom();
    Clock clock = options.clock();
    Path data = options.data();
    RecordFolder root = RecordFolder.open(data);
    Installation installation = Installation.open(root, random, REGION);
    account = installation.account();
    serviceKey = installation.serviceKey();
    signingKeys = new SigningKeys(root, clock);
    Policies policies = Policies.load(options.policies(), account);
    SessionTokens sessions = new SessionTokens(random, clock, installation.sessionSealingKey());
    Callers callers =
        new Callers(
            account,
            new SigV4(clock, REGION),
            sessions,
            serviceKey,
            policies.service(),
            policies.owner());
    Tokens tokens = new Tokens(account, signingKeys, clock, options.tokenLifetime());
    userPool =
        new UserPool(
            random,
            clock,
            account,
            callers,
            tokens,
            new UserPool.Settings(
                RecordFolder.open(data.resolve("users")),
                RecordFolder.open(data.resolve("sign-ins")),
                installation.decoySecret(),
                options.codeSink()));
    IdentityPool identityPool =
        new IdentityPool(
            clock,
            account,
            tokens,
            sessions,
            policies.identityPoolTrust(),
            new IdentityPool.Settings(
                RecordFolder.open(data.resolve("identities")), options.credentialLifetime()));
    KeyService keys = keys(random, installation, policies, callers);
    dynamoDb = DynamoDbProcess.start(data.resolve("dynamodb"), options.dynamoDbClassPath());
    try {
      DynamoDbGate tables = tables(installation, policies, callers);
      endpoint =
          new Endpoint(
              options.port(),
              Map.of(
                  "AWSCognitoIdentityProviderService",
                  userPool,
                  "AWSCognitoIdentityService",
                  identityPool,
                  "TrentService",
                  keys,
                  "DynamoDB_20120810",
                  tables),
              "/" + account.userPoolId() + "/.well-known/jwks.json",
              signingKeys::published);
    } catch (RuntimeException e) {
      dynamoDb.close();
      throw e;
    }
  }

  /**
   * Starts the stand-in and waits until all of it answers.
   *
   * @throws IllegalStateException when another process uses the data folder
   */
  public static LocalAws start(Options options) {
    try {
      RecordFolder.createOwnerFolder(options.data());
      FileChannel lock =
          FileChannel.open(
              options.data().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock.tryLock() == null) {
        lock.close();
        throw new IllegalStateException("in use by another process: " + options.data());
      }
      try {
        return new LocalAws(options, lock);
      } catch (RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value for {@code AWS_ENDPOINT_URL}. */
  public URI endpoint() {
    return endpoint.uri();
  }

  public String region() {
    return REGION;
  }

  public String userPoolId() {
    return account.userPoolId();
  }

  public String clientId() {
    return account.clientId();
  }

  public String identityPoolId() {
    return account.identityPoolId();
  }

  /** The {@code iss} of tokens, in production's form; it does not change with the port. */
  public String issuer() {
    return account.issuer();
  }

  /** Where the keys of tokens are; in production, issuer and path. */
  public URI jwksUri() {
    return endpoint().resolve("/" + account.userPoolId() + "/.well-known/jwks.json");
  }

  /** The key of the identity pool's {@code Logins}. */
  public String loginProvider() {
    return account.provider();
  }

  public String privateBundlesTable() {
    return Account.PRIVATE_TABLE;
  }

  public String publicBundlesTable() {
    return Account.PUBLIC_TABLE;
  }

  public String privateBundlesKeyArn() {
    return account.keyArn(account.privateKeyId());
  }

  public String publicBundlesKeyArn() {
    return account.keyArn(account.publicKeyId());
  }

  /** The service role's static credentials, random for each data folder. */
  public AccessKey serviceCredentials() {
    return serviceKey;
  }

  /**
   * Adds a confirmed user past sign-up, for the first operator.
   *
   * @param loginSecret what the client derives from the passphrase; not kept, and not cleared here
   * @return the user's sub
   */
  public String createConfirmedUser(String email, char[] loginSecret, Set<String> groups) {
    return userPool.addConfirmed(email, loginSecret, groups);
  }

  /** New tokens are signed by a new key; the old ones stay published. */
  public void rotateSigningKey() {
    signingKeys.rotate();
  }

  @Override
  public void close() {
    endpoint.close();
    dynamoDb.close();
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private KeyService keys(
      SecureRandom random, Installation installation, Policies policies, Callers callers) {
    KeyService keys = new KeyService(random, account, callers);
    keys.add(
        account.privateKeyId(),
        Account.PRIVATE_KEY_ALIAS,
        policies.privateKey(),
        installation.privateKeyMaterial());
    keys.add(
        account.publicKeyId(),
        Account.PUBLIC_KEY_ALIAS,
        policies.publicKey(),
        installation.publicKeyMaterial());
    return keys;
  }

  private DynamoDbGate tables(Installation installation, Policies policies, Callers callers) {
    DynamoDbGate gate =
        new DynamoDbGate(
            account,
            callers,
            Map.of(Account.PRIVATE_TABLE, policies.privateTable()),
            Map.of(Account.PRIVATE_TABLE, "identityId", Account.PUBLIC_TABLE, "userId"),
            new DynamoDbGate.Backend(dynamoDb.endpoint(), installation.backendAccessKey()));
    createTable(
        gate, Account.PRIVATE_TABLE, List.of(key("identityId", "HASH")), Map.of("identityId", "S"));
    createTable(
        gate,
        Account.PUBLIC_TABLE,
        List.of(key("userId", "HASH"), key("version", "RANGE")),
        Map.of("userId", "S", "version", "N"));
    return gate;
  }

  private static JsonObject key(String attribute, String type) {
    return JsonObject.of("AttributeName", attribute).with("KeyType", type);
  }

  private static void createTable(
      DynamoDbGate gate, String table, List<JsonObject> keys, Map<String, String> types) {
    JsonObject request =
        JsonObject.of("TableName", table)
            .with("KeySchema", keys)
            .with(
                "AttributeDefinitions",
                types.entrySet().stream()
                    .map(
                        type ->
                            JsonObject.of("AttributeName", type.getKey())
                                .with("AttributeType", type.getValue()))
                    .toList())
            .with("BillingMode", "PAY_PER_REQUEST");
    AwsReply reply = gate.administer("CreateTable", request);
    if (reply.status() != 200) {
      JsonObject error = JsonObject.parse(reply.body());
      if (!error.findText("__type").orElse("").endsWith("ResourceInUseException")) {
        throw new IllegalStateException("table " + table + " cannot be created");
      }
    }
  }
}
