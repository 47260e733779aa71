package org.sealward.local.residue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sealward.local.LocalBackends;
import org.sealward.local.ServiceProcess;
import org.sealward.local.search.DynamoDbItems;
import org.sealward.local.search.FileTree;
import org.sealward.local.search.Needle;
import org.sealward.local.search.PostgresTables;
import org.sealward.local.search.ProcessMemory;
import org.sealward.local.search.ResidueSearch;
import org.sealward.local.search.SearchReport;
import org.sealward.local.search.Store;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Searches what is there when the load is over: processes, files, database. */
final class Aftermath {
  private static final String TABLES = "every column of every table";
  private static final String POSTGRESQL = "PostgreSQL's folder with its log";
  private static final String OBJECTS = "the folder of ciphertext objects";
  private static final String ITEMS = "every item in DynamoDB";
  private static final String AWS = "the AWS stand-in's folder";
  private static final String SERVICE = "the service's logs and temporary files";

  private Aftermath() {}

  /** The service, and the processes that it has started. */
  static List<ProcessHandle> processes(ServiceProcess service) {
    return Stream.concat(Stream.of(service.handle()), service.handle().descendants()).toList();
  }

  /** Those whose memory the system has written to a disk, or would if they broke down. */
  static List<String> onDisk(ServiceProcess service) throws IOException {
    List<String> found = new ArrayList<>();
    for (ProcessHandle process : processes(service)) {
      Path place = Path.of("/proc", Long.toString(process.pid()));
      Stream.concat(
              Files.readAllLines(place.resolve("limits")).stream()
                  .filter(line -> line.startsWith("Max core file size"))
                  .filter(line -> !line.matches("Max core file size +0 +0 +bytes *")),
              Files.readAllLines(place.resolve("status")).stream()
                  .filter(line -> line.startsWith("VmSwap:"))
                  .filter(line -> !line.matches("VmSwap:\\s+0 kB")))
          .forEach(line -> found.add(process.pid() + ": " + line));
    }
    return found;
  }

  /** Controls, which are there, show that it sees each store. */
  static SearchReport search(LocalBackends backends, ServiceProcess service, List<Needle> secrets) {
    List<Needle> needles = new ArrayList<>(secrets);
    List<Store> stores = new ArrayList<>();
    for (ProcessHandle process : processes(service)) {
      boolean worker = process.pid() != service.handle().pid();
      String name = worker ? "memory of waiting worker " + process.pid() : "memory of the service";
      stores.add(new ProcessMemory(name, process.pid()));
      // The command line, which the kernel puts on the stack.
      needles.add(
          Needle.bytes(
                  "its command line",
                  (worker ? "org.sealward.decryption.Worker" : "service.options")
                      .getBytes(US_ASCII))
              .expectedIn(name));
    }
    for (String store : List.of(TABLES, POSTGRESQL)) {
      needles.add(Needle.text("a table's name", "assist_nonce").expectedIn(store));
    }
    needles.add(Needle.text("a line of the log", "Sealward serves on").expectedIn(SERVICE));
    Path data = backends.data();
    try (DynamoDbClient dynamo = dynamo(backends)) {
      stores.add(new PostgresTables(TABLES, backends.database()::superuser));
      stores.add(new FileTree(POSTGRESQL, data.resolve("postgresql")));
      stores.add(new FileTree(OBJECTS, data.resolve("objects")));
      stores.add(new DynamoDbItems(ITEMS, dynamo));
      stores.add(new FileTree(AWS, data.resolve("aws")));
      stores.add(new FileTree(SERVICE, data.resolve("service")));
      ResidueSearch search = new ResidueSearch(needles);
      stores.forEach(search::in);
      return search.report();
    }
  }

  private static DynamoDbClient dynamo(LocalBackends backends) {
    var beneath = backends.aws().database();
    URI endpoint = beneath.endpoint();
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(backends.aws().region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(beneath.accessKey(), "any")))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }
}
