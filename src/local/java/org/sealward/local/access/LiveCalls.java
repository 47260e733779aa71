package org.sealward.local.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sealward.local.access.AccessTable.Outcome;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ReplicationGroupUpdate;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeyPairSpec;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.GrantOperation;

/**
 * The table's operations as calls of the AWS SDK, with real credentials. Some rows have no call: no
 * request has an empty list of keys, say.
 */
final class LiveCalls {
  private static final String ID = "identityId";
  private static final String ROLE = "AssumeRole, the owners' role";

  /**
   * Who calls.
   *
   * @param role takes the owners' role anew, for who comes from the identity pool
   */
  record Caller(DynamoDbClient tables, KmsClient keys, Optional<Runnable> role) {}

  /**
   * What is called.
   *
   * @param identities of {@link Asker#OWNER} and {@link Asker#OTHER}, in this order
   * @param dataKeys an encrypted data key of each of them, then, where the service could make it,
   *     one of the key of public bundles
   */
  record Target(
      String table,
      String tableArn,
      String privateKey,
      String publicKey,
      List<String> identities,
      List<SdkBytes> dataKeys) {}

  /**
   * How a cell ended.
   *
   * @param lasting one of {@link LiveCalls#lasting}
   * @param error of AWS, {@code none} when the call went through
   */
  record Answer(String operation, Asker asker, Outcome expected, boolean lasting, String error) {
    /**
     * Allowed means done, and denied means denied: nothing else that went wrong counts. What lasts
     * is called at the default run's gate alone, which does not carry it out: there, allowed ends
     * behind the policies, as an operation that is not known.
     */
    boolean right() {
      return expected == Outcome.ALLOW
          ? error.equals(lasting ? "UnknownOperationException" : "none")
          : error.equals("AccessDeniedException")
              || (asker == Asker.GUEST && NO_CREDENTIALS.contains(error));
    }
  }

  private static final Set<String> NO_CREDENTIALS =
      Set.of("MissingAuthenticationTokenException", "NotAuthorizedException");

  private final Target target;
  private final String owner;
  private final String other;
  private final Map<String, Consumer<Caller>> calls = new LinkedHashMap<>();
  private final Map<String, Consumer<Caller>> lasting = new LinkedHashMap<>();

  LiveCalls(Target target) {
    this.target = target;
    this.owner = target.identities().getFirst();
    this.other = target.identities().getLast();
    items();
    batches();
    statements();
    table();
    key();
    pairs();
    reEncryption();
    administration();
    calls.put(ROLE, caller -> caller.role().orElseThrow().run());
  }

  /** Rows whose call leaves nothing behind but items of these two users. */
  Set<String> harmless() {
    return calls.keySet();
  }

  /** Rows whose call, were it allowed, would change table or key. */
  Set<String> lasting() {
    return lasting.keySet();
  }

  /** Whether this caller can make the call: who has no way to take a role cannot try. */
  boolean offered(String operation, Caller caller) {
    return !operation.equals(ROLE) || caller.role().isPresent();
  }

  /** Makes the call; the row is one of {@link #harmless} or {@link #lasting}. */
  Answer answer(String operation, Asker asker, Caller caller, AccessTable table) {
    Consumer<Caller> call =
        Objects.requireNonNull(
            calls.containsKey(operation) ? calls.get(operation) : lasting.get(operation));
    String error = "none";
    try {
      call.accept(caller);
    } catch (AwsServiceException e) {
      error = e.awsErrorDetails().errorCode();
    }
    return new Answer(
        operation, asker, table.of(operation, asker), lasting.containsKey(operation), error);
  }

  private void items() {
    both("GetItem", (db, id) -> db.getItem(r -> r.tableName(target.table()).key(key(id))));
    both("PutItem", (db, id) -> db.putItem(r -> r.tableName(target.table()).item(item(id))));
    both(
        "UpdateItem",
        (db, id) ->
            db.updateItem(
                r ->
                    r.tableName(target.table())
                        .key(key(id))
                        .updateExpression("SET sealed = :s")
                        .expressionAttributeValues(Map.of(":s", AttributeValue.fromS("bytes")))));
    both("DeleteItem", (db, id) -> db.deleteItem(r -> r.tableName(target.table()).key(key(id))));
    both("Query", (db, id) -> query(db, id, Optional.empty()));
    tables("Query, an index", db -> query(db, owner, Optional.of("some-index")));
    tables("Scan", db -> db.scan(r -> r.tableName(target.table())));
    tables("Scan, an index", db -> db.scan(r -> r.tableName(target.table()).indexName("any")));
  }

