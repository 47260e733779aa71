package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealward.attacks.VaultOwner.ID;
import static org.sealward.attacks.VaultOwner.denied;
import static org.sealward.attacks.VaultOwner.item;
import static org.sealward.attacks.VaultOwner.key;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sealward.TestService;
import org.sealward.api.Deployment;
import org.sealward.attacks.Attack.By;
import org.sealward.client.internal.cognito.AwsClients;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Every way of being taken for the owner, at the same gate as {@link OwnerPolicyTest}: no key or
 * context, no identity, another's.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OwnerIdentityTest {
  private final TestService service = TestService.get();
  private final VaultOwner anna = VaultOwner.in(service);
  private final VaultOwner ben = VaultOwner.in(service);
  private final Deployment deployment = anna.deployment;
  private final String table = deployment.privateBundleTable();

  @AfterAll
  void signOut() {
    anna.close();
    ben.close();
  }

  @Test
  @Attack(
      on = "missing key under ForAllValues",
      by = By.AWS_CALLER,
      proves =
          "a request that names no key of the condition at all is denied, of which ForAllValues"
              + " alone would say that all of them are right")
  void requestWithoutTheConditionsKey_isDenied() {
    denied(() -> anna.tables.getItem(r -> r.tableName(table).key(Map.of())));
    denied(
        () ->
            anna.tables.getItem(
                r -> r.tableName(table).key(Map.of("other", AttributeValue.fromS("x")))));
    denied(() -> anna.tables.describeTable(r -> r.tableName(table)));
    denied(() -> anna.decrypt(anna.dataKey(anna.context()), Map.of()));
    anna.readsTheOwnItem();
  }

  @Test
  @Attack(
      on = "unauthenticated identity",
      by = By.AWS_CALLER,
      proves =
          "who has not signed in gets no identity, no credentials, not even for an identity that is"
              + " known, and reads nothing without any")
  void guest_getsNothing() {
    try (CognitoIdentityClient pool = identityPool();
        DynamoDbClient tables =
            AwsClients.dynamoDb(deployment, AnonymousCredentialsProvider.create());
        KmsClient keys = AwsClients.kms(deployment, AnonymousCredentialsProvider.create())) {
      SdkBytes annas = anna.dataKey(anna.context());
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> pool.getId(r -> r.identityPoolId(deployment.identityPoolId())),
              () -> pool.getCredentialsForIdentity(r -> r.identityId(anna.identity)),
              () -> tables.getItem(r -> r.tableName(table).key(key(anna.identity))),
              () -> keys.decrypt(r -> r.ciphertextBlob(annas).encryptionContext(anna.context())))) {
        assertThatThrownBy(call)
            .isInstanceOfSatisfying(
                AwsServiceException.class,
                e ->
                    assertThat(e.awsErrorDetails().errorCode())
                        .isIn(
                            "NotAuthorizedException",
                            "MissingAuthenticationTokenException",
                            "AccessDeniedException"));
      }
    }
    anna.readsTheOwnItem();
  }

  private CognitoIdentityClient identityPool() {
    return CognitoIdentityClient.builder()
        .region(Region.of(deployment.region()))
        .endpointOverride(service.aws().endpoint())
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  @Test
  @Attack(
      on = "another user",
      by = By.AWS_CALLER,
      proves =
          "another signed-in user neither reads nor writes an item, nor takes its owner's identity"
              + " with a token of their own")
  void otherUser_isDenied() {
    List<Consumer<DynamoDbClient>> acts =
        List.of(
            db -> db.getItem(r -> r.tableName(table).key(key(anna.identity))),
            db -> db.putItem(r -> r.tableName(table).item(item(anna.identity))),
            db ->
                db.updateItem(
                    r ->
                        r.tableName(table)
                            .key(key(anna.identity))
                            .updateExpression("SET sealed = :s")
                            .expressionAttributeValues(
                                Map.of(":s", AttributeValue.fromS("of " + anna.identity)))));
    for (Consumer<DynamoDbClient> act : acts) {
      denied(() -> act.accept(ben.tables));
    }
    denied(() -> ben.tables.deleteItem(r -> r.tableName(table).key(key(anna.identity))));
    denied(() -> anna.tables.deleteItem(r -> r.tableName(table).key(key(anna.identity))));
    String provider = deployment.issuer().toString().replaceFirst("^https?://", "");
    try (CognitoIdentityClient pool = identityPool()) {
      assertThatThrownBy(
              () ->
                  pool.getCredentialsForIdentity(
                      r ->
                          r.identityId(anna.identity).logins(Map.of(provider, ben.user.idToken()))))
          .isInstanceOf(AwsServiceException.class);
      assertThat(
              pool.getCredentialsForIdentity(
                      r ->
                          r.identityId(anna.identity).logins(Map.of(provider, anna.user.idToken())))
                  .credentials())
          .isNotNull();
    }
    acts.forEach(act -> act.accept(anna.tables));
    anna.readsTheOwnItem();
  }

  @Test
  @Attack(
      on = "KMS without a context",
      by = By.AWS_CALLER,
      proves = "no data key is made or opened without an encryption context")
  void kms_withoutAContext_isDenied() {
    SdkBytes annas = anna.dataKey(anna.context());
    denied(() -> anna.dataKey(Map.of()));
    denied(() -> anna.decrypt(annas, Map.of()));
    anna.decrypt(annas, anna.context());
  }

  @Test
  @Attack(
      on = "KMS with a foreign context",
      by = By.AWS_CALLER,
      proves =
          "no data key is made or opened with another's context, with more than the own, or by"
              + " another user; nor is anything else done with the key")
  void kms_withAForeignContext_isDenied() {
    SdkBytes annas = anna.dataKey(anna.context());
    Map<String, String> more = Map.of(ID, anna.identity, "purpose", "public-bundles");
    for (Map<String, String> context :
        List.of(ben.context(), more, Map.of("IdentityId", anna.identity))) {
      denied(() -> anna.dataKey(context));
      denied(() -> anna.decrypt(annas, context));
    }
    denied(() -> ben.decrypt(annas, anna.context()));
    denied(() -> ben.dataKey(anna.context()));
    denied(
        () ->
            anna.keys.encrypt(
                r ->
                    r.keyId(deployment.privateBundleKey())
                        .plaintext(SdkBytes.fromUtf8String("x"))
                        .encryptionContext(anna.context())));
    denied(
        () ->
            anna.keys.reEncrypt(
                r ->
                    r.ciphertextBlob(annas)
                        .sourceKeyId(deployment.privateBundleKey())
                        .sourceEncryptionContext(anna.context())
                        .destinationKeyId(deployment.privateBundleKey())
                        .destinationEncryptionContext(ben.context())));
    anna.decrypt(annas, anna.context());
  }
}
