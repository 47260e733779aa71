package org.sealward.local.aws.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.TestAbortedException;
import org.sealward.api.Deployment;
import org.sealward.client.error.LoginException;
import org.sealward.client.error.LoginException.Reason;
import org.sealward.client.error.VaultException;
import org.sealward.client.internal.cognito.AwsClients;
import org.sealward.client.internal.cognito.Login;
import org.sealward.client.internal.cognito.OwnerCredentials;
import org.sealward.client.internal.cognito.Tokens;
import org.sealward.client.internal.cognito.UserPool;
import org.sealward.envelope.SecretBytes;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClientBuilder;
import software.amazon.awssdk.services.cognitoidentity.model.NotAuthorizedException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The same, and who gets in: sign-up, login over SRP, tokens, the owner's credentials. */
abstract class AwsAccessContract extends AwsDataContract {
  private Optional<Signed> anna = Optional.empty();
  private Optional<Owner> owner = Optional.empty();

  private record Signed(Login login, Tokens tokens, OwnerCredentials credentials) {}

  abstract Deployment deployment();

  /** Where the keys of tokens are published. */
  abstract URI jwks();

  /** Two users who can log in. */
  abstract List<Login> users();

  /** Whether {@link #mailedCode} knows codes. */
  abstract boolean readsMail();

  /** The code that was mailed to the address. */
  abstract Optional<String> mailedCode(String email);

  static SecretBytes secret(String text) {
    return SecretBytes.copyOf(text.getBytes(US_ASCII));
  }

  private UserPool pool() {
    return new UserPool(deployment(), Clock.systemUTC());
  }

  private Signed signIn(Login login) {
    try (UserPool pool = pool()) {
      Tokens tokens = pool.logIn(login);
      return new Signed(
          login, tokens, new OwnerCredentials(deployment(), tokens::id, Clock.systemUTC()));
    }
  }

  private Signed anna() {
    if (anna.isEmpty()) {
      anna = Optional.of(signIn(users().getFirst()));
    }
    return anna.get();
  }

  @Override
  Owner owner() {
    if (owner.isEmpty()) {
      OwnerCredentials credentials = anna().credentials();
      owner =
          Optional.of(
              new Owner(
                  AwsClients.dynamoDb(deployment(), credentials),
                  AwsClients.kms(deployment(), credentials),
                  deployment().privateBundleTable(),
                  deployment().privateBundleKey(),
                  credentials.identityId()));
    }
    return owner.get();
  }

  @AfterAll
  void closeAnna() {
    owner.ifPresent(
        open -> {
          open.tables().close();
          open.keys().close();
        });
    anna.ifPresent(signed -> signed.credentials().close());
  }