  private void batches() {
    for (List<String> ids : List.of(List.of(owner), List.of(owner, other))) {
      String which = ids.size() == 1 ? ", the owner's item" : ", both items";
      tables(
          "BatchGetItem" + which,
          db ->
              db.batchGetItem(
                  r ->
                      r.requestItems(
                          Map.of(
                              target.table(),
                              KeysAndAttributes.builder()
                                  .keys(ids.stream().map(LiveCalls::key).toList())
                                  .build()))));
      tables(
          "BatchWriteItem" + which,
          db ->
              db.batchWriteItem(
                  r ->
                      r.requestItems(
                          Map.of(target.table(), ids.stream().map(LiveCalls::put).toList()))));
      tables(
          "TransactGetItems" + which,
          db ->
              db.transactGetItems(
                  r ->
                      r.transactItems(
                          ids.stream()
                              .map(
                                  id ->
                                      TransactGetItem.builder()
                                          .get(g -> g.tableName(target.table()).key(key(id)))
                                          .build())
                              .toList())));
      tables(
          "TransactWriteItems" + which,
          db -> db.transactWriteItems(r -> r.transactItems(puts(ids))));
    }
    tables(
        "TransactWriteItems, a condition on the other's",
        db -> {
          List<TransactWriteItem> items = new ArrayList<>(puts(List.of(owner)));
          items.add(condition(other));
          db.transactWriteItems(r -> r.transactItems(items));
        });
    tables(
        "TransactWriteItems, a condition on the owner's alone",
        db -> db.transactWriteItems(r -> r.transactItems(condition(owner))));
  }

  private TransactWriteItem condition(String identityId) {
    return TransactWriteItem.builder()
        .conditionCheck(
            ConditionCheck.builder()
                .tableName(target.table())
                .key(key(identityId))
                .conditionExpression("attribute_exists(sealed)")
                .build())
        .build();
  }

  private void statements() {
    String table = '"' + target.table() + '"';
    String where = " WHERE identityId = '" + owner + "'";
    statement("PartiQL SELECT, the owner's item", "SELECT * FROM " + table + where);
    statement("PartiQL SELECT, all items", "SELECT * FROM " + table);
    statement(
        "PartiQL INSERT, the owner's item",
        "INSERT INTO " + table + " VALUE {'identityId': '" + owner + "'}");
    statement("PartiQL UPDATE, the owner's item", "UPDATE " + table + " SET sealed = 'x'" + where);
    statement("PartiQL DELETE, the owner's item", "DELETE FROM " + table + where);
  }

  private void table() {
    tables("DescribeTable", db -> db.describeTable(r -> r.tableName(target.table())));
    tables("GetResourcePolicy", db -> db.getResourcePolicy(r -> r.resourceArn(target.tableArn())));
    lasting(
        "ExportTableToPointInTime",
        db ->
            db.exportTableToPointInTime(
                r -> r.s3Bucket("bucket-of-nobody").tableArn(target.tableArn())));
    lasting(
        "CreateBackup",
        db -> db.createBackup(r -> r.tableName(target.table()).backupName("by-key-access")));
    lasting(
        "RestoreTableToPointInTime, and Scan of the copy",
        db ->
            db.restoreTableToPointInTime(
                r ->
                    r.sourceTableName(target.table())
                        .targetTableName("a-copy")
                        .useLatestRestorableTime(true)));
    lasting(
        "UpdateTable",
        db -> db.updateTable(r -> r.tableName(target.table()).deletionProtectionEnabled(true)));
    lasting("DeleteTable", db -> db.deleteTable(r -> r.tableName(target.table())));
    lasting(
        "EnableKinesisStreamingDestination",
        db ->
            db.enableKinesisStreamingDestination(
                r ->
                    r.tableName(target.table())
                        .streamArn("arn:aws:kinesis:eu-central-1:111122223333:stream/of-nobody")));
    lasting(
        "CreateTableReplica",
        db ->
            db.updateTable(
                r ->
                    r.tableName(target.table())
                        .replicaUpdates(
                            ReplicationGroupUpdate.builder()
                                .create(c -> c.regionName("eu-west-1"))
                                .build())));
    lasting(
        "UpdateContinuousBackups",
        db ->
            db.updateContinuousBackups(
                r ->
                    r.tableName(target.table())
                        .pointInTimeRecoverySpecification(
                            p -> p.pointInTimeRecoveryEnabled(true))));
    lasting(
        "PutResourcePolicy",
        db -> db.putResourcePolicy(r -> r.resourceArn(target.tableArn()).policy("{}")));
    lasting(
        "DeleteResourcePolicy",
        db -> db.deleteResourcePolicy(r -> r.resourceArn(target.tableArn())));
  }

