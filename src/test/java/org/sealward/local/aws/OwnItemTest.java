package org.sealward.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealward.local.aws.TestCloud.errorOf;
import static org.sealward.local.aws.TestCloud.item;
import static org.sealward.local.aws.TestCloud.key;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sealward.local.aws.TestCloud.SignedIn;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ParameterizedStatement;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What the owner of a sealed private bundle can do with the table, and nobody else. */
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
  void owner_updatesOwnItem_isAllowed() {
    assertThat(anna(table -> update(table, anna.identityId()))).isEqualTo("none");
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
  void owner_readsAnothersItem_isDenied() {
    assertThat(anna(db -> db.getItem(r -> r.tableName(table).key(key(ben.identityId())))))
        .isEqualTo(DENIED);
  }

  @Test
  void owner_writesAnothersItem_isDenied() {
    assertThat(anna(db -> db.putItem(r -> r.tableName(table).item(item(ben.identityId())))))
        .isEqualTo(DENIED);
  }

  @Test
  void owner_updatesAnothersItem_isDenied() {
    assertThat(anna(db -> update(db, ben.identityId()))).isEqualTo(DENIED);
  }

  @Test
  void owner_deletesOwnItem_isDenied() {
    assertThat(anna(db -> db.deleteItem(r -> r.tableName(table).key(key(anna.identityId())))))
        .isEqualTo(DENIED);
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
  void owner_scans_isDenied() {
    assertThat(anna(db -> db.scan(r -> r.tableName(table)))).isEqualTo(DENIED);
  }

  @Test
  void owner_queriesOwnKey_isDenied() {
    assertThat(anna(db -> query(db, anna.identityId(), null))).isEqualTo(DENIED);
  }

  @Test
  void owner_queriesAnIndex_isDenied() {
    assertThat(anna(db -> query(db, anna.identityId(), "some-index"))).isEqualTo(DENIED);
  }

  @Test
  void owner_readsOwnAndAnothersInOneBatch_isDenied() {
    assertThat(anna(db -> batchGet(db, anna.identityId(), ben.identityId()))).isEqualTo(DENIED);
  }

  @Test
  void owner_writesAnothersInABatch_isDenied() {
    assertThat(
            anna(
                db ->
                    db.batchWriteItem(
                        r ->
                            r.requestItems(
                                Map.of(
                                    table,
                                    List.of(
                                        WriteRequest.builder()
                                            .putRequest(
                                                PutRequest.builder()
                                                    .item(item(ben.identityId()))
                                                    .build())
                                            .build()))))))
        .isEqualTo(DENIED);
  }

  @Test
  void owner_readsOwnAndAnothersInOneTransaction_isDenied() {
    assertThat(anna(db -> transactGet(db, anna.identityId(), ben.identityId()))).isEqualTo(DENIED);
  }

  @Test
  void owner_writesOwnAndAnothersInOneTransaction_isDenied() {
    assertThat(anna(db -> transactPut(db, anna.identityId(), ben.identityId()))).isEqualTo(DENIED);
  }

  /** As AWS decides it: a transaction needs the permissions of what it is made of. */
  @Test
  void owner_readsOwnItemInATransaction_isAllowed() {
    assertThat(anna(db -> transactGet(db, anna.identityId()))).isEqualTo("none");
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

  private void update(DynamoDbClient db, String identityId) {
    db.updateItem(
        r ->
            r.tableName(table)
                .key(key(identityId))
                .updateExpression("SET sealed = :s")
                .expressionAttributeValues(Map.of(":s", AttributeValue.fromS("bytes"))));
  }

  private void query(DynamoDbClient db, String identityId, @Nullable String index) {
    db.query(
        r ->
            r.tableName(table)
                .indexName(index)
                .keyConditionExpression("identityId = :id")
                .expressionAttributeValues(Map.of(":id", AttributeValue.fromS(identityId))));
  }

  private void batchGet(DynamoDbClient db, String... identityIds) {
    var keys = KeysAndAttributes.builder();
    keys.keys(List.of(identityIds).stream().map(TestCloud::key).toList());
    db.batchGetItem(r -> r.requestItems(Map.of(table, keys.build())));
  }

  private void transactGet(DynamoDbClient db, String... identityIds) {
    db.transactGetItems(
        r ->
            r.transactItems(
                List.of(identityIds).stream()
                    .map(
                        id ->
                            TransactGetItem.builder()
                                .get(g -> g.tableName(table).key(key(id)))
                                .build())
                    .toList()));
  }

  private void transactPut(DynamoDbClient db, String... identityIds) {
    db.transactWriteItems(
        r ->
            r.transactItems(
                List.of(identityIds).stream()
                    .map(
                        id ->
                            TransactWriteItem.builder()
                                .put(p -> p.tableName(table).item(item(id)))
                                .build())
                    .toList()));
  }
}
