package org.sealward.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.fault.AwsLine;
import org.sealward.fault.AwsLine.Fault;
import org.sealward.fault.AwsLine.Part;
import org.sealward.local.aws.LocalAws;
import org.sealward.local.aws.signature.SignedCall;
import org.sealward.platform.Problem;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;

/** Which roles count, as the stand-in's user pool tells it, in a time of this test's own. */
final class SecondFactorsTest {
  private final LocalAws aws = TestService.get().aws();
  private final AwsLine line = new AwsLine(aws.endpoint());
  private final List<SignedCall> asked = new CopyOnWriteArrayList<>();
  private final Consumer<SignedCall> watcher = asked::add;
  private final CognitoIdentityProviderClient cognito =
      CognitoIdentityProviderClient.builder()
          .endpointOverride(line.url())
          .region(Region.of(aws.region()))
          .credentialsProvider(
              StaticCredentialsProvider.create(
                  AwsBasicCredentials.create(
                      aws.serviceCredentials().id(), aws.serviceCredentials().secret())))
          .httpClient(UrlConnectionHttpClient.create())
          .overrideConfiguration(o -> o.retryStrategy(RetryMode.STANDARD))
          .build();
  private Duration later = Duration.ZERO;
  private final Clock clock =
      ((InstantSource) () -> Clock.systemUTC().instant().plus(later)).withZone(ZoneOffset.UTC);
  private final SecondFactors secondFactors =
      new SecondFactors(
          cognito,
          new CognitoProperties(
              aws.region(),
              aws.userPoolId(),
              aws.clientId(),
              aws.identityPoolId(),
              URI.create(aws.issuer()),
              aws.jwksUri()),
          clock);

  @BeforeEach
  void watch() {
    aws.watch(watcher);
  }

  @AfterEach
  void close() {
    aws.unwatch(watcher);
    cognito.close();
    line.close();
  }

  private long lookUps(TestUser user) {
    return asked.stream()
        .filter(call -> call.operation().equals("cognito-idp:AdminGetUser"))
        .filter(call -> call.body().text("Username").equals(user.id().toString()))
        .count();
  }

  private static Caller specialist(TestUser user) {
    return new Caller(user.id(), Set.of(Role.SPECIALIST));
  }

  private Set<Role> counted(TestUser user) {
    return secondFactors.counted(specialist(user)).roles();
  }

  private static void assertUnknown(ThrowingCallable question) {
    assertProblem(IdentityProblem.SECOND_FACTOR_UNKNOWN, question);
  }

  private static void assertProblem(IdentityProblem type, ThrowingCallable question) {
    assertThatThrownBy(question)
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.type()).isEqualTo(type));
  }

  @Test
  void role_ofSomebodyWithAnAuthenticatorApp_counts_andIsLookedUpEveryTenMinutes() {
    TestUser weiss = TestUser.in(TestService.get(), "specialist");
    for (int i = 0; i < 3; i++) {
      assertThat(counted(weiss)).containsExactly(Role.SPECIALIST);
    }
    assertThat(lookUps(weiss)).isOne();

    weiss.withoutAuthenticator();
    later = Duration.ofMinutes(9);
    assertThat(counted(weiss)).containsExactly(Role.SPECIALIST);
    later = Duration.ofMinutes(10);
    assertThat(counted(weiss)).isEmpty();
    assertThat(lookUps(weiss)).isEqualTo(2);
  }

  @Test
  void role_ofSomebodyWithoutOne_doesNotCount_untilTenSecondsAfterItIsThere() {
    TestUser weiss = TestUser.in(TestService.get(), "specialist").withoutAuthenticator();
    assertThat(counted(weiss)).isEmpty();

    weiss.enrolled();
    later = Duration.ofSeconds(9);
    assertThat(counted(weiss)).isEmpty();
    assertThat(lookUps(weiss)).isOne();
    later = Duration.ofSeconds(10);
    assertThat(counted(weiss)).containsExactly(Role.SPECIALIST);
  }

  @Test
  void everyRole_needsOne_butAPatients() {
    TestUser somebody = TestUser.in(TestService.get());
    for (Role role : Role.values()) {
      Caller caller = new Caller(somebody.id(), Set.of(role));
      assertThat(secondFactors.counted(caller).roles())
          .isEqualTo(role == Role.PATIENT ? Set.of(Role.PATIENT) : Set.of());
    }
    Caller both = new Caller(somebody.id(), Set.of(Role.PATIENT, Role.REVIEWER));
    assertThat(secondFactors.counted(both).roles()).isEmpty();
    assertThat(lookUps(somebody)).isOne();
    assertThat(secondFactors.counted(new Caller(UUID.randomUUID(), Set.of(Role.REVIEWER))).roles())
        .as("nobody whom Cognito knows")
        .isEmpty();
  }

  @Test
  void cognito_away_whatWasKnownCountsForAnHour_andNothingElse() {
    TestUser weiss = TestUser.in(TestService.get(), "specialist");
    TestUser okoye = TestUser.in(TestService.get(), "specialist");
    assertThat(counted(weiss)).containsExactly(Role.SPECIALIST);
    line.fail(Part.USER_POOL, Fault.RESET);

    later = Duration.ofMinutes(59);
    assertThat(counted(weiss)).containsExactly(Role.SPECIALIST);
    assertUnknown(() -> counted(okoye));
    later = Duration.ofMinutes(60);
    assertUnknown(() -> counted(weiss));
    assertUnknown(() -> secondFactors.require(weiss.id()));

    line.heal();
    assertThat(counted(weiss)).containsExactly(Role.SPECIALIST);
    assertThat(counted(okoye)).containsExactly(Role.SPECIALIST);
  }

  @Test
  void role_isGivenToNobodyWithoutOne() {
    TestUser somebody = TestUser.in(TestService.get());
    assertProblem(
        IdentityProblem.SECOND_FACTOR_REQUIRED, () -> secondFactors.require(somebody.id()));

    // At once: whoever has just enrolled tries again.
    somebody.enrolled();
    secondFactors.require(somebody.id());
  }
}