  private void key() {
    Map<String, Map<String, String>> contexts =
        Map.of(
            ", the owner's context", Map.of(ID, owner),
            ", the other's context", Map.of(ID, other),
            ", no context", Map.of());
    contexts.forEach(
        (which, context) -> {
          calls.put(
              "GenerateDataKey" + which,
              caller ->
                  caller
                      .keys()
                      .generateDataKey(
                          r ->
                              r.keyId(target.privateKey())
                                  .keySpec(DataKeySpec.AES_256)
                                  .encryptionContext(context)));
          decrypt(
              "Decrypt" + which,
              target.privateKey(),
              target.dataKeys().get(which.contains("other") ? 1 : 0),
              context);
        });
    decrypt(
        "Decrypt, the owner's context and more",
        target.privateKey(),
        target.dataKeys().getFirst(),
        Map.of(ID, owner, "purpose", "public-bundles"));
    calls.put(
        "Encrypt, the owner's context",
        caller ->
            caller
                .keys()
                .encrypt(
                    r ->
                        r.keyId(target.privateKey())
                            .plaintext(SdkBytes.fromUtf8String("text"))
                            .encryptionContext(Map.of(ID, owner))));
    String key = target.publicKey();
    calls.put(
        "GenerateDataKey, the key of public bundles, their context",
        caller ->
            caller
                .keys()
                .generateDataKey(
                    r ->
                        r.keyId(key)
                            .keySpec(DataKeySpec.AES_256)
                            .encryptionContext(Map.of("purpose", "public-bundles"))));
    if (target.dataKeys().size() > 2) {
      SdkBytes dataKey = target.dataKeys().getLast();
      decrypt(
          "Decrypt, the key of public bundles, their context",
          key,
          dataKey,
          Map.of("purpose", "public-bundles"));
      decrypt(
          "Decrypt, the key of public bundles, the owner's context",
          key,
          dataKey,
          Map.of(ID, owner));
    }
  }

  /** Kinds of data keys that nothing here uses. */
  private void pairs() {
    String key = target.privateKey();
    Map<String, String> context = Map.of(ID, owner);
    keys(
        "GenerateDataKeyPair, the owner's context",
        kms ->
            kms.generateDataKeyPair(
                r ->
                    r.keyId(key)
                        .keyPairSpec(DataKeyPairSpec.ECC_NIST_P256)
                        .encryptionContext(context)));
    keys(
        "GenerateDataKeyPairWithoutPlaintext, the owner's context",
        kms ->
            kms.generateDataKeyPairWithoutPlaintext(
                r ->
                    r.keyId(key)
                        .keyPairSpec(DataKeyPairSpec.ECC_NIST_P256)
                        .encryptionContext(context)));
    keys(
        "GenerateDataKeyWithoutPlaintext, the owner's context",
        kms ->
            kms.generateDataKeyWithoutPlaintext(
                r -> r.keyId(key).keySpec(DataKeySpec.AES_256).encryptionContext(context)));
  }

