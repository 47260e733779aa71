package org.sealward.local.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.local.aws.dynamodb.DynamoDbProcess;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class DynamoDbItemsTest {
  private static final AttributeDefinition ID =
      AttributeDefinition.builder()
          .attributeName("id")
          .attributeType(ScalarAttributeType.S)
          .build();

  private static final KeySchemaElement HASH =
      KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build();

  @TempDir private static Path folder;

  private static DynamoDbProcess server;
  private static DynamoDbClient client;

  @BeforeAll
  static void start() {
    server = DynamoDbProcess.start(folder, Path.of("target/dynamodb-local.classpath"));
    client = client(server.endpoint());
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @BeforeEach
  void createTable() {
    client.createTable(
        table ->
            table
                .tableName("bundles")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(ID)
                .keySchema(HASH));
  }

  @AfterEach
  void deleteTable() {
    client.deleteTable(table -> table.tableName("bundles"));
  }

  @Test
  void marker_inEveryEncodingAndAlignment_isFoundInItemsAndInTheFile() {
    List<Planted> ways = Planted.inEveryWay("item");
    for (int i = 0; i < ways.size(); i++) {
      Planted way = ways.get(i);
      put("bytes-" + i, AttributeValue.fromB(SdkBytes.fromByteArray(way.content().toArray())));
      if (way.isText()) {
        String text = new String(way.content().toArray(), UTF_8);
        put("text-" + i, AttributeValue.fromS(text));
      }
    }

    SearchReport items = search(client);
    SearchReport files =
        new ResidueSearch(List.of(Planted.NEEDLE)).in(new FileTree("folder", folder)).report();

    assertThat(items.errors()).isEmpty();
    assertThat(items.found())
        .isEqualTo(ways.size() + ways.stream().filter(Planted::isText).count());
    for (Planted way : ways) {
      assertThat(items.findings()).as(way.label()).anyMatch(way::isFoundBy);
      // Its SQLite file holds items as JSON: quotes are escaped, byte strings in base64.
      if (way.isText() && way.encoding() != Encoding.RAW) {
        assertThat(files.findings())
            .as("%s, file", way.label())
            .anyMatch(finding -> way.isFoundBy(finding) && finding.place().endsWith(".db"));
      }
    }
  }

  @Test
  void marker_inAttributesOfEveryType_isFound() {
    String secret = "the patient is called Maria";
    AttributeValue text = AttributeValue.fromS(secret);
    SdkBytes bytes = SdkBytes.fromUtf8String(secret);
    List<AttributeValue> values =
        List.of(
            text,
            AttributeValue.fromB(bytes),
            AttributeValue.fromSs(List.of("other", secret)),
            AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("other"), bytes)),
            AttributeValue.fromL(List.of(AttributeValue.fromBool(true), text)),
            AttributeValue.fromM(Map.of("deep", AttributeValue.fromL(List.of(text)))),
            AttributeValue.fromM(Map.of(secret, AttributeValue.fromNul(true))));
    for (int i = 0; i < values.size(); i++) {
      put("item-" + i, values.get(i));
    }
    put(secret, AttributeValue.fromN("1"));

    SearchReport report =
        new ResidueSearch(List.of(Needle.text("name", secret)))
            .in(new DynamoDbItems("items", client))
            .report();

    assertThat(report.found()).isEqualTo(values.size() + 1);
    assertThat(report.findings())
        .extracting(Finding::place)
        .allMatch(place -> place.contains("table bundles, item "))
        .anyMatch(place -> place.startsWith("the name of an attribute of "));
  }

  @Test
  void number_isFound() {
    put("number", AttributeValue.fromN("4917612345678901234"));

    SearchReport report =
        new ResidueSearch(List.of(Needle.text("phone", "4917612345678901234")))
            .in(new DynamoDbItems("items", client))
            .report();

    assertThat(report.found()).isEqualTo(1);
  }

  @Test
  void marker_beyondTheFirstPageOfAScan_isFound() {
    byte[] large = new byte[300_000]; // A page of a scan ends after 1 MB.
    for (int i = 0; i < 8; i++) {
      put("large-" + i, AttributeValue.fromB(SdkBytes.fromByteArray(large)));
    }
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ids.add("small-" + i);
      put("small-" + i, AttributeValue.fromS(Planted.MARKER));
    }

    assertThat(search(client).found()).isEqualTo(ids.size());
  }

  @Test
  void marker_inNoItem_isFound0() {
    put("one", AttributeValue.fromS("nothing of interest"));

    SearchReport report = search(client);

    assertThat(report.isClean()).isTrue();
    assertThat(report.coverage().getFirst().counts())
        .containsEntry("tables", 1L)
        .containsEntry("items", 1L);
  }

  @Test
  void server_thatDoesNotAnswer_isAnError() {
    try (DynamoDbClient nowhere = client(URI.create("http://127.0.0.1:1"))) {
      assertThat(search(nowhere).isClean()).isFalse();
    }
  }

  private static SearchReport search(DynamoDbClient with) {
    return new ResidueSearch(List.of(Planted.NEEDLE)).in(new DynamoDbItems("items", with)).report();
  }

  private static void put(String id, AttributeValue value) {
    client.putItem(
        put ->
            put.tableName("bundles").item(Map.of("id", AttributeValue.fromS(id), "value", value)));
  }

  private static DynamoDbClient client(URI endpoint) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }
}
