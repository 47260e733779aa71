package org.sealward.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealward.local.aws.TestCloud.errorOf;
import static org.sealward.local.aws.TestCloud.item;
import static org.sealward.local.aws.TestCloud.key;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sealward.local.aws.TestCloud.SignedIn;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.kms.model.DataKeySpec;

/** The service's own role: puts public bundles, and private bundles never. */
@ExtendWith(SharedCloud.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceRoleTest {
  private static final String DENIED = "AccessDeniedException";

  private final TestCloud cloud;
  private final String privateTable;
  private final String publicTable;
  private final SignedIn anna;

  ServiceRoleTest(TestCloud cloud) {
    this.cloud = cloud;
    this.privateTable = cloud.aws.privateBundlesTable();
    this.publicTable = cloud.aws.publicBundlesTable();
    this.anna = cloud.newUser("anna-service@example.org");
    cloud
        .dynamoDb(anna.credentials())
        .putItem(r -> r.tableName(privateTable).item(item(anna.identityId())));
  }

  private String service(Consumer<DynamoDbClient> call) {
    return errorOf(() -> call.accept(cloud.dynamoDb(cloud.serviceCredentials())));
  }

  private Map<String, AttributeValue> bundleKey() {
    return Map.of("userId", AttributeValue.fromS(anna.sub()), "version", AttributeValue.fromN("1"));
  }

  private Map<String, AttributeValue> bundle() {
    Map<String, AttributeValue> bundle = new HashMap<>(bundleKey());
    bundle.put("bundle", AttributeValue.fromB(SdkBytes.fromUtf8String("bundle")));
    return bundle;
  }

  @Test
  void service_putsPublicBundles_isAllowed() {
    assertThat(service(db -> db.putItem(r -> r.tableName(publicTable).item(bundle()))))
        .isEqualTo("none");
  }

  @Test
  void service_doesAnythingElseToPublicBundles_isDenied() {
    Map<String, List<WriteRequest>> write =
        Map.of(
            publicTable,
            List.of(
                WriteRequest.builder()
                    .putRequest(PutRequest.builder().item(bundle()).build())
                    .build()));
    Map<String, KeysAndAttributes> read =
        Map.of(publicTable, KeysAndAttributes.builder().keys(List.of(bundleKey())).build());

    assertThat(service(db -> db.getItem(r -> r.tableName(publicTable).key(bundleKey()))))
        .isEqualTo(DENIED);
    assertThat(service(db -> db.batchGetItem(r -> r.requestItems(read)))).isEqualTo(DENIED);
    assertThat(service(db -> db.batchWriteItem(r -> r.requestItems(write)))).isEqualTo(DENIED);
    assertThat(service(db -> db.deleteItem(r -> r.tableName(publicTable).key(bundleKey()))))
        .isEqualTo(DENIED);
    assertThat(service(db -> db.scan(r -> r.tableName(publicTable)))).isEqualTo(DENIED);
    assertThat(service(db -> db.describeTable(r -> r.tableName(publicTable)))).isEqualTo(DENIED);
    assertThat(
            service(
                db ->
                    db.query(
                        r ->
                            r.tableName(publicTable)
                                .keyConditionExpression("userId = :u")
                                .expressionAttributeValues(
                                    Map.of(":u", AttributeValue.fromS(anna.sub()))))))
        .isEqualTo(DENIED);
  }

  @Test
  void service_touchesPrivateBundles_isDeniedEveryWay() {
    assertThat(
            service(db -> db.getItem(r -> r.tableName(privateTable).key(key(anna.identityId())))))
        .isEqualTo(DENIED);
    assertThat(
            service(db -> db.putItem(r -> r.tableName(privateTable).item(item(anna.identityId())))))
        .isEqualTo(DENIED);
    assertThat(service(db -> db.scan(r -> r.tableName(privateTable)))).isEqualTo(DENIED);
    assertThat(service(db -> db.describeTable(r -> r.tableName(privateTable)))).isEqualTo(DENIED);
    assertThat(
            service(
                db ->
                    db.batchGetItem(
                        r ->
                            r.requestItems(
                                Map.of(
                                    privateTable,
                                    KeysAndAttributes.builder()
                                        .keys(List.of(key(anna.identityId())))
                                        .build())))))
        .isEqualTo(DENIED);
    assertThat(
            service(
                db ->
                    db.executeStatement(
                        r -> r.statement("SELECT * FROM \"" + privateTable + "\""))))
        .isEqualTo(DENIED);
    assertThat(
            service(
                db ->
                    db.putResourcePolicy(
                        r ->
                            r.resourceArn(
                                    "arn:aws:dynamodb:eu-central-1:111122223333:table/"
                                        + privateTable)
                                .policy("{}"))))
        .isEqualTo(DENIED);
  }

  @Test
  void service_makesDataKeysOfPublicBundles_onlyWithItsPurpose_andOpensNone() {
    var kms = cloud.kms(cloud.serviceCredentials());
    String key = cloud.aws.publicBundlesKeyArn();

    SdkBytes dataKey =
        kms.generateDataKey(
                r ->
                    r.keyId(key)
                        .keySpec(DataKeySpec.AES_256)
                        .encryptionContext(Map.of("purpose", "public-bundles")))
            .ciphertextBlob();
    assertThat(
            errorOf(
                () ->
                    kms.generateDataKey(
                        r ->
                            r.keyId(key)
                                .keySpec(DataKeySpec.AES_256)
                                .encryptionContext(Map.of("purpose", "something-else")))))
        .isEqualTo(DENIED);
    assertThat(errorOf(() -> kms.generateDataKey(r -> r.keyId(key).keySpec(DataKeySpec.AES_256))))
        .isEqualTo(DENIED);
    assertThat(
            errorOf(
                () ->
                    kms.decrypt(
                        r ->
                            r.keyId(key)
                                .ciphertextBlob(dataKey)
                                .encryptionContext(Map.of("purpose", "public-bundles")))))
        .isEqualTo(DENIED);
  }

  @Test
  void service_usesPrivateBundlesKeyOrAnOwnersContext_isDenied() {
    var kms = cloud.kms(cloud.serviceCredentials());

    for (String key : List.of(cloud.aws.privateBundlesKeyArn(), cloud.aws.publicBundlesKeyArn())) {
      assertThat(
              errorOf(
                  () ->
                      kms.generateDataKey(
                          r ->
                              r.keyId(key)
                                  .keySpec(DataKeySpec.AES_256)
                                  .encryptionContext(Map.of("identityId", anna.identityId())))))
          .isEqualTo(DENIED);
    }
  }
}
