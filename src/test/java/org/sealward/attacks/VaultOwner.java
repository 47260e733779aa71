package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.Deployment;
import org.sealward.client.internal.cognito.AwsClients;
import org.sealward.client.internal.cognito.OwnerCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;

/** A user's own clients of AWS, as their app has them, and an item that they wrote. */
final class VaultOwner implements AutoCloseable {
  /** The table's key, and that of KMS's encryption context. */
  static final String ID = "identityId";

  final TestUser user;
  final String identity;
  final DynamoDbClient tables;
  final KmsClient keys;
  final Deployment deployment;
  private final OwnerCredentials credentials;

  private VaultOwner(TestUser user) {
    this.user = user;
    deployment = user.get("/v1/deployment").as(Deployment.class);
    credentials = new OwnerCredentials(deployment, user::idToken, Clock.systemUTC());
    identity = credentials.identityId();
    tables = AwsClients.dynamoDb(deployment, credentials);
    keys = AwsClients.kms(deployment, credentials);
    tables.putItem(r -> r.tableName(deployment.privateBundleTable()).item(item(identity)));
  }

  /** Who has just signed up. */
  static VaultOwner in(TestService service) {
    return new VaultOwner(TestUser.in(service));
  }

  static Map<String, AttributeValue> key(String identity) {
    return Map.of(ID, AttributeValue.fromS(identity));
  }

  static Map<String, AttributeValue> item(String identity) {
    return Map.of(
        ID, AttributeValue.fromS(identity), "sealed", AttributeValue.fromS("of " + identity));
  }

  static void denied(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"));
  }

  /** The control: the owner reads the own item, and its content is that which the owner wrote. */
  void readsTheOwnItem() {
    assertThat(
            tables
                .getItem(r -> r.tableName(deployment.privateBundleTable()).key(key(identity)))
                .item())
        .isEqualTo(item(identity));
  }

  /** The encryption context that the owner is entitled to. */
  Map<String, String> context() {
    return Map.of(ID, identity);
  }

  SdkBytes dataKey(Map<String, String> context) {
    return keys.generateDataKey(
            r ->
                r.keyId(deployment.privateBundleKey())
                    .keySpec(DataKeySpec.AES_256)
                    .encryptionContext(context))
        .ciphertextBlob();
  }

  void decrypt(SdkBytes dataKey, Map<String, String> context) {
    keys.decrypt(
        r ->
            r.keyId(deployment.privateBundleKey())
                .ciphertextBlob(dataKey)
                .encryptionContext(context));
  }

  @Override
  public void close() {
    tables.close();
    keys.close();
    credentials.close();
  }
}
