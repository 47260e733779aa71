package org.sealward.local.aws;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sealward.local.aws.account.Account;
import org.sealward.local.aws.cognito.SigningKeys;
import org.sealward.local.aws.cognito.Tokens;
import org.sealward.local.aws.cognito.UserPool;
import org.sealward.local.aws.cognito.VerificationCode;
import org.sealward.local.aws.dynamodb.DynamoDbGate;
import org.sealward.local.aws.dynamodb.DynamoDbProcess;
import org.sealward.local.aws.dynamodb.DynamoDbServer;
import org.sealward.local.aws.dynamodb.TableDefinition;
import org.sealward.local.aws.identitypool.IdentityPool;
import org.sealward.local.aws.kms.KeyService;
import org.sealward.local.aws.signature.AccessKey;
import org.sealward.local.aws.signature.Callers;
import org.sealward.local.aws.signature.SessionTokens;
import org.sealward.local.aws.signature.SigV4;
import org.sealward.local.aws.signature.SignedCall;
import org.sealward.local.aws.store.RecordFolder;
import org.sealward.local.aws.wire.AwsApi;

/**
 * The running stand-in. What it is asked to keep survives a restart on the same data folder and a
 * {@code kill -9}; only sign-ins in the middle of their challenges begin again.
 */
public final class LocalAws implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LocalAws.class.getName());
  private static final String REGION = "eu-central-1";

  /**
   * How to start.
   *
   * @param data folder of this stand-in alone, made when absent
   * @param port 0 for any
   * @param codeSink gets the codes that Cognito would send by e-mail
   */
  public record Options(
      Path data,
      int port,
      Clock clock,
      Consumer<VerificationCode> codeSink,
      Sources sources,
      Lifetimes lifetimes) {

    /** Defaults for a run from the project's folder: any port, one hour each. */
    public static Options in(Path data, Clock clock, Consumer<VerificationCode> codeSink) {
      Sources project =
          new Sources(
              Path.of("terraform", "policies"),
              folder ->
                  DynamoDbProcess.launch(folder, Path.of("target", "dynamodb-local.classpath")));
      return new Options(
          data,
          0,
          clock,
          codeSink,
          project,
          new Lifetimes(Duration.ofHours(1), Duration.ofHours(1)));
    }

    public Options withPort(int other) {
      return new Options(data, other, clock, codeSink, sources, lifetimes);
    }

    public Options withPolicies(Path other) {
      return new Options(
          data, port, clock, codeSink, new Sources(other, sources.dynamoDb()), lifetimes);
    }

    public Options withDynamoDb(Function<Path, DynamoDbServer> other) {
      return new Options(
          data, port, clock, codeSink, new Sources(sources.policies(), other), lifetimes);
    }

    public Options withLifetimes(Lifetimes other) {
      return new Options(data, port, clock, codeSink, sources, other);
    }
  }

  /**
   * What it is made of.
   *
   * @param policies folder with the policy templates
   * @param dynamoDb starts DynamoDB Local on a folder
   */
  public record Sources(Path policies, Function<Path, DynamoDbServer> dynamoDb) {}

  /**
   * How long what is handed out lasts.
   *
   * @param tokens ID and access tokens
   * @param credentials temporary credentials
   */
  public record Lifetimes(Duration tokens, Duration credentials) {}

  /** A confirmed user of the pool, whom the service's canary is. */
  public record Canary(String username, String password) {
    @Override
    public String toString() {
      return "Canary[" + username + "]";
    }
  }

  private final Account account;
  private final Roles roles;
  private final Canary canary;
  private final String logKeyArn;
  private final String auditLogKeyArn;
  private final Callers callers;
  private final DynamoDbGate.Backend database;
  private final SigningKeys signingKeys;
  private final UserPool userPool;
  private final DynamoDbGate tables;
  private final KeyService keys;
  private final Endpoint endpoint;
  private final List<AutoCloseable> beneath;

  /**
   * Puts the services together.
   *
   * @param beneath what to close after the endpoint
   */
  private LocalAws(Options options, DynamoDbServer dynamoDb, List<AutoCloseable> beneath) {
    this.beneath = List.copyOf(beneath);
    SecureRandom random = new SecureRandom();
    Clock clock = options.clock();
    Path data = options.data();
    RecordFolder root = RecordFolder.open(data);
    Installation installation = Installation.open(root, random, REGION);
    account = installation.account();
    logKeyArn = account.keyArn(installation.logKeyId());
    auditLogKeyArn = account.keyArn(installation.auditLogKeyId());
    signingKeys = new SigningKeys(root, clock);
    Policies policies = Policies.load(options.sources().policies(), account);
    roles = Roles.of(account, installation, policies);
    SessionTokens sessions = new SessionTokens(random, clock, installation.sessionSealingKey());
    callers =
        new Callers(account, new SigV4(clock, REGION), sessions, roles.all(), policies.owner());
    Tokens tokens = new Tokens(account, signingKeys, clock, options.lifetimes().tokens());
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
    canary = new Canary("canary@sealward.example", installation.canaryPassword());
    if (!userPool.has(canary.username())) {
      userPool.addConfirmed(canary.username(), canary.password().toCharArray(), Set.of());
    }
    IdentityPool identityPool =
        new IdentityPool(
            clock,
            account,
            tokens,
            sessions,
            policies.identityPoolTrust(),
            new IdentityPool.Settings(
                RecordFolder.open(data.resolve("identities")), options.lifetimes().credentials()));
    database = new DynamoDbGate.Backend(dynamoDb.endpoint(), installation.backendAccessKey());
    tables = tables(policies, callers);
    keys = keys(random, installation, policies, callers);
    Map<String, AwsApi> services =
        Map.of(
            "AWSCognitoIdentityProviderService",
            userPool,
            "AWSCognitoIdentityService",
            identityPool,
            "TrentService",
            keys,
            "DynamoDB_20120810",
            tables);
    endpoint =
        new Endpoint(
            options.port(),
            services,
            "/" + account.userPoolId() + "/.well-known/jwks.json",
            signingKeys::published);
  }

  /**
   * Starts the stand-in and waits until all of it answers.
   *
   * @throws IllegalStateException when another process uses the data folder
   */
  public static LocalAws start(Options options) {
    List<AutoCloseable> started = new ArrayList<>();
    try {
      started.add(DataLock.take(options.data()));
      DynamoDbServer dynamoDb =
          options.sources().dynamoDb().apply(options.data().resolve("dynamodb"));
      started.add(dynamoDb);
      return new LocalAws(options, dynamoDb, started.reversed());
    } catch (RuntimeException e) {
      closeAll(started.reversed());
      throw e;
    }
  }

  private static void closeAll(List<AutoCloseable> parts) {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "closing " + part.getClass().getSimpleName(), e);
      }
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

  /** Of the key that signs the key log's checkpoints. */
  public String logKeyArn() {
    return logKeyArn;
  }

  /** Of the key that signs the audit log's checkpoints. */
  public String auditLogKeyArn() {
    return auditLogKeyArn;
  }

  /** The service role's static credentials, random for each data folder. */
  public AccessKey serviceCredentials() {
    return roles.service().key();
  }

  /** Static as the service's, where AWS gives who operates it temporary ones. */
  public AccessKey operatorCredentials() {
    return roles.operator().key();
  }

  /** Of somebody who may do everything in the account but what table and key deny. */
  public AccessKey administratorCredentials() {
    return roles.administrator().key();
  }

  public Canary canary() {
    return canary;
  }

  /**
   * DynamoDB Local itself, past the gate and its policies: for looking at all items when searching
   * for what must not be there. Any secret key does, with this access key.
   */
  public DynamoDbGate.Backend database() {
    return database;
  }

  /**
   * What a data key was before it was encrypted, past the policies, too.
   *
   * @throws org.sealward.local.aws.wire.AwsException with another context
   */
  public byte[] dataKey(byte[] encrypted, Map<String, String> context) {
    return keys.open(encrypted, context);
  }

  /**
   * Adds a confirmed user past sign-up, for the first operator. One in a group has an authenticator
   * app.
   *
   * @param loginSecret what the client derives from the passphrase; not kept, and not cleared here
   * @return the user's sub
   */
  public String createConfirmedUser(String email, char[] loginSecret, Set<String> groups) {
    String sub = userPool.addConfirmed(email, loginSecret, groups);
    if (!groups.isEmpty()) {
      enrol(email);
    }
    return sub;
  }

  /** Gives a user an authenticator app. */
  public void enrol(String email) {
    userPool.enrol(email);
  }

  /** The secret of a user's authenticator app, base 32. */
  public String authenticatorSecret(String email) {
    return userPool.authenticatorSecret(email);
  }

  /**
   * A code for one login, of a new authenticator app in place of the user's: a code works once, and
   * one app shows three in 30 s that are taken.
   */
  public String authenticatorCode(String email) {
    userPool.enrol(email);
    return userPool.authenticatorCode(email);
  }

  /** Tells of every call whose signature is right, and of who made it. */
  public void watch(Consumer<SignedCall> watcher) {
    callers.watch(watcher);
  }

  public void unwatch(Consumer<SignedCall> watcher) {
    callers.unwatch(watcher);
  }

  /** New tokens are signed by a new key; the old ones stay published. */
  public void rotateSigningKey() {
    signingKeys.rotate();
  }

  @Override
  public void close() {
    endpoint.close();
    tables.close();
    closeAll(beneath);
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
    keys.addSigning(
        installation.logKeyId(),
        "alias/sealward-key-log",
        policies.logKey(),
        installation.logKeySeed());
    keys.addSigning(
        installation.auditLogKeyId(),
        "alias/sealward-audit-log",
        policies.logKey(),
        installation.auditLogKeySeed());
    return keys;
  }

  private DynamoDbGate tables(Policies policies, Callers callers) {
    TableDefinition privateBundles =
        new TableDefinition(
            Account.PRIVATE_TABLE,
            new TableDefinition.Key("identityId", "S"),
            Optional.empty(),
            Optional.of(policies.privateTable()));
    TableDefinition publicBundles =
        new TableDefinition(
            Account.PUBLIC_TABLE,
            new TableDefinition.Key("userId", "S"),
            Optional.of(new TableDefinition.Key("version", "N")),
            Optional.empty());
    DynamoDbGate gate =
        new DynamoDbGate(account, callers, List.of(privateBundles, publicBundles), database);
    gate.createTables();
    return gate;
  }
}
