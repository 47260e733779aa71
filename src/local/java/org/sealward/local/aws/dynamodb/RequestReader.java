package org.sealward.local.aws.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sealward.local.aws.wire.AwsException;
import org.sealward.local.aws.wire.JsonObject;

/**
 * Takes out of a DynamoDB request what policies decide on: actions, tables and leading keys.
 *
 * <p>A member that is not known here is refused, the parameters of the API before 2014 (such as
 * {@code KeyConditions}) among them: what is not understood could name another item.
 */
final class RequestReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{3,255}");
  private static final Set<String> EXPRESSIONS =
      Set.of("ExpressionAttributeNames", "ExpressionAttributeValues");
  private static final Set<String> REPORTS =
      Set.of("ReturnConsumedCapacity", "ReturnItemCollectionMetrics");
  private static final Set<String> WRITE_REPORTS =
      Set.of("ReturnValues", "ReturnValuesOnConditionCheckFailure", "ConditionExpression");
  private static final Set<String> READS =
      Set.of("ConsistentRead", "ProjectionExpression", "ExpressionAttributeNames");

  private final Map<String, String> partitionKeys;

  /**
   * @param partitionKeys the partition key's attribute of each table
   */
  RequestReader(Map<String, String> partitionKeys) {
    this.partitionKeys = Map.copyOf(partitionKeys);
  }

  /**
   * @throws AwsException {@code UnknownOperationException} or {@code ValidationException} for what
   *     is not known here
   */
  List<ItemAccess> read(String operation, JsonObject body) {
    return switch (operation) {
      case "GetItem" -> {
        requireOnly(body, Set.of("TableName", "Key"), READS, REPORTS);
        yield List.of(single(operation, body, "Key"));
      }
      case "PutItem" -> {
        requireOnly(body, Set.of("TableName", "Item"), EXPRESSIONS, REPORTS, WRITE_REPORTS);
        yield List.of(single(operation, body, "Item"));
      }
      case "UpdateItem" -> {
        requireOnly(
            body,
            Set.of("TableName", "Key", "UpdateExpression"),
            EXPRESSIONS,
            REPORTS,
            WRITE_REPORTS);
        yield List.of(single(operation, body, "Key"));
      }
      case "DeleteItem" -> {
        requireOnly(body, Set.of("TableName", "Key"), EXPRESSIONS, REPORTS, WRITE_REPORTS);
        yield List.of(single(operation, body, "Key"));
      }
      case "Query" -> query(body);
      case "Scan" -> scan(body);
      case "BatchGetItem" -> batchGet(body);
      case "BatchWriteItem" -> batchWrite(body);
      case "TransactGetItems" -> transactGet(body);
      case "TransactWriteItems" -> transactWrite(body);
      case "ExecuteStatement" -> {
        requireOnly(
            body,
            Set.of("Statement", "Parameters", "ConsistentRead", "NextToken", "Limit"),
            Set.of("ReturnValuesOnConditionCheckFailure"),
            REPORTS);
        yield List.of(PartiQlStatement.access(body.text("Statement")));
      }
      case "BatchExecuteStatement" -> {
        requireOnly(body, Set.of("Statements"), REPORTS);
        yield statements(body.objects("Statements"));
      }
      case "ExecuteTransaction" -> {
        requireOnly(body, Set.of("TransactStatements", "ClientRequestToken"), REPORTS);
        yield statements(body.objects("TransactStatements")).stream()
            .map(access -> access.within(operation))
            .toList();
      }
      case "ListTables" -> {
        requireOnly(body, Set.of("ExclusiveStartTableName", "Limit"));
        yield List.of(ItemAccess.ofTable(operation, ""));
      }
      case "DescribeTable",
          "DescribeTimeToLive",
          "DescribeContinuousBackups",
          "DeleteTable",
          "EnableKinesisStreamingDestination",
          "UpdateTimeToLive",
          "UpdateContinuousBackups",
          "CreateTable",
          "CreateBackup" ->
          List.of(ItemAccess.ofTable(operation, table(body)));
      case "UpdateTable" -> updateTable(body);
      case "RestoreTableToPointInTime" ->
          List.of(ItemAccess.ofTable(operation, name(body.text("SourceTableName"))));
      case "ExportTableToPointInTime" ->
          List.of(ItemAccess.ofTable(operation, tableOfArn(body.text("TableArn"))));
      case "PutResourcePolicy", "GetResourcePolicy", "DeleteResourcePolicy" ->
          List.of(ItemAccess.ofTable(operation, tableOfArn(body.text("ResourceArn"))));
      default -> throw AwsException.unknownOperation(operation);
    };
  }

  private ItemAccess single(String action, JsonObject body, String keyMember) {
    String table = table(body);
    return ItemAccess.ofKeys(action, table, leadingKeys(table, List.of(body.object(keyMember))));
  }

  private List<ItemAccess> query(JsonObject body) {
    requireOnly(
        body,
        Set.of("TableName", "KeyConditionExpression", "FilterExpression", "Select", "Limit"),
        Set.of("ExclusiveStartKey", "ScanIndexForward", "IndexName"),
        READS,
        EXPRESSIONS,
        REPORTS);
    String table = table(body);
    Optional<String> index = body.findText("IndexName");
    if (index.isPresent()) {
      return List.of(ItemAccess.ofTable("Query", table + "/index/" + name(index.get())));
    }
    String partitionKey = partitionKeys.get(table);
    Optional<List<String>> keys =
        partitionKey == null
            ? Optional.empty()
            : KeyCondition.partitionKeyValue(body, partitionKey).map(List::of);
    return List.of(ItemAccess.ofKeys("Query", table, keys));
  }

  private static List<ItemAccess> scan(JsonObject body) {
    requireOnly(
        body,
        Set.of("TableName", "FilterExpression", "Select", "Limit", "Segment", "TotalSegments"),
        Set.of("ExclusiveStartKey", "IndexName"),
        READS,
        EXPRESSIONS,
        REPORTS);
    String table = table(body);
    return List.of(
        ItemAccess.ofTable(
            "Scan",
            body.findText("IndexName")
                .map(index -> table + "/index/" + name(index))
                .orElse(table)));
  }

  private List<ItemAccess> batchGet(JsonObject body) {
    requireOnly(body, Set.of("RequestItems"), REPORTS);
    JsonObject items = body.object("RequestItems");
    List<ItemAccess> accesses = new ArrayList<>();
    for (String table : items.names()) {
      JsonObject request = items.object(table);
      requireOnly(request, Set.of("Keys"), READS);
      accesses.add(
          ItemAccess.ofKeys(
              "BatchGetItem", name(table), leadingKeys(table, request.objects("Keys"))));
    }
    return accesses;
  }

  private List<ItemAccess> batchWrite(JsonObject body) {
    requireOnly(body, Set.of("RequestItems"), REPORTS);
    JsonObject items = body.object("RequestItems");
    List<ItemAccess> accesses = new ArrayList<>();
    for (String table : items.names()) {
      List<JsonObject> keys = new ArrayList<>();
      for (JsonObject request : items.objects(table)) {
        JsonObject write = only(request, Set.of("PutRequest", "DeleteRequest"));
        keys.add(only(write, Set.of("Item", "Key")));
      }
      accesses.add(ItemAccess.ofKeys("BatchWriteItem", name(table), leadingKeys(table, keys)));
    }
    return accesses;
  }

  private List<ItemAccess> transactGet(JsonObject body) {
    requireOnly(body, Set.of("TransactItems"), REPORTS);
    List<ItemAccess> accesses = new ArrayList<>();
    for (JsonObject item : body.objects("TransactItems")) {
      JsonObject get = only(item, Set.of("Get"));
      requireOnly(get, Set.of("TableName", "Key"), READS);
      accesses.add(single("GetItem", get, "Key").within("TransactGetItems"));
    }
    return accesses;
  }

  private List<ItemAccess> transactWrite(JsonObject body) {
    requireOnly(body, Set.of("TransactItems", "ClientRequestToken"), REPORTS);
    List<ItemAccess> accesses = new ArrayList<>();
    for (JsonObject item : body.objects("TransactItems")) {
      JsonObject write = only(item, Set.of("ConditionCheck", "Put", "Delete", "Update"));
      requireOnly(
          write,
          Set.of("TableName", "Key", "Item", "UpdateExpression"),
          EXPRESSIONS,
          WRITE_REPORTS);
      ItemAccess access =
          switch (item.names().iterator().next()) {
            case "Put" -> single("PutItem", write, "Item");
            case "Delete" -> single("DeleteItem", write, "Key");
            case "Update" -> single("UpdateItem", write, "Key");
            default -> single("ConditionCheckItem", write, "Key");
          };
      accesses.add(access.within("TransactWriteItems"));
    }
    return accesses;
  }

  private static List<ItemAccess> updateTable(JsonObject body) {
    String table = table(body);
    List<ItemAccess> accesses = new ArrayList<>();
    accesses.add(ItemAccess.ofTable("UpdateTable", table));
    for (JsonObject replica : body.objects("ReplicaUpdates")) {
      only(replica, Set.of("Create"));
      accesses.add(ItemAccess.ofTable("CreateTableReplica", table));
    }
    return accesses;
  }

  private static List<ItemAccess> statements(List<JsonObject> statements) {
    List<ItemAccess> accesses = new ArrayList<>();
    for (JsonObject statement : statements) {
      requireOnly(
          statement,
          Set.of("Statement", "Parameters", "ConsistentRead"),
          Set.of("ReturnValuesOnConditionCheckFailure"));
      accesses.add(PartiQlStatement.access(statement.text("Statement")));
    }
    return accesses;
  }

  /** The partition-key values, or absent when the table is not known or one lacks it. */
  private Optional<List<String>> leadingKeys(String table, List<JsonObject> items) {
    String partitionKey = partitionKeys.get(table);
    if (partitionKey == null) {
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    for (JsonObject item : items) {
      Optional<String> value = item.findObject(partitionKey).flatMap(KeyCondition::scalar);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of(values);
  }

  private static String table(JsonObject body) {
    return name(body.text("TableName"));
  }

  private static String name(String name) {
    if (!NAME.matcher(name).matches()) {
      throw AwsException.validation("a plain table or index name is expected");
    }
    return name;
  }

  private static String tableOfArn(String arn) {
    int slash = arn.indexOf('/');
    if (slash < 0) {
      throw AwsException.validation("a table's ARN is expected");
    }
    return name(arn.substring(slash + 1));
  }

  private static JsonObject only(JsonObject object, Set<String> known) {
    requireOnly(object, known);
    if (object.names().size() != 1) {
      throw AwsException.validation("exactly one of " + known + " is expected");
    }
    return object.object(object.names().iterator().next());
  }

  @SafeVarargs
  private static void requireOnly(JsonObject object, Set<String>... known) {
    for (String name : object.names()) {
      boolean found = false;
      for (Set<String> names : known) {
        found |= names.contains(name);
      }
      if (!found) {
        throw AwsException.validation("request member is not known here: " + name);
      }
    }
  }
}