  /** Out of the key of private bundles, and into it; the other end is the key of public ones. */
  private void reEncryption() {
    Map<String, String> owners = Map.of(ID, owner);
    Map<String, String> publics = Map.of("purpose", "public-bundles");
    keys(
        "ReEncryptFrom, the owner's context",
        kms ->
            kms.reEncrypt(
                r ->
                    r.ciphertextBlob(target.dataKeys().getFirst())
                        .sourceKeyId(target.privateKey())
                        .sourceEncryptionContext(owners)
                        .destinationKeyId(target.publicKey())
                        .destinationEncryptionContext(publics)));
    if (target.dataKeys().size() > 2) {
      keys(
          "ReEncryptTo, the owner's context",
          kms ->
              kms.reEncrypt(
                  r ->
                      r.ciphertextBlob(target.dataKeys().getLast())
                          .sourceKeyId(target.publicKey())
                          .sourceEncryptionContext(publics)
                          .destinationKeyId(target.privateKey())
                          .destinationEncryptionContext(owners)));
    }
  }

  private void administration() {
    String key = target.privateKey();
    lastingForKey(
        "CreateGrant",
        kms ->
            kms.createGrant(
                r ->
                    r.keyId(key)
                        .granteePrincipal("arn:aws:iam::111122223333:role/nobody")
                        .operations(GrantOperation.DECRYPT)));
    lastingForKey("PutKeyPolicy", kms -> kms.putKeyPolicy(r -> r.keyId(key).policy("{}")));
    lastingForKey("DisableKey", kms -> kms.disableKey(r -> r.keyId(key)));
    lastingForKey("ScheduleKeyDeletion", kms -> kms.scheduleKeyDeletion(r -> r.keyId(key)));
  }

  private void decrypt(
      String operation, String key, SdkBytes dataKey, Map<String, String> context) {
    calls.put(
        operation,
        caller ->
            caller
                .keys()
                .decrypt(r -> r.keyId(key).ciphertextBlob(dataKey).encryptionContext(context)));
  }

  /** A call on an item. */
  private interface OnItem {
    void call(DynamoDbClient tables, String identityId);
  }

  private void both(String action, OnItem call) {
    tables(action + ", the owner's item", db -> call.call(db, owner));
    tables(action + ", the other's item", db -> call.call(db, other));
  }

  private void tables(String operation, Consumer<DynamoDbClient> call) {
    calls.put(operation, caller -> call.accept(caller.tables()));
  }

  private void lasting(String operation, Consumer<DynamoDbClient> call) {
    lasting.put(operation, caller -> call.accept(caller.tables()));
  }

  private void keys(String operation, Consumer<KmsClient> call) {
    calls.put(operation, caller -> call.accept(caller.keys()));
  }

  private void lastingForKey(String operation, Consumer<KmsClient> call) {
    lasting.put(operation, caller -> call.accept(caller.keys()));
  }

  private void statement(String operation, String text) {
    tables(operation, db -> db.executeStatement(r -> r.statement(text)));
  }

  private void query(DynamoDbClient db, String id, Optional<String> index) {
    db.query(
        r ->
            r.tableName(target.table())
                .indexName(index.orElse(null))
                .keyConditionExpression("identityId = :id")
                .expressionAttributeValues(Map.of(":id", AttributeValue.fromS(id))));
  }

  private List<TransactWriteItem> puts(List<String> ids) {
    return ids.stream()
        .map(
            id ->
                TransactWriteItem.builder()
                    .put(Put.builder().tableName(target.table()).item(item(id)).build())
                    .build())
        .toList();
  }

  private static WriteRequest put(String id) {
    return WriteRequest.builder().putRequest(PutRequest.builder().item(item(id)).build()).build();
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of(ID, AttributeValue.fromS(id));
  }

  private static Map<String, AttributeValue> item(String id) {
    return Map.of(ID, AttributeValue.fromS(id), "sealed", AttributeValue.fromS("bytes"));
  }

  /** Rows that no call here stands for, of those given. */
  List<String> without(Stream<String> operations) {
    return operations.filter(o -> !calls.containsKey(o) && !lasting.containsKey(o)).toList();
  }
}