  private static Reason refusal(Executable call) {
    try {
      call.execute();
    } catch (LoginException e) {
      return e.reason();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("it was not refused");
  }

  @Test
  void signUp_withTheMailedCode_isAUserWhoLogsIn() {
    String email = "contract-" + UUID.randomUUID() + "@example.org";
    SecretBytes secret = secret("Sw1!" + "contract-login-secret-of-forty-seven-chars-0000");
    try (UserPool pool = pool()) {
      if (!readsMail()) {
        throw new TestAbortedException("mail cannot be read here, so nobody can confirm");
      }
      pool.signUp(email, secret);
      String code = mailedCode(email).orElseThrow();
      assertThat(refusal(() -> pool.confirm(email, code.equals("000000") ? "111111" : "000000")))
          .isEqualTo(Reason.WRONG_CODE);
      pool.confirm(email, code);

      assertThat(pool.logIn(new Login(email, secret, Optional::empty)).id()).isNotEmpty();
    }
  }

  @Test
  void login_withAWrongSecretOrOfNobody_isRefusedAlike() {
    Login login = users().getFirst();
    try (UserPool pool = pool()) {
      assertThat(pool.logIn(login).access()).isNotEmpty();
      assertThat(
              refusal(
                  () -> pool.logIn(new Login(login.email(), secret("Sw1!wrong"), Optional::empty))))
          .isEqualTo(Reason.WRONG_CREDENTIALS);
      assertThat(
              refusal(
                  () ->
                      pool.logIn(
                          new Login(
                              "nobody-" + UUID.randomUUID() + "@example.org",
                              login.secret(),
                              Optional::empty))))
          .isEqualTo(Reason.WRONG_CREDENTIALS);
    }
  }

  @Test
  void tokens_areSignedByThePublishedKeys_withTheClaimsThatTheServiceReads() throws Exception {
    Tokens tokens = anna().tokens();
    JWKSet keys = JWKSet.load(jwks().toURL());

    for (String token : List.of(tokens.id(), tokens.access())) {
      SignedJWT jwt = SignedJWT.parse(token);
      assertThat(
              jwt.verify(
                  new RSASSAVerifier(keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toRSAKey())))
          .isTrue();
      assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo(deployment().issuer().toString());
      assertThat(jwt.getJWTClaimsSet().getSubject()).isNotEmpty();
    }
    Map<String, Object> access = SignedJWT.parse(tokens.access()).getJWTClaimsSet().getClaims();
    assertThat(access)
        .containsEntry("token_use", "access")
        .containsEntry("client_id", deployment().clientId());
    assertThat(SignedJWT.parse(tokens.id()).getJWTClaimsSet().getAudience())
        .containsExactly(deployment().clientId());
  }

  @Test
  void refreshToken_givesNewTokensOfTheSameUser_untilItIsRevoked() throws Exception {
    Signed signed = signIn(users().getLast());
    try (UserPool pool = pool();
        OwnerCredentials _ = signed.credentials()) {
      Tokens renewed = pool.renew(signed.tokens());
      assertThat(SignedJWT.parse(renewed.access()).getJWTClaimsSet().getSubject())
          .isEqualTo(SignedJWT.parse(signed.tokens().access()).getJWTClaimsSet().getSubject());

      pool.revoke(signed.tokens());
      assertThat(refusal(() -> pool.renew(signed.tokens()))).isEqualTo(Reason.SESSION_ENDED);
    }
  }

  @Test
  void identity_isTheSameAtEachLogin_andAnotherForAnotherUser() {
    Signed again = signIn(users().getFirst());
    Signed other = signIn(users().getLast());
    try (OwnerCredentials first = again.credentials();
        OwnerCredentials second = other.credentials()) {
      assertThat(first.identityId())
          .startsWith(deployment().region() + ":")
          .isEqualTo(anna().credentials().identityId());
      assertThat(second.identityId()).isNotEqualTo(first.identityId());
    }
  }

  @Test
  void credentials_reachTheOwnItemAlone() {
    Signed other = signIn(users().getLast());
    try (OwnerCredentials credentials = other.credentials();
        var tables = AwsClients.dynamoDb(deployment(), credentials)) {
      String table = deployment().privateBundleTable();
      tables.getItem(r -> r.tableName(table).key(identity(credentials.identityId())));

      assertThatExceptionOfType(AwsServiceException.class)
          .isThrownBy(
              () -> tables.getItem(r -> r.tableName(table).key(identity(owner().identityId()))))
          .matches(e -> e.awsErrorDetails().errorCode().equals("AccessDeniedException"));
    }
  }

  @Test
  void identityPool_withAForgedOrNoToken_givesNothing() {
    String token = anna().tokens().id();
    String forged = token.substring(0, token.lastIndexOf('.') + 1) + "AAAA";
    try (OwnerCredentials credentials =
        new OwnerCredentials(deployment(), () -> forged, Clock.systemUTC())) {
      assertThatExceptionOfType(VaultException.class)
          .isThrownBy(credentials::identityId)
          .matches(e -> e.reason() == VaultException.Reason.DENIED)
          .withCauseInstanceOf(NotAuthorizedException.class);
    }
    CognitoIdentityClientBuilder nobody =
        CognitoIdentityClient.builder()
            .region(Region.of(deployment().region()))
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClientBuilder(UrlConnectionHttpClient.builder());
    Optional.ofNullable(deployment().awsEndpoint()).ifPresent(nobody::endpointOverride);
    try (CognitoIdentityClient pool = nobody.build()) {
      String id = deployment().identityPoolId();
      assertThatExceptionOfType(NotAuthorizedException.class)
          .isThrownBy(() -> pool.getId(r -> r.identityPoolId(id)));
    }
  }

  private static Map<String, AttributeValue> identity(String id) {
    return Map.of("identityId", AttributeValue.fromS(id));
  }
}
