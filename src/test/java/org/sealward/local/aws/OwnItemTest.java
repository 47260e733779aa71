package org.sealward.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealward.local.aws.TestCloud.errorOf;
import static org.sealward.local.aws.TestCloud.item;
import static org.sealward.local.aws.TestCloud.key;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sealward.local.aws.TestCloud.SignedIn;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ParameterizedStatement;

/**
 * What the owner of a sealed private bundle can do with the table, beside the rows of the table of
 * access.
 */
@ExtendWith(SharedCloud.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnItemTest {
  private static final String DENIED = "AccessDeniedException";

  private final TestCloud cloud;
  private final String table;
  private final SignedIn anna;
  private final SignedIn ben;

  OwnItemTest(TestCloud cloud) {
    this.cloud = cloud;
    this.table = cloud.aws.privateBundlesTable();
    this.anna = cloud.newUser("anna-item@example.org");
    this.ben = cloud.newUser("ben-item@example.org");
  }

  @BeforeAll
  void both_haveAnItem() {
    for (SignedIn user : List.of(anna, ben)) {
      cloud
          .dynamoDb(user.credentials())
          .putItem(r -> r.tableName(table).item(item(user.identityId())));
    }
  }

  private String anna(Consumer<DynamoDbClient> call) {
    return errorOf(() -> call.accept(cloud.dynamoDb(anna.credentials())));
  }

  @Test
  void owner_readsOwnItem_getsWhatWasWritten() {
    var read =
        cloud
            .dynamoDb(anna.credentials())
            .getItem(r -> r.tableName(table).key(key(anna.identityId())));

    assertThat(read.item()).isEqualTo(item(anna.identityId()));
  }

  @Test
  void owner_replacesOwnItemOnCondition_seesTheConditionFail() {
    assertThat(
            anna(
                db ->
                    db.putItem(
                        r ->
                            r.tableName(table)
                                .item(item(anna.identityId()))
                                .conditionExpression("attribute_not_exists(identityId)"))))
        .isEqualTo("ConditionalCheckFailedException");
  }

  @Test
  void owner_writesItemWithoutKey_isDenied() {
    assertThat(
            anna(
                db ->
                    db.putItem(
                        r -> r.tableName(table).item(Map.of("sealed", AttributeValue.fromS("x"))))))
        .isEqualTo(DENIED);
  }

  @Test
  void owner_readsOwnItemByPartiQl_isDenied() {
    String statement = "SELECT * FROM \"" + table + "\" WHERE identityId = ?";
    AttributeValue own = AttributeValue.fromS(anna.identityId());

    assertThat(anna(db -> db.executeStatement(r -> r.statement(statement).parameters(own))))
        .isEqualTo(DENIED);
    assertThat(
            anna(
                db ->
                    db.batchExecuteStatement(
                        r ->
                            r.statements(
                                BatchStatementRequest.builder()
                                    .statement(statement)
                                    .parameters(own)
                                    .build()))))
        .isEqualTo(DENIED);
    assertThat(
            anna(
                db ->
                    db.executeTransaction(
                        r ->
                            r.transactStatements(
                                ParameterizedStatement.builder()
                                    .statement(statement)
                                    .parameters(own)
                                    .build()))))
        .isEqualTo(DENIED);
  }

  @Test
  void owner_readsPublicBundlesTable_isDenied() {
    assertThat(anna(db -> db.scan(r -> r.tableName(cloud.aws.publicBundlesTable()))))
        .isEqualTo(DENIED);
  }

  @Test
  void owner_describesListsExportsOrChangesTables_isDenied() {
    assertThat(anna(db -> db.describeTable(r -> r.tableName(table)))).isEqualTo(DENIED);
    assertThat(anna(db -> db.listTables())).isEqualTo(DENIED);
    assertThat(anna(db -> db.deleteTable(r -> r.tableName(table)))).isEqualTo(DENIED);
    assertThat(
            anna(
                db ->
                    db.exportTableToPointInTime(
                        r ->
                            r.s3Bucket("bucket")
                                .tableArn(
                                    "arn:aws:dynamodb:eu-central-1:111122223333:table/" + table))))
        .isEqualTo(DENIED);
  }

  @Test
  void owner_usesLegacyParameters_isRefused() {
    assertThat(
            anna(
                db ->
                    db.getItem(
                        r ->
                            r.tableName(table)
                                .key(key(anna.identityId()))
                                .attributesToGet("sealed"))))
        .isEqualTo("ValidationException");
  }

  @Test
  void caller_withWrongSecret_isRefused() {
    AwsSessionCredentials right = (AwsSessionCredentials) anna.credentials();
    AwsSessionCredentials wrong =
        AwsSessionCredentials.create(
            right.accessKeyId(), right.secretAccessKey() + "x", right.sessionToken());

    assertThat(
            errorOf(
                () ->
                    cloud
                        .dynamoDb(wrong)
                        .getItem(r -> r.tableName(table).key(key(anna.identityId())))))
        .isEqualTo("InvalidSignatureException");
  }

  @Test
  void caller_withAnothersSessionToken_isRefused() {
    AwsSessionCredentials right = (AwsSessionCredentials) anna.credentials();
    AwsSessionCredentials mixed =
        AwsSessionCredentials.create(
            right.accessKeyId(),
            right.secretAccessKey(),
            ((AwsSessionCredentials) ben.credentials()).sessionToken());

    assertThat(
            errorOf(
                () ->
                    cloud
                        .dynamoDb(mixed)
                        .getItem(r -> r.tableName(table).key(key(anna.identityId())))))
        .isEqualTo("UnrecognizedClientException");
  }
}
