package org.sealward.keyvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.identity.Caller;
import org.sealward.identity.CognitoProperties;
import org.sealward.identity.CognitoTokens;
import org.sealward.identity.IdentityProblem;
import org.sealward.identity.Role;
import org.sealward.platform.Problem;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;

/** Credentials come from the stand-in's identity pool, which a clock of this test's runs past. */
final class CredentialExchangeTest {
  private final TestService service = TestService.get();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private Duration later = Duration.ZERO;
  private final Clock clock =
      ((InstantSource) () -> Clock.systemUTC().instant().plus(later)).withZone(ZoneOffset.UTC);
  private final KnownCredentials known = new KnownCredentials(clock);
  private final CognitoIdentityClient identityPool =
      CognitoIdentityClient.builder()
          .endpointOverride(service.aws().endpoint())
          .region(Region.of(service.aws().region()))
          .credentialsProvider(AnonymousCredentialsProvider.create())
          .httpClient(UrlConnectionHttpClient.create())
          .overrideConfiguration(o -> o.addExecutionInterceptor(new Operations()))
          .build();
  private final CredentialExchange exchange =
      new CredentialExchange(
          service.bean(CognitoTokens.class),
          known,
          new IdentityPool(identityPool, service.bean(CognitoProperties.class)));
  private final TestUser anna = TestUser.in(service);

  /** Writes down what the identity pool is asked. */
  private final class Operations implements ExecutionInterceptor {
    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
      asked.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
    }
  }

  @AfterEach
  void close() {
    identityPool.close();
  }

  private long exchanges() {
    return asked.stream().filter("GetCredentialsForIdentity"::equals).count();
  }

  private static Caller caller(TestUser user) {
    return new Caller(user.id(), Set.of(Role.PATIENT));
  }

  private CallerCredentials credentials(TestUser user) {
    return exchange.exchange(caller(user), user.idToken());
  }

  private static CallerCredentials until(Instant expiresAt) {
    return new CallerCredentials(
        "eu-central-1:somebody",
        AwsSessionCredentials.create("key-id", "secret-key", "session-token"),
        expiresAt);
  }

  private static void assertRefused(ThrowingCallable exchange) {
    assertThatThrownBy(exchange)
        .isInstanceOfSatisfying(
            Problem.class,
            problem ->
                assertThat(problem.type()).isEqualTo(IdentityProblem.IDENTITY_TOKEN_REFUSED));
  }

  @Test
  void manyCalls_withOneToken_areOneExchange() {
    CallerCredentials first = credentials(anna);

    for (int i = 0; i < 5; i++) {
      assertThat(credentials(anna)).isEqualTo(first);
    }
    assertThat(asked).containsExactly("GetId", "GetCredentialsForIdentity");
  }

  @Test
  void credentials_fiveMinutesBeforeTheyExpire_areAskedForAgain() {
    // The stand-in's live for an hour, as Cognito's do.
    CallerCredentials first = credentials(anna);

    later = Duration.ofMinutes(54);
    assertThat(credentials(anna)).isEqualTo(first);
    later = Duration.ofMinutes(55);
    assertThat(credentials(anna).credentials()).isNotEqualTo(first.credentials());
    assertThat(exchanges()).isEqualTo(2);
  }

  @Test
  void credentials_thatLiveNoLongerThanTheMargin_areNotKept() {
    Instant now = clock.instant();

    known.keep(anna.id(), "token", until(now.plus(Duration.ofMinutes(5))));
    assertThat(known.of(anna.id(), "token")).isEmpty();
    known.keep(anna.id(), "token", until(now.minusSeconds(1)));
    assertThat(known.of(anna.id(), "token")).isEmpty();
    known.keep(anna.id(), "token", until(now.plus(Duration.ofMinutes(6))));
    assertThat(known.of(anna.id(), "token")).isPresent();
  }

  @Test
  void token_thatIsAnotherOfTheSameUser_isExchangedForItself() {
    CallerCredentials first = credentials(anna);
    anna.renewTokens();

    CallerCredentials second = credentials(anna);

    assertThat(second.identityId()).isEqualTo(first.identityId());
    assertThat(second.credentials()).isNotEqualTo(first.credentials());
    assertThat(exchanges()).isEqualTo(2);
  }

  @Test
  void credentials_ofSomebodyElse_areNotServed() {
    TestUser ben = TestUser.in(service);
    CallerCredentials annas = credentials(anna);

    assertThat(credentials(ben).identityId()).isNotEqualTo(annas.identityId());
    // With her token, which is in the cache, and without being her.
    assertRefused(() -> exchange.exchange(caller(ben), anna.idToken()));
    assertThat(credentials(anna)).isEqualTo(annas);
    assertThat(exchanges()).isEqualTo(2);
  }

  @Test
  void token_thatHasExpired_isRefusedThoughItsCredentialsAreKept() throws Exception {
    Instant now = clock.instant();
    String live = tokenUntil(now.plusSeconds(60));
    String expired = tokenUntil(now.minusSeconds(60));
    CallerCredentials kept = until(now.plus(Duration.ofHours(1)));

    known.keep(anna.id(), live, kept);
    assertThat(exchange.exchange(caller(anna), live)).isEqualTo(kept);
    known.keep(anna.id(), expired, kept);
    assertRefused(() -> exchange.exchange(caller(anna), expired));
  }

  /** Anna's identity token with another end, signed by the pool's own key. */
  private String tokenUntil(Instant end) throws Exception {
    RSAKey key =
        (RSAKey)
            JWKSet.load(service.awsFolder().resolve("signing-keys.json").toFile())
                .getKeys()
                .getLast();
    JWTClaimsSet claims = SignedJWT.parse(anna.idToken()).getJWTClaimsSet();
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder(claims).expirationTime(Date.from(end)).build());
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  @Test
  void users_beyondTheBound_areForgotten() {
    Instant expiry = clock.instant().plus(Duration.ofHours(1));
    for (int i = 0; i < 10_500; i++) {
      known.keep(UUID.randomUUID(), "token", until(expiry));
    }
    assertThat(known.users()).isEqualTo(10_000);
  }

  @Test
  void account_thatIsDeleted_leavesNoCredentials() {
    TestUser ben = TestUser.in(service);
    KnownCredentials ofTheService = service.bean(KnownCredentials.class);
    for (TestUser user : List.of(anna, ben)) {
      user.send(
          user.request("/v1/me/private-key").header("Sealward-Identity-Token", user.idToken()));
      assertThat(ofTheService.of(user.id(), user.idToken())).isPresent();
    }

    assertThat(anna.send(anna.request("/v1/me").DELETE()).status()).isEqualTo(204);

    assertThat(ofTheService.of(anna.id(), anna.idToken())).isEmpty();
    assertThat(ofTheService.of(ben.id(), ben.idToken())).isPresent();
  }

  @Test
  void credentials_printed_showNothingSecret() {
    CallerCredentials credentials = credentials(anna);

    assertThat(credentials.toString())
        .contains(credentials.identityId())
        .doesNotContain(
            credentials.credentials().secretAccessKey(), credentials.credentials().sessionToken());
  }
}
