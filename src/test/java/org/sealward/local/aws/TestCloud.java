package org.sealward.local.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.sealward.SharedDynamoDb;
import org.sealward.local.aws.cognito.VerificationCode;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InitiateAuthResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.RespondToAuthChallengeResponse;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * A stand-in on a folder of its own, with AWS SDK clients for it and the calls that tests share.
 */
final class TestCloud implements AutoCloseable {
  static final String PASSWORD = "Sw1!correct-login-secret-of-43-characters-000";

  /** The real clock, moved by an offset. */
  static final class Time extends Clock {
    private Duration offset = Duration.ZERO;

    void pass(Duration duration) {
      offset = offset.plus(duration);
    }

    void reset() {
      offset = Duration.ZERO;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return InstantSource.system().withZone(zone);
    }

    @Override
    public Instant instant() {
      return Clock.systemUTC().instant().plus(offset);
    }
  }

  /** A signed-up user who is signed in at both pools. */
  record SignedIn(
      String email,
      String sub,
      AuthenticationResultType tokens,
      String identityId,
      AwsCredentials credentials) {}

  private final SdkHttpClient http = UrlConnectionHttpClient.create();
  final Path data;
  private final UnaryOperator<LocalAws.Options> customization;
  final Time time = new Time();
  final Map<String, String> codes = new ConcurrentHashMap<>();
  LocalAws aws;
  CognitoIdentityProviderClient cognito;

  TestCloud(Path data) {
    this(data, options -> options);
  }

  TestCloud(Path data, UnaryOperator<LocalAws.Options> customization) {
    this.data = data;
    this.customization = customization;
    aws = start();
    cognito =
        client(CognitoIdentityProviderClient.builder(), AnonymousCredentialsProvider.create());
  }

  private LocalAws start() {
    return LocalAws.start(customization.apply(LocalAws.Options.in(data, time, this::receive)));
  }

  private void receive(VerificationCode code) {
    codes.put(code.email(), code.code());
  }

  /** Stops the stand-in and starts it on the same folder, at another port. */
  void restart() {
    aws.close();
    aws = start();
    cognito =
        client(CognitoIdentityProviderClient.builder(), AnonymousCredentialsProvider.create());
  }

  <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, AwsCredentialsProvider credentials) {
    return builder
        .endpointOverride(aws.endpoint())
        .region(Region.of(aws.region()))
        .credentialsProvider(credentials)
        .httpClient(http)
        .build();
  }

  DynamoDbClient dynamoDb(AwsCredentials credentials) {
    return client(DynamoDbClient.builder(), StaticCredentialsProvider.create(credentials));
  }

  KmsClient kms(AwsCredentials credentials) {
    return client(KmsClient.builder(), StaticCredentialsProvider.create(credentials));
  }

  CognitoIdentityClient identityPool() {
    return client(CognitoIdentityClient.builder(), AnonymousCredentialsProvider.create());
  }

  AwsCredentials serviceCredentials() {
    return AwsBasicCredentials.create(
        aws.serviceCredentials().id(), aws.serviceCredentials().secret());
  }

  /** Signs up and confirms; returns the sub. */
  String signUp(String email, String password) {
    String sub =
        cognito
            .signUp(r -> r.clientId(aws.clientId()).username(email).password(password))
            .userSub();
    String code = codes.getOrDefault(email, "none");
    cognito.confirmSignUp(r -> r.clientId(aws.clientId()).username(email).confirmationCode(code));
    return sub;
  }

  /** Both messages of SRP; what comes back holds tokens or the next challenge. */
  RespondToAuthChallengeResponse srp(String name, String password) {
    CognitoSrpClient srp = new CognitoSrpClient(aws.userPoolId());
    InitiateAuthResponse begun =
        cognito.initiateAuth(
            r ->
                r.clientId(aws.clientId())
                    .authFlow(AuthFlowType.USER_SRP_AUTH)
                    .authParameters(Map.of("USERNAME", name, "SRP_A", srp.srpA())));
    return cognito.respondToAuthChallenge(
        r ->
            r.clientId(aws.clientId())
                .challengeName(ChallengeNameType.PASSWORD_VERIFIER)
                .challengeResponses(
                    srp.answer(begun.challengeParameters(), password, time.instant())));
  }

  AuthenticationResultType signIn(String name, String password) {
    return srp(name, password).authenticationResult();
  }

  String identityId(String idToken) {
    return identityPool()
        .getId(r -> r.identityPoolId(aws.identityPoolId()).logins(logins(idToken)))
        .identityId();
  }

  AwsCredentials credentials(String identityId, String idToken) {
    var credentials =
        identityPool()
            .getCredentialsForIdentity(r -> r.identityId(identityId).logins(logins(idToken)))
            .credentials();
    return AwsSessionCredentials.create(
        credentials.accessKeyId(), credentials.secretKey(), credentials.sessionToken());
  }

  Map<String, String> logins(String idToken) {
    return Map.of(aws.loginProvider(), idToken);
  }

  SignedIn newUser(String email) {
    String sub = signUp(email, PASSWORD);
    AuthenticationResultType tokens = signIn(email, PASSWORD);
    String identityId = identityId(tokens.idToken());
    return new SignedIn(email, sub, tokens, identityId, credentials(identityId, tokens.idToken()));
  }

  /** A copy of the deployed policies in which one document is changed. */
  static Path mutatedPolicies(Path folder, String name, UnaryOperator<String> change) {
    try (var files = Files.list(Path.of("terraform", "policies"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        String text = Files.readString(file);
        boolean meant = file.endsWith(name);
        String written = meant ? change.apply(text) : text;
        if (meant && written.equals(text)) {
          throw new IllegalArgumentException("the mutation of " + name + " changes nothing");
        }
        Files.writeString(folder.resolve(file.getFileName().toString()), written);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Defaults, with other policies. */
  static UnaryOperator<LocalAws.Options> withPolicies(Path policies) {
    return options -> SharedDynamoDb.in(options.withPolicies(policies));
  }

  static Map<String, AttributeValue> key(String identityId) {
    return Map.of("identityId", AttributeValue.fromS(identityId));
  }

  static Map<String, AttributeValue> item(String identityId) {
    return Map.of(
        "identityId", AttributeValue.fromS(identityId), "sealed", AttributeValue.fromS("bytes"));
  }

  /** The error code that AWS would show for a call, {@code none} when it succeeds. */
  static String errorOf(Runnable call) {
    try {
      call.run();
      return "none";
    } catch (AwsServiceException e) {
      return e.awsErrorDetails().errorCode();
    }
  }

  @Override
  public void close() {
    aws.close();
    http.close();
  }
}
