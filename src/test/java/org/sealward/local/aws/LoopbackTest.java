package org.sealward.local.aws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sealward.local.aws.account.Account;
import org.sealward.local.aws.wire.JsonObject;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Nothing listens to the network, and going around the gate finds an empty database. */
@ExtendWith(SharedCloud.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoopbackTest {
  private final TestCloud cloud;

  LoopbackTest(TestCloud cloud) {
    this.cloud = cloud;
  }

  private static ProcessHandle dynamoDb(TestCloud cloud) {
    return ProcessHandle.current()
        .descendants()
        .filter(
            process ->
                process
                    .info()
                    .commandLine()
                    .filter(line -> line.contains(cloud.data.toString()))
                    .isPresent())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void dynamoDbLocal_listensOnLoopbackOnly() throws IOException {
    assumeThat(Path.of("/proc/net/tcp")).exists();

    Set<String> sockets = ListeningSockets.of(dynamoDb(cloud).pid());

    assertThat(sockets).hasSize(1).allMatch(socket -> socket.startsWith("loopback:"));
  }

  @Test
  void endpoint_listensOnLoopbackOnly_andAWildcardSocketWouldBeSeen() throws IOException {
    assumeThat(Path.of("/proc/net/tcp")).exists();
    try (ServerSocket wildcard = new ServerSocket(0)) {
      Set<String> sockets = ListeningSockets.of(ProcessHandle.current().pid());

      int port = cloud.aws.endpoint().getPort();
      assertThat(sockets)
          .contains("loopback:" + port, "0".repeat(32) + ":" + wildcard.getLocalPort())
          .filteredOn(socket -> socket.endsWith(":" + port))
          .hasSize(1);
    }
  }

  @Test
  void dynamoDbLocal_askedWithoutTheGatesKey_showsNoTables() throws IOException {
    assumeThat(Path.of("/proc/net/tcp")).exists();
    String port =
        ListeningSockets.of(dynamoDb(cloud).pid()).iterator().next().replace("loopback:", "");
    String gatesKey =
        JsonObject.parse(Files.readAllBytes(cloud.data.resolve("installation.json")))
            .text("backendAccessKey");

    assertThat(tablesSeenWith(port, "AKIAIOSFODNN7EXAMPLE")).isEmpty();
    assertThat(tablesSeenWith(port, gatesKey)).contains(Account.PRIVATE_TABLE);
  }

  private static List<String> tablesSeenWith(String port, String accessKey) {
    try (DynamoDbClient direct =
        DynamoDbClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + port))
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "any")))
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      return direct.listTables().tableNames();
    }
  }

  @Test
  void endpoint_underAnotherHostName_isRefused() throws IOException {
    int port = cloud.aws.endpoint().getPort();
    for (Map.Entry<String, String> expected :
        Map.of(
                "127.0.0.1:" + port,
                "200",
                "localhost:" + port,
                "200",
                "127.0.0.1:1",
                "200",
                "rebound.example.org:" + port,
                "421",
                "127.0.0.1",
                "421")
            .entrySet()) {
      assertThat(statusUnder(expected.getKey())).isEqualTo(expected.getValue());
    }
  }

  private String statusUnder(String host) throws IOException {
    try (var socket =
        new Socket(InetAddress.ofLiteral("127.0.0.1"), cloud.aws.endpoint().getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET " + cloud.aws.jwksUri().getPath() + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                  .getBytes(US_ASCII));
      byte[] start = socket.getInputStream().readNBytes(12);
      return new String(start, 9, 3, US_ASCII);
    }
  }
}
