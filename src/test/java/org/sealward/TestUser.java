package org.sealward;

import io.micronaut.core.type.Argument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.local.aws.CognitoSrpClient;
import org.sealward.local.aws.LocalAws;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;

/**
 * A user who is logged in and speaks plain HTTP, for tests of routes: it sends what it is told to,
 * right or wrong.
 */
public final class TestUser {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String LOGIN_SECRET = "Sw1!a-login-secret-of-43-characters-for-tests-0";

  private final TestServer service;
  private final String email;
  private final UUID id;
  private AuthenticationResultType tokens;
  private final OwnKeys keys;

  private TestUser(TestServer service, String email, String loginSecret, UUID id, OwnKeys keys) {
    this.service = service;
    this.email = email;
    this.id = id;
    this.tokens = signIn(service.aws(), email, loginSecret);
    this.keys = keys;
  }

  private TestUser(TestServer service, TestUser other) {
    this.service = service;
    this.email = other.email;
    this.id = other.id;
    this.tokens = other.tokens;
    this.keys = other.keys;
  }

  /** The same user, still logged in, at another server with the same Cognito. */
  public TestUser at(TestServer other) {
    return new TestUser(other, this);
  }

  /** A new user in these Cognito groups; in none, a patient. */
  public static TestUser in(TestServer service, String... groups) {
    String email = UUID.randomUUID() + "@example.org";
    UUID id =
        UUID.fromString(
            service.aws().createConfirmedUser(email, LOGIN_SECRET.toCharArray(), Set.of(groups)));
    return new TestUser(
        service, email, LOGIN_SECRET, id, OwnKeys.first(id, PrivateKeys.generate(), now()));
  }

  /** Somebody who exists already, with the keys that they have published. */
  public static TestUser known(TestServer service, String email, String loginSecret, OwnKeys keys) {
    return new TestUser(service, email, loginSecret, keys.userId(), keys);
  }

  /** A new user who has published their first bundle. */
  public static TestUser withKeys(TestServer service, String... groups) {
    TestUser user = in(service, groups);
    Answer published = user.put("/v1/me/bundles/1", user.keys.signedBundle());
    if (published.status() != 204) {
      throw new IllegalStateException(published.toString());
    }
    return user;
  }

  public UUID id() {
    return id;
  }

  public String email() {
    return email;
  }

  public OwnKeys keys() {
    return keys;
  }

  public String accessToken() {
    return tokens.accessToken();
  }

  public String idToken() {
    return tokens.idToken();
  }

  /** Takes an authenticator app, without which nobody is given a role. */
  public TestUser enrolled() {
    service.aws().enrol(email);
    return this;
  }

  /** Takes it away again, as users may; the groups stay. */
  public TestUser withoutAuthenticator() {
    try (var cognito = cognito(service.aws())) {
      cognito.setUserMFAPreference(
          r -> r.accessToken(accessToken()).softwareTokenMfaSettings(s -> s.enabled(false)));
    }
    return this;
  }

  /** Gets tokens with the groups of now. */
  public void renewTokens() {
    try (var cognito = cognito(service.aws())) {
      AuthenticationResultType renewed =
          cognito
              .initiateAuth(
                  r ->
                      r.clientId(service.aws().clientId())
                          .authFlow(AuthFlowType.REFRESH_TOKEN_AUTH)
                          .authParameters(Map.of("REFRESH_TOKEN", tokens.refreshToken())))
              .authenticationResult();
      tokens = renewed.toBuilder().refreshToken(tokens.refreshToken()).build();
    }
  }

  /** What came back. */
  public record Answer(TestServer service, int status, String body, HttpResponse<?> raw) {
    public <T> T as(Class<T> shape) {
      return as(Argument.of(shape));
    }

    public <T> T as(Argument<T> shape) {
      try {
        T value = service.json().readValue(body, shape);
        if (value == null) {
          throw new IllegalStateException("a JSON null");
        }
        return value;
      } catch (IOException e) {
        throw new UncheckedIOException(status + " " + body, e);
      }
    }

    /** The last part of the problem's type, such as {@code not-found}. */
    public String problem() {
      return String.valueOf(as(Argument.mapOf(String.class, Object.class)).get("type"))
          .replaceFirst("^urn:sealward:problem:", "");
    }

    @Override
    public String toString() {
      return status + " " + body;
    }
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer post(String path, Object body) {
    return send(request(path).POST(json(body)).header("Content-Type", "application/json"));
  }

  public Answer post(String path) {
    return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
  }

  public Answer put(String path, Object body) {
    return send(request(path).PUT(json(body)).header("Content-Type", "application/json"));
  }

  /** A request with this user's access token. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(service.url().resolve(path))
        .header("Authorization", "Bearer " + accessToken());
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(service, response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.BodyPublisher json(Object body) {
    try {
      return body instanceof String text
          ? HttpRequest.BodyPublishers.ofString(text)
          : HttpRequest.BodyPublishers.ofByteArray(service.json().writeValueAsBytes(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Logs in over SRP. */
  public static AuthenticationResultType signIn(LocalAws aws, String email, String loginSecret) {
    var srp = new CognitoSrpClient(aws.userPoolId());
    try (var cognito = cognito(aws)) {
      var begun =
          cognito.initiateAuth(
              r ->
                  r.clientId(aws.clientId())
                      .authFlow(AuthFlowType.USER_SRP_AUTH)
                      .authParameters(Map.of("USERNAME", email, "SRP_A", srp.srpA())));
      var answer =
          cognito.respondToAuthChallenge(
              r ->
                  r.clientId(aws.clientId())
                      .challengeName(ChallengeNameType.PASSWORD_VERIFIER)
                      .challengeResponses(
                          srp.answer(begun.challengeParameters(), loginSecret, now())));
      if (answer.challengeName() != ChallengeNameType.SOFTWARE_TOKEN_MFA) {
        return answer.authenticationResult();
      }
      Map<String, String> code =
          Map.of("USERNAME", email, "SOFTWARE_TOKEN_MFA_CODE", aws.authenticatorCode(email));
      return cognito
          .respondToAuthChallenge(
              r ->
                  r.clientId(aws.clientId())
                      .challengeName(ChallengeNameType.SOFTWARE_TOKEN_MFA)
                      .session(answer.session())
                      .challengeResponses(code))
          .authenticationResult();
    }
  }

  private static CognitoIdentityProviderClient cognito(LocalAws aws) {
    return CognitoIdentityProviderClient.builder()
        .endpointOverride(aws.endpoint())
        .region(Region.of(aws.region()))
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  private static Instant now() {
    return Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
