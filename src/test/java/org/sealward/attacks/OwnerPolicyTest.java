package org.sealward.attacks;

import static org.sealward.attacks.VaultOwner.ID;
import static org.sealward.attacks.VaultOwner.denied;
import static org.sealward.attacks.VaultOwner.item;
import static org.sealward.attacks.VaultOwner.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sealward.TestService;
import org.sealward.api.Deployment;
import org.sealward.attacks.Attack.By;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ParameterizedStatement;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ReplicationGroupUpdate;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Every way around the key of the own item: real calls of the AWS SDK with the temporary
 * credentials of two users, at the gate that decides by the deployed policies, before DynamoDB
 * Local. What AWS itself would decide, {@code infra/aws-account-check.sh} asks.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OwnerPolicyTest {
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
      on = "Scan",
      by = By.AWS_CALLER,
      proves = "an owner cannot scan the table, not even with a filter for the own item")
  void scan_isDenied() {
    denied(() -> anna.tables.scan(r -> r.tableName(table)));
    denied(
        () ->
            anna.tables.scan(
                r ->
                    r.tableName(table)
                        .filterExpression(ID + " = :own")
                        .expressionAttributeValues(
                            Map.of(":own", AttributeValue.fromS(anna.identity)))));
    anna.readsTheOwnItem();
  }

  @Test
  @Attack(
      on = "Query without the key",
      by = By.AWS_CALLER,
      proves = "an owner cannot query the table: without a key, by another's key, or by the own")
  void query_isDenied() {
    denied(() -> query(anna, ben.identity));
    denied(() -> query(anna, anna.identity));
    denied(
        () ->
            anna.tables.query(
                r ->
                    r.tableName(table)
                        .keyConditionExpression("begins_with(" + ID + ", :any)")
                        .expressionAttributeValues(
                            Map.of(":any", AttributeValue.fromS("eu-central-1:")))));
    anna.readsTheOwnItem();
  }

  private void query(VaultOwner owner, String identity) {
    owner.tables.query(
        r ->
            r.tableName(table)
                .keyConditionExpression(ID + " = :id")
                .expressionAttributeValues(Map.of(":id", AttributeValue.fromS(identity))));
  }

  @Test
  @Attack(
      on = "BatchGetItem of mixed keys",
      by = By.AWS_CALLER,
      proves = "another's item is not read or written in one batch with the own")
  void batchOfMixedKeys_isDenied() {
    for (List<String> identities :
        List.of(
            List.of(anna.identity, ben.identity),
            List.of(ben.identity, anna.identity),
            List.of(anna.identity))) {
      denied(
          () ->
              anna.tables.batchGetItem(
                  r ->
                      r.requestItems(
                          Map.of(
                              table,
                              KeysAndAttributes.builder()
                                  .keys(identities.stream().map(VaultOwner::key).toList())
                                  .build()))));
      denied(
          () ->
              anna.tables.batchWriteItem(
                  r -> r.requestItems(Map.of(table, identities.stream().map(this::put).toList()))));
    }
    anna.readsTheOwnItem();
  }

  private WriteRequest put(String identity) {
    return WriteRequest.builder()
        .putRequest(PutRequest.builder().item(item(identity)).build())
        .build();
  }

  @Test
  @Attack(
      on = "PartiQL",
      by = By.AWS_CALLER,
      proves = "no PartiQL statement is carried out: single, in a batch, or in a transaction")
  void partiQl_isDenied() {
    String all = "SELECT * FROM \"" + table + "\"";
    String own = all + " WHERE " + ID + " = '" + anna.identity + "'";
    String both = all + " WHERE " + ID + " IN ['" + anna.identity + "','" + ben.identity + "']";
    for (String statement :
        List.of(
            all,
            own,
            both,
            "UPDATE \"" + table + "\" SET sealed = 'x' WHERE " + ID + " = '" + ben.identity + "'",
            "DELETE FROM \"" + table + "\" WHERE " + ID + " = '" + anna.identity + "'",
            "INSERT INTO \"" + table + "\" VALUE {'" + ID + "': '" + ben.identity + "'}")) {
      denied(() -> anna.tables.executeStatement(r -> r.statement(statement)));
      denied(
          () ->
              anna.tables.batchExecuteStatement(
                  r -> r.statements(BatchStatementRequest.builder().statement(statement).build())));
      denied(
          () ->
              anna.tables.executeTransaction(
                  r ->
                      r.transactStatements(
                          ParameterizedStatement.builder().statement(statement).build())));
    }
    anna.readsTheOwnItem();
  }

  @Test
  @Attack(
      on = "TransactGetItems",
      by = By.AWS_CALLER,
      proves =
          "a transaction reaches another's item neither beside the own nor by a condition, which"
              + " would tell what is in it")
  void transaction_beyondTheOwnItem_isDenied() {
    denied(() -> transactGet(anna.identity, ben.identity));
    denied(() -> transactGet(ben.identity));
    denied(() -> transactPut(anna.identity, ben.identity));
    denied(
        () ->
            anna.tables.transactWriteItems(
                r ->
                    r.transactItems(
                        putting(anna.identity),
                        TransactWriteItem.builder()
                            .conditionCheck(
                                ConditionCheck.builder()
                                    .tableName(table)
                                    .key(key(ben.identity))
                                    .conditionExpression("attribute_exists(sealed)")
                                    .build())
                            .build())));
    transactPut(anna.identity);
    transactGet(anna.identity);
  }

  private void transactGet(String... identities) {
    List<TransactGetItem> items = new ArrayList<>();
    for (String identity : identities) {
      items.add(TransactGetItem.builder().get(g -> g.tableName(table).key(key(identity))).build());
    }
    anna.tables.transactGetItems(r -> r.transactItems(items));
  }

  private void transactPut(String... identities) {
    List<TransactWriteItem> items = new ArrayList<>();
    for (String identity : identities) {
      items.add(putting(identity));
    }
    anna.tables.transactWriteItems(r -> r.transactItems(items));
  }

  private TransactWriteItem putting(String identity) {
    return TransactWriteItem.builder()
        .put(Put.builder().tableName(table).item(item(identity)).build())
        .build();
  }

  @Test
  @Attack(on = "index", by = By.AWS_CALLER, proves = "no index is queried or scanned")
  void index_isDenied() {
    denied(
        () ->
            anna.tables.query(
                r ->
                    r.tableName(table)
                        .indexName("by-owner")
                        .keyConditionExpression(ID + " = :id")
                        .expressionAttributeValues(
                            Map.of(":id", AttributeValue.fromS(anna.identity)))));
    denied(() -> anna.tables.scan(r -> r.tableName(table).indexName("by-owner")));
    anna.readsTheOwnItem();
  }

  @Test
  @Attack(
      on = "stream",
      by = By.AWS_CALLER,
      proves = "nobody turns on a stream of the table, to DynamoDB's or to Kinesis")
  void stream_isDenied() {
    denied(
        () ->
            anna.tables.updateTable(
                r ->
                    r.tableName(table)
                        .streamSpecification(
                            s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE))));
    denied(
        () ->
            anna.tables.enableKinesisStreamingDestination(
                r ->
                    r.tableName(table)
                        .streamArn("arn:aws:kinesis:eu-central-1:111122223333:stream/of-anna")));
    anna.readsTheOwnItem();
  }

  @Test
  @Attack(
      on = "export",
      by = By.AWS_CALLER,
      proves = "no copy of the table is made: export, backup, restore or replica")
  void export_isDenied() {
    denied(
        () ->
            anna.tables.exportTableToPointInTime(
                r -> r.s3Bucket("bucket-of-anna").tableArn(arn())));
    denied(() -> anna.tables.createBackup(r -> r.tableName(table).backupName("of-anna")));
    denied(
        () ->
            anna.tables.restoreTableToPointInTime(
                r ->
                    r.sourceTableName(table)
                        .targetTableName("table-of-anna")
                        .useLatestRestorableTime(true)));
    denied(
        () ->
            anna.tables.updateTable(
                r ->
                    r.tableName(table)
                        .replicaUpdates(
                            ReplicationGroupUpdate.builder()
                                .create(c -> c.regionName("eu-west-1"))
                                .build())));
    anna.readsTheOwnItem();
  }

  private String arn() {
    return "arn:aws:dynamodb:" + deployment.region() + ":111122223333:table/" + table;
  }
}
