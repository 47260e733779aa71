package org.sealward.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealward.local.aws.TestCloud.errorOf;
import static org.sealward.local.aws.TestCloud.item;
import static org.sealward.local.aws.TestCloud.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealward.SharedDynamoDb;
import org.sealward.local.aws.TestCloud.SignedIn;
import org.sealward.probe.Authenticator;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;

/**
 * Sign-up, login and vault round trip, step by step: each takes the right credential, and none that
 * is forged, somebody else's or of another installation, expired, or left out as a guest does.
 */
final class CredentialTableTest {
  /** The stand-in's tokens and credentials live for less than a signature may be old. */
  private static final Duration LIFETIME = Duration.ofMinutes(2);

  @TempDir static Path data;
  private static TestCloud cloud;
  private static TestCloud elsewhere;

  private enum Kind {
    RIGHT,
    FORGED,
    FOREIGN,
    ELSEWHERE,
    EXPIRED,
    GUEST
  }

  @BeforeAll
  static void start() {
    cloud = cloud("here");
    elsewhere = cloud("elsewhere");
  }

  private static TestCloud cloud(String name) {
    return new TestCloud(
        data.resolve(name),
        options ->
            SharedDynamoDb.in(options.withLifetimes(new LocalAws.Lifetimes(LIFETIME, LIFETIME))));
  }

  @AfterAll
  static void stop() {
    cloud.close();
    elsewhere.close();
  }

