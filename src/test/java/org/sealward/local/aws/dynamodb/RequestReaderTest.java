package org.sealward.local.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealward.local.aws.wire.AwsException;
import org.sealward.local.aws.wire.JsonObject;

class RequestReaderTest {
  private final RequestReader reader = new RequestReader(Map.of("table", "pk", "other", "id"));

  private List<ItemAccess> read(String operation, String json) {
    return reader.read(operation, JsonObject.parse(json));
  }

  private static ItemAccess access(String action, String resource, String... keys) {
    return ItemAccess.ofKeys(action, resource, Optional.of(List.of(keys)));
  }

  @ParameterizedTest
  @CsvSource({"GetItem, Key", "DeleteItem, Key", "PutItem, Item", "UpdateItem, Key"})
  void singleItem_hasItsPartitionKey(String operation, String member) {
    String json =
        """
        {"TableName": "table", "%s": {"pk": {"S": "a"}, "sk": {"N": "1"}}}"""
            .formatted(member);

    assertThat(read(operation, json)).containsExactly(access(operation, "table", "a"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"TableName\": \"table\", \"Key\": {\"other\": {\"S\": \"a\"}}}",
        "{\"TableName\": \"table\", \"Key\": {\"pk\": {\"B\": \"YQ==\"}}}",
        "{\"TableName\": \"table\", \"Key\": {\"pk\": {\"S\": \"a\", \"N\": \"1\"}}}",
        "{\"TableName\": \"unknown\", \"Key\": {\"pk\": {\"S\": \"a\"}}}"
      })
  void singleItem_keyNotCertain_hasNone(String json) {
    assertThat(read("GetItem", json).getFirst().leadingKeys()).isEmpty();
  }

  @Test
  void batchGet_hasAllKeysOfEachTable() {
    assertThat(
            read(
                "BatchGetItem",
                """
                {"RequestItems": {
                  "table": {"Keys": [{"pk": {"S": "a"}}, {"pk": {"S": "b"}}]},
                  "other": {"Keys": [{"id": {"N": "7"}}]}}}"""))
        .containsExactly(
            access("BatchGetItem", "table", "a", "b"), access("BatchGetItem", "other", "7"));
  }

  @Test
  void batchGet_withoutKeys_hasAnEmptyList() {
    assertThat(read("BatchGetItem", "{\"RequestItems\": {\"table\": {\"Keys\": []}}}"))
        .containsExactly(access("BatchGetItem", "table"));
  }

  @Test
  void batchWrite_hasKeysOfPutsAndDeletes() {
    assertThat(
            read(
                "BatchWriteItem",
                """
                {"RequestItems": {"table": [
                  {"PutRequest": {"Item": {"pk": {"S": "a"}, "x": {"S": "y"}}}},
                  {"DeleteRequest": {"Key": {"pk": {"S": "b"}}}}]}}"""))
        .containsExactly(access("BatchWriteItem", "table", "a", "b"));
  }

  @Test
  void transactWrite_isTheActionsItIsMadeOf() {
    assertThat(
            read(
                "TransactWriteItems",
                """
                {"TransactItems": [
                  {"Put": {"TableName": "table", "Item": {"pk": {"S": "a"}}}},
                  {"Update": {"TableName": "table", "Key": {"pk": {"S": "b"}},
                              "UpdateExpression": "SET x = :x"}},
                  {"Delete": {"TableName": "other", "Key": {"id": {"S": "c"}}}},
                  {"ConditionCheck": {"TableName": "table", "Key": {"pk": {"S": "d"}},
                                      "ConditionExpression": "attribute_exists(pk)"}}]}"""))
        .containsExactly(
            access("PutItem", "table", "a").within("TransactWriteItems"),
            access("UpdateItem", "table", "b").within("TransactWriteItems"),
            access("DeleteItem", "other", "c").within("TransactWriteItems"),
            access("ConditionCheckItem", "table", "d").within("TransactWriteItems"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pk = :v | a",
        "#n = :v | a",
        "  pk=:v AND sk BETWEEN :x AND :y | a",
        "sk = :x AND pk = :v | a",
        "sk = :v | ",
        "pk = :v AND pk = :x | ",
        ":v = pk | ",
        "pk = :missing | ",
        "begins_with(pk, :v) | ",
      })
  void query_hasTheValueOfThePartitionKey_onlyWhereCertain(String expression, String expected) {
    String json =
        """
        {"TableName": "table", "KeyConditionExpression": "%s",
         "ExpressionAttributeNames": {"#n": "pk"},
         "ExpressionAttributeValues": {":v": {"S": "a"}, ":x": {"S": "x"}, ":y": {"S": "y"}}}"""
            .formatted(expression);

    assertThat(read("Query", json).getFirst().leadingKeys())
        .isEqualTo(Optional.ofNullable(expected).map(List::of));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM \"table\" WHERE pk = 'a' | PartiQLSelect | table",
        "select pk from table | PartiQLSelect | table",
        "SELECT * FROM \"table\".\"by-x\" | PartiQLSelect | table/index/by-x",
        "INSERT INTO \"table\" VALUE {'pk': 'a'} | PartiQLInsert | table",
        "UPDATE \"table\" SET x = 1 WHERE pk = 'a' | PartiQLUpdate | table",
        "DELETE FROM \"table\" WHERE pk = 'a' | PartiQLDelete | table",
      })
  void partiQl_hasItsOwnActionAndNoKeys(String statement, String action, String resource) {
    JsonObject body = JsonObject.of("Statement", statement);

    assertThat(reader.read("ExecuteStatement", body))
        .containsExactly(ItemAccess.ofTable(action, resource));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GetItem | {\"TableName\": \"table\", \"Key\": {}, \"Unknown\": 1}",
        "GetItem | {\"TableName\": \"arn:aws:dynamodb:x:1:table/table\", \"Key\": {}}",
        "Query | {\"TableName\": \"table\", \"KeyConditions\": {}}",
        "Scan | {\"TableName\": \"table\", \"ScanFilter\": {}}",
        "PutItem | {\"TableName\": \"table\", \"Item\": {}, \"Expected\": {}}",
        "BatchWriteItem | {\"RequestItems\": {\"table\": [{\"UpdateRequest\": {}}]}}",
        "TransactWriteItems | {\"TransactItems\": [{\"Put\": {}, \"Delete\": {}}]}",
        "ExecuteStatement | {\"Statement\": \"EXISTS(SELECT * FROM x)\"}",
      })
  void request_ofAnUnknownShape_isRefused(String operation, String json) {
    assertThatThrownBy(() -> read(operation, json))
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.type()).isEqualTo("ValidationException"));
  }

  @Test
  void operation_unknown_isRefused() {
    assertThatThrownBy(() -> read("ImportTable", "{}"))
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.type()).isEqualTo("UnknownOperationException"));
  }
}
