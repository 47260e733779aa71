package org.sealward.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.local.aws.TestCloud.SignedIn;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnItemTest {
  private TestCloud cloud;
  private SignedIn anna;
  private SignedIn ben;

  @BeforeAll
  void start(@TempDir Path data) {
    cloud = new TestCloud(data.resolve("aws"));
    anna = cloud.newUser("anna@example.org");
    ben = cloud.newUser("ben@example.org");
  }

  @AfterAll
  void stop() {
    cloud.close();
  }

  @Test
  void owner_writesAndReadsOwnItem_isAllowed() {
    DynamoDbClient table = cloud.dynamoDb(anna.credentials());

    table.putItem(r -> r.tableName(cloud.aws.privateBundlesTable()).item(item(anna.identityId())));

    assertThat(
            table
                .getItem(
                    r -> r.tableName(cloud.aws.privateBundlesTable()).key(key(anna.identityId())))
                .item())
        .isEqualTo(item(anna.identityId()));
  }

  @Test
  void owner_readsAnothersItem_isDenied() {
    assertThatThrownBy(
            () ->
                cloud
                    .dynamoDb(ben.credentials())
                    .getItem(
                        r ->
                            r.tableName(cloud.aws.privateBundlesTable())
                                .key(key(anna.identityId()))))
        .isInstanceOfSatisfying(
            DynamoDbException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"));
  }

  private static Map<String, AttributeValue> key(String identityId) {
    return Map.of("identityId", AttributeValue.fromS(identityId));
  }

  private static Map<String, AttributeValue> item(String identityId) {
    return Map.of(
        "identityId", AttributeValue.fromS(identityId), "sealed", AttributeValue.fromS("x"));
  }
}