  @AfterEach
  void backToThePresent() {
    cloud.time.reset();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # step            | right | forged                    | foreign                | elsewhere                   | expired               | guest
          CONFIRM_SIGN_UP   | none  | CodeMismatchException     | CodeMismatchException  | CodeMismatchException       | CodeMismatchException | ValidationException
          PROVE_PASSWORD    | none  | NotAuthorizedException    | NotAuthorizedException | NotAuthorizedException      | NotAuthorizedException| InvalidParameterException
          SECOND_FACTOR     | none  | CodeMismatchException     | CodeMismatchException  | CodeMismatchException       | CodeMismatchException | InvalidParameterException
          RENEW_LOGIN       | none  | NotAuthorizedException    | NotAuthorizedException | NotAuthorizedException      | NotAuthorizedException| InvalidParameterException
          OWN_ACCOUNT       | none  | NotAuthorizedException    | NotAuthorizedException | NotAuthorizedException      | NotAuthorizedException| ValidationException
          IDENTITY          | none  | NotAuthorizedException    | NotAuthorizedException | NotAuthorizedException      | NotAuthorizedException| NotAuthorizedException
          CREDENTIALS       | none  | NotAuthorizedException    | NotAuthorizedException | NotAuthorizedException      | NotAuthorizedException| NotAuthorizedException
          WRITE_VAULT       | none  | InvalidSignatureException | AccessDeniedException  | UnrecognizedClientException | ExpiredTokenException | MissingAuthenticationTokenException
          READ_VAULT        | none  | InvalidSignatureException | AccessDeniedException  | UnrecognizedClientException | ExpiredTokenException | MissingAuthenticationTokenException
          LOCK_VAULT        | none  | InvalidSignatureException | AccessDeniedException  | UnrecognizedClientException | ExpiredTokenException | MissingAuthenticationTokenException
          UNLOCK_VAULT      | none  | InvalidSignatureException | AccessDeniedException  | UnrecognizedClientException | ExpiredTokenException | MissingAuthenticationTokenException
          """)
  void step_takesTheRightCredential_andNoOther(
      String step,
      String right,
      String forged,
      String foreign,
      String elsewhere,
      String expired,
      String guest) {
    Map<Kind, String> expected = new LinkedHashMap<>();
    expected.put(Kind.RIGHT, right);
    expected.put(Kind.FORGED, forged);
    expected.put(Kind.FOREIGN, foreign);
    expected.put(Kind.ELSEWHERE, elsewhere);
    expected.put(Kind.EXPIRED, expired);
    expected.put(Kind.GUEST, guest);

    Map<Kind, String> answers = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      answers.put(kind, errorOf(() -> take(step, kind)));
      cloud.time.reset();
    }
    assertThat(answers).isEqualTo(expected);
  }

  /** Takes a step with a credential of that kind. */
  private static void take(String step, Kind kind) {
    switch (step) {
      case "CONFIRM_SIGN_UP" -> confirmSignUp(kind);
      case "PROVE_PASSWORD" -> provePassword(kind);
      case "SECOND_FACTOR" -> giveSecondFactor(kind);
      case "RENEW_LOGIN" -> renewLogin(kind);
      case "OWN_ACCOUNT" -> askForOwnAccount(kind);
      case "IDENTITY" -> askForIdentity(kind);
      case "CREDENTIALS" -> askForCredentials(kind);
      default -> useVault(step, kind);
    }
  }

  private static String email() {
    return UUID.randomUUID() + "@example.org";
  }

  private static void expire(Kind kind, Duration lifetime) {
    if (kind == Kind.EXPIRED) {
      cloud.time.pass(lifetime);
    }
  }

  private static String signedUp(TestCloud at) {
    String email = email();
    at.cognito.signUp(
        r -> r.clientId(at.aws.clientId()).username(email).password(TestCloud.PASSWORD));
    return email;
  }

  private static String codeOf(TestCloud at, String email) {
    return at.codes.getOrDefault(email, "none");
  }

  /** Six digits that are not these. */
  private static String otherThan(String code) {
    return code.equals("123456") ? "654321" : "123456";
  }

  private static void confirmSignUp(Kind kind) {
    String anna = signedUp(cloud);
    String right = codeOf(cloud, anna);
    String foreign = codeOf(cloud, signedUp(cloud));
    String ofElsewhere = codeOf(elsewhere, signedUp(elsewhere));
    expire(kind, Duration.ofHours(25));
    @Nullable String code =
        switch (kind) {
          case RIGHT, EXPIRED -> right;
          case FORGED -> otherThan(right);
          // Six digits may be the same by chance.
          case FOREIGN -> foreign.equals(right) ? otherThan(right) : foreign;
          case ELSEWHERE -> ofElsewhere.equals(right) ? otherThan(right) : ofElsewhere;
          case GUEST -> null;
        };
    cloud.cognito.confirmSignUp(
        r -> r.clientId(cloud.aws.clientId()).username(anna).confirmationCode(code));
  }

  /** The proof of a password is made for one challenge, of one user, at one pool. */
  private static void provePassword(Kind kind) {
    String anna = email();
    cloud.signUp(anna, TestCloud.PASSWORD);
    Map<String, String> proof = new HashMap<>(proof(cloud, anna));
    switch (kind) {
      case RIGHT -> {}
      case FORGED ->
          proof.put("PASSWORD_CLAIM_SIGNATURE", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
      case FOREIGN -> {
        // Ben's proof, which is right for Ben.
        String ben = email();
        cloud.signUp(ben, TestCloud.PASSWORD);
        String name = proof.getOrDefault("USERNAME", "");
        proof = new HashMap<>(proof(cloud, ben));
        proof.put("USERNAME", name);
      }
      case ELSEWHERE -> {
        elsewhere.signUp(anna, TestCloud.PASSWORD);
        proof = new HashMap<>(proof(elsewhere, anna));
      }
      case EXPIRED -> cloud.time.pass(Duration.ofMinutes(4));
      case GUEST -> proof.remove("PASSWORD_CLAIM_SIGNATURE");
    }
    Map<String, String> given = proof;
    cloud.cognito.respondToAuthChallenge(
        r ->
            r.clientId(cloud.aws.clientId())
                .challengeName(ChallengeNameType.PASSWORD_VERIFIER)
                .challengeResponses(given));
  }

  private static Map<String, String> proof(TestCloud at, String email) {
    var srp = new CognitoSrpClient(at.aws.userPoolId());
    var challenge =
        at.cognito.initiateAuth(
            r ->
                r.clientId(at.aws.clientId())
                    .authFlow(AuthFlowType.USER_SRP_AUTH)
                    .authParameters(Map.of("USERNAME", email, "SRP_A", srp.srpA())));
    return srp.answer(challenge.challengeParameters(), TestCloud.PASSWORD, at.time.instant());
  }

  private static void giveSecondFactor(Kind kind) {
    String anna = email();
    Authenticator annas = enrolled(cloud, anna);
    Authenticator bens = enrolled(cloud, email());
    Authenticator ofElsewhere = enrolled(elsewhere, anna);
    // The first code is used up by enrolling.
    cloud.time.pass(Duration.ofSeconds(30));
    String right = annas.code(cloud.time.instant());
    String earlier = annas.code(cloud.time.instant().minus(Duration.ofMinutes(10)));
    String bensCode = bens.code(cloud.time.instant());
    String code =
        switch (kind) {
          case RIGHT, GUEST -> right;
          case FORGED -> otherThan(right);
          case FOREIGN -> bensCode.equals(right) ? otherThan(right) : bensCode;
          case ELSEWHERE -> {
            String other = ofElsewhere.code(cloud.time.instant());
            yield other.equals(right) ? otherThan(right) : other;
          }
          case EXPIRED -> earlier.equals(right) ? otherThan(right) : earlier;
        };
    Map<String, String> responses = new HashMap<>(Map.of("USERNAME", anna));
    if (kind != Kind.GUEST) {
      responses.put("SOFTWARE_TOKEN_MFA_CODE", code);
    }
    String session = cloud.srp(anna, TestCloud.PASSWORD).session();
    cloud.cognito.respondToAuthChallenge(
        r ->
            r.clientId(cloud.aws.clientId())
                .challengeName(ChallengeNameType.SOFTWARE_TOKEN_MFA)
                .session(session)
                .challengeResponses(responses));
  }

  private static Authenticator enrolled(TestCloud at, String email) {
    at.signUp(email, TestCloud.PASSWORD);
    String token = at.signIn(email, TestCloud.PASSWORD).accessToken();
    var authenticator =
        new Authenticator(
            at.cognito
                .associateSoftwareToken(r -> r.accessToken(token))
                .secretCode()
                .toCharArray());
    at.cognito.verifySoftwareToken(
        r -> r.accessToken(token).userCode(authenticator.code(at.time.instant())));
    at.cognito.setUserMFAPreference(
        r ->
            r.accessToken(token).softwareTokenMfaSettings(s -> s.enabled(true).preferredMfa(true)));
    return authenticator;
  }

  private static void renewLogin(Kind kind) {
    SignedIn anna = cloud.newUser(email());
    Map<String, String> parameters = new HashMap<>();
    switch (kind) {
      case RIGHT, EXPIRED -> parameters.put("REFRESH_TOKEN", anna.tokens().refreshToken());
      case FORGED -> parameters.put("REFRESH_TOKEN", altered(anna.tokens().refreshToken()));
      // Ben's own is no credential any more once he has logged out.
      case FOREIGN -> {
        SignedIn ben = cloud.newUser(email());
        cloud.cognito.globalSignOut(r -> r.accessToken(ben.tokens().accessToken()));
        parameters.put("REFRESH_TOKEN", ben.tokens().refreshToken());
      }
      case ELSEWHERE ->
          parameters.put("REFRESH_TOKEN", elsewhere.newUser(email()).tokens().refreshToken());
      case GUEST -> {}
    }
    expire(kind, Duration.ofDays(30));
    cloud.cognito.initiateAuth(
        r ->
            r.clientId(cloud.aws.clientId())
                .authFlow(AuthFlowType.REFRESH_TOKEN_AUTH)
                .authParameters(parameters));
  }

  private static String altered(String token) {
    char last = token.charAt(token.length() / 2);
    return token.substring(0, token.length() / 2)
        + (last == 'A' ? 'B' : 'A')
        + token.substring(token.length() / 2 + 1);
  }

  private static void askForOwnAccount(Kind kind) {
    SignedIn anna = cloud.newUser(email());
    @Nullable String token =
        switch (kind) {
          case RIGHT, EXPIRED -> anna.tokens().accessToken();
          case FORGED -> forged(anna.tokens().accessToken());
          // A token for another use, which is not hers to act with.
          case FOREIGN -> anna.tokens().idToken();
          case ELSEWHERE -> elsewhere.newUser(email()).tokens().accessToken();
          case GUEST -> null;
        };
    expire(kind, LIFETIME);
    cloud.cognito.getUser(r -> r.accessToken(token));
  }

  /** The same claims, by a key that is not the pool's, under the id of the one that is. */
  private static String forged(String token) {
    try {
      SignedJWT right = SignedJWT.parse(token);
      String keyId = right.getHeader().getKeyID();
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(),
              right.getJWTClaimsSet());
      jwt.sign(new RSASSASigner(new RSAKeyGenerator(2048).keyID(keyId).generate()));
      return jwt.serialize();
    } catch (ParseException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> logins(Kind kind, SignedIn anna, String foreign) {
    Map<String, String> logins =
        switch (kind) {
          case RIGHT, EXPIRED -> cloud.logins(anna.tokens().idToken());
          case FORGED -> cloud.logins(forged(anna.tokens().idToken()));
          case FOREIGN -> cloud.logins(foreign);
          case ELSEWHERE -> cloud.logins(elsewhere.newUser(email()).tokens().idToken());
          case GUEST -> Map.of();
        };
    expire(kind, LIFETIME);
    return logins;
  }

  private static void askForIdentity(Kind kind) {
    SignedIn anna = cloud.newUser(email());
    // Any user's token gives that user's identity; what is foreign here is a token for another use.
    Map<String, String> logins = logins(kind, anna, anna.tokens().accessToken());
    cloud.identityPool().getId(r -> r.identityPoolId(cloud.aws.identityPoolId()).logins(logins));
  }

  private static void askForCredentials(Kind kind) {
    SignedIn anna = cloud.newUser(email());
    Map<String, String> logins = logins(kind, anna, cloud.newUser(email()).tokens().idToken());
    cloud
        .identityPool()
        .getCredentialsForIdentity(r -> r.identityId(anna.identityId()).logins(logins));
  }

  private static void useVault(String step, Kind kind) {
    SignedIn anna = cloud.newUser(email());
    String table = cloud.aws.privateBundlesTable();
    String keyArn = cloud.aws.privateBundlesKeyArn();
    Map<String, String> context = Map.of("identityId", anna.identityId());
    cloud
        .dynamoDb(anna.credentials())
        .putItem(r -> r.tableName(table).item(item(anna.identityId())));
    SdkBytes locked =
        cloud
            .kms(anna.credentials())
            .generateDataKey(
                r -> r.keyId(keyArn).keySpec(DataKeySpec.AES_256).encryptionContext(context))
            .ciphertextBlob();
    AwsCredentialsProvider credentials = credentials(kind, anna);
    DynamoDbClient items = cloud.client(DynamoDbClient.builder(), credentials);
    KmsClient keys = cloud.client(KmsClient.builder(), credentials);
    expire(kind, LIFETIME);
    switch (step) {
      case "WRITE_VAULT" -> items.putItem(r -> r.tableName(table).item(item(anna.identityId())));
      case "READ_VAULT" ->
          assertThat(items.getItem(r -> r.tableName(table).key(key(anna.identityId()))).item())
              .isEqualTo(item(anna.identityId()));
      case "LOCK_VAULT" ->
          keys.generateDataKey(
              r -> r.keyId(keyArn).keySpec(DataKeySpec.AES_256).encryptionContext(context));
      case "UNLOCK_VAULT" ->
          keys.decrypt(r -> r.keyId(keyArn).ciphertextBlob(locked).encryptionContext(context));
      default -> throw new IllegalArgumentException(step);
    }
  }

  private static AwsCredentialsProvider credentials(Kind kind, SignedIn anna) {
    var annas = (AwsSessionCredentials) anna.credentials();
    return switch (kind) {
      case RIGHT, EXPIRED -> StaticCredentialsProvider.create(annas);
      case FORGED ->
          StaticCredentialsProvider.create(
              AwsSessionCredentials.create(
                  annas.accessKeyId(), altered(annas.secretAccessKey()), annas.sessionToken()));
      case FOREIGN -> StaticCredentialsProvider.create(cloud.newUser(email()).credentials());
      case ELSEWHERE -> StaticCredentialsProvider.create(elsewhere.newUser(email()).credentials());
      case GUEST -> AnonymousCredentialsProvider.create();
    };
  }
}
