package org.sealward.local.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Every attribute of every item of every DynamoDB table that the client's credentials see, read
 * through DynamoDB: names and values, nested ones too, byte strings as bytes.
 */
public final class DynamoDbItems implements Store {
  private final String name;
  private final DynamoDbClient client;

  /**
   * Searches with this client, which stays the caller's to close.
   *
   * @param client may list and scan the tables; what it may not is an error
   */
  public DynamoDbItems(String name, DynamoDbClient client) {
    this.name = name;
    this.client = client;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void search(Probe probe) {
    List<String> tables;
    try {
      tables = client.listTablesPaginator().tableNames().stream().toList();
    } catch (SdkException e) {
      probe.unread("the list of tables", e);
      return;
    }
    for (String table : tables) {
      try {
        searchTable(table, probe);
        probe.count("tables", 1);
      } catch (SdkException e) {
        probe.unread("table " + table, e);
      }
    }
  }

  private void searchTable(String table, Probe probe) {
    int number = 0;
    for (Map<String, AttributeValue> item :
        client.scanPaginator(scan -> scan.tableName(table).consistentRead(true)).items()) {
      searchMap("table " + table + ", item " + ++number, item, probe);
      probe.count("items", 1);
    }
  }

  private static void searchMap(String place, Map<String, AttributeValue> map, Probe probe) {
    map.forEach(
        (attribute, value) -> {
          searchText("the name of an attribute of " + place, attribute, probe);
          searchValue(place + ", " + attribute, value, probe);
        });
  }

  private static void searchValue(String place, AttributeValue value, Probe probe) {
    switch (value.type()) {
      case S -> searchText(place, value.s(), probe);
      case N -> searchText(place, value.n(), probe);
      case B -> searchBytes(place, value.b(), probe);
      case SS -> value.ss().forEach(one -> searchText(place, one, probe));
      case NS -> value.ns().forEach(one -> searchText(place, one, probe));
      case BS -> value.bs().forEach(one -> searchBytes(place, one, probe));
      case M -> searchMap(place, value.m(), probe);
      case L -> value.l().forEach(one -> searchValue(place, one, probe));
      case BOOL, NUL -> {}
      case UNKNOWN_TO_SDK_VERSION -> probe.unread(place, "a type that this search does not know");
    }
  }

  private static void searchText(String place, String text, Probe probe) {
    searchBytes(place, SdkBytes.fromString(text, UTF_8), probe);
  }

  private static void searchBytes(String place, SdkBytes bytes, Probe probe) {
    probe.place(() -> place);
    probe.read(bytes.asByteArrayUnsafe());
  }
}
