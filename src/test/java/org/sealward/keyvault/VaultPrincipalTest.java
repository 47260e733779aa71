package org.sealward.keyvault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.envelope.PrivateBundle;
import org.sealward.envelope.RecoveryCode;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.UnlockKey;
import org.sealward.local.LocalCanary;
import org.sealward.local.aws.LocalAws;
import org.sealward.local.aws.MutatedPolicies;
import org.sealward.local.aws.signature.SignedCall;
import org.sealward.platform.Problem;

/**
 * Whom the gate before DynamoDB and KMS saw when a private key was asked for: its owner, and never
 * the service's own role.
 */
final class VaultPrincipalTest {
  private static final String PATH = "/v1/me/private-key";
  private static final String SUB = "cognito-identity.amazonaws.com:sub";

  private final TestService service = TestService.get();
  private final List<SignedCall> seen = new CopyOnWriteArrayList<>();
  private final Consumer<SignedCall> watcher = seen::add;
  private final TestUser anna = TestUser.withKeys(service);
  private Set<String> canary;

  @BeforeEach
  void watch() {
    // The service's own role is meant to ask for this one.
    canary =
        Set.of(
            service
                .bean(IdentityPool.class)
                .credentials(service.bean(CanaryLogin.class).identityToken())
                .identityId());
    service.aws().watch(watcher);
  }

  @AfterEach
  void unwatch() {
    service.aws().unwatch(watcher);
  }

  /**
   * Calls that name the table of private keys or its key anywhere, as {@code role, operation,
   * identity}.
   */
  private static List<String> calls(LocalAws aws, List<SignedCall> seen, Set<String> canary) {
    return seen.stream()
        .filter(
            call ->
                Stream.of(aws.privateBundlesTable(), aws.privateBundlesKeyArn())
                    .anyMatch(text(call)::contains))
        .filter(call -> canary.stream().noneMatch(text(call)::contains))
        .map(
            call ->
                call.caller().roleArn().replaceFirst(".*/", "")
                    + " "
                    + call.operation()
                    + " "
                    + String.join(
                        ",", call.caller().context().getOrDefault(SUB, List.of("nobody"))))
        .toList();
  }

  private static String text(SignedCall call) {
    return new String(call.body().toBytes(), UTF_8);
  }

  private List<String> calls() {
    return calls(service.aws(), seen, canary);
  }

  private String put(URI at) {
    try (RecoveryCode code = RecoveryCode.generate();
        UnlockKey unlock = UnlockKey.from(code);
        PrivateBundle content = PrivateBundle.of(anna.keys())) {
      var sealed = SealedPrivateBundle.seal(anna.id(), 1, content, List.of(unlock));
      return answer(
          at,
          request ->
              request
                  .header("Content-Type", "application/json")
                  .PUT(HttpRequest.BodyPublishers.ofByteArray(json(sealed))));
    }
  }

  private byte[] json(SealedPrivateBundle sealed) {
    try {
      return service.json().writeValueAsBytes(sealed);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String get(URI at) {
    return answer(at, HttpRequest.Builder::GET);
  }

  private String answer(URI at, Consumer<HttpRequest.Builder> method) {
    HttpRequest.Builder request =
        anna.request(PATH).uri(at.resolve(PATH)).header("Sealward-Identity-Token", anna.idToken());
    method.accept(request);
    TestUser.Answer answer = anna.send(request);
    return answer.status() + (answer.status() < 400 ? "" : " " + answer.problem());
  }

  @Test
  void privateKey_writtenAndRead_isAskedForByItsOwner() {
    assertThat(put(service.url())).isEqualTo("204");
    assertThat(get(service.url())).isEqualTo("200");

    String identity =
        service
            .bean(KnownCredentials.class)
            .of(anna.id(), anna.idToken())
            .orElseThrow()
            .identityId();
    assertThat(calls())
        .containsExactly(
            "sealward-owner kms:GenerateDataKey " + identity,
            "sealward-owner dynamodb:PutItem " + identity,
            "sealward-owner dynamodb:GetItem " + identity,
            "sealward-owner kms:Decrypt " + identity);
  }

  @Test
  void exchange_thatFails_leavesNobodyToAsk() {
    try (EmbeddedServer node =
        service.node(
            Map.of("sealward.cognito.identity-pool-id", service.aws().region() + ":another"))) {
      assertThat(put(node.getURI())).isEqualTo("503 vault-unavailable");
      assertThat(get(node.getURI())).isEqualTo("503 vault-unavailable");
      assertThat(calls()).isEmpty();
    }
    // The control: the same requests at a node that can exchange the token.
    assertThat(put(service.url())).isEqualTo("204");
    assertThat(calls()).hasSize(2).allMatch(call -> call.startsWith("sealward-owner "));
  }

  @Test
  void owner_whoIsDenied_isNotStoodInFor(@TempDir Path data) throws IOException {
    Path careless = Files.createDirectory(data.resolve("policies"));
    MutatedPolicies.keepOwnersOut(careless);
    try (var scene = new CanaryScene(data.resolve("aws"), Path.of("terraform", "policies"))) {
      LocalCanary.hatch(scene.aws(), Clock.systemUTC());
      scene.restart(careless);
      scene.aws().watch(watcher);
      CallerCredentials owner = scene.owner();

      assertThatThrownBy(() -> scene.vault().get(owner))
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> assertThat(problem.type()).isEqualTo(VaultProblem.VAULT_DENIED));
      assertThat(calls(scene.aws(), seen, Set.of()))
          .containsExactly("sealward-owner dynamodb:GetItem " + owner.identityId());

      scene.restart(Path.of("terraform", "policies"));
      assertThat(scene.vault().get(owner)).as("the control").isPresent();
    }
  }
}
