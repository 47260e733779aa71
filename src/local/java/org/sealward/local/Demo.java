package org.sealward.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.sealward.client.ImageDescription;
import org.sealward.local.search.DynamoDbItems;
import org.sealward.local.search.FileTree;
import org.sealward.local.search.Needle;
import org.sealward.local.search.PostgresTables;
import org.sealward.local.search.ResidueSearch;
import org.sealward.local.search.SearchReport;
import org.sealward.probe.Authenticator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** {@code ./sealward demo}: the whole story, then the search for what it may have left behind. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "A patient and a specialist meet, write, and share a picture.")
public final class Demo implements Callable<Integer> {
  private static final long SEED = 20260301;
  private static final String TABLES = "every column of every table";
  private static final String POSTGRESQL = "PostgreSQL's folder with its log";
  private static final String OBJECTS = "the folder of ciphertext objects";
  private static final String ITEMS = "every item in DynamoDB";
  private static final String AWS = "the AWS stand-in's folder";
  private static final String SERVICE = "the service's log and temporary files";

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description = "A picture to share (default: one is drawn).")
  private @Nullable Path image;

  @Option(names = "--exit", description = "Stop when the story is over.")
  private boolean exit;

  @Option(
      names = "--outage",
      description = "Another story: two probers watch the service while its database is killed.")
  private boolean outage;

  private final Console console = new Console(System.out);

  public static void main(String[] args) {
    System.exit(new CommandLine(new Demo()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Path place = Files.createTempDirectory("sealward-demo-");
    try {
      return outage ? new OutageDemo(console, place).run() ? 0 : 1 : run(place);
    } finally {
      delete(place);
    }
  }

  private int run(Path place) throws Exception {
    Map<String, String> codes = new ConcurrentHashMap<>();
    Path server = Files.createDirectories(place.resolve("server"));
    console.chapter("A service on this computer");
    try (LocalBackends backends =
            console.step(
                "PostgreSQL, and a stand-in for Amazon's login, keys and tables",
                () ->
                    LocalBackends.start(
                        server,
                        0,
                        Clock.systemUTC(),
                        code -> codes.put(code.email(), code.code())));
        ServiceProcess service =
            console.step(
                "the service itself, from the production jar",
                () -> ServiceProcess.start(ServiceProcess.builtJar(), backends, 0))) {
      var stage = new Stage(service.url(), place.resolve("devices"));
      var people = new People(console, stage, codes);
      var story = new DemoStory(console, stage, people, picture(place), place.resolve("downloads"));
      List<Needle> secrets = new ArrayList<>();
      ImageDescription shared;
      try (Actor operator = operator(stage, backends)) {
        shared = story.tell(operator);
        secrets.addAll(operator.secrets());
      }
      secrets.addAll(story.secrets());
      Path ciphertext = show(shared, backends);
      boolean clean = search(backends, secrets, ciphertext);
      if (!exit) {
        console.say("");
        console.say("The service is still there: " + service.url() + "  Ctrl-C ends it.");
        new CountDownLatch(1).await();
      }
      return clean ? 0 : 1;
    }
  }

  private Path picture(Path place) throws IOException {
    if (image != null) {
      return image;
    }
    Path drawn = place.resolve("birthmark on the left shoulder.jpg");
    Picture.draw(SEED, drawn);
    return drawn;
  }

  static Actor operator(Stage stage, LocalBackends backends) throws IOException {
    List<String> login =
        Files.readAllLines(
            Up.firstLogin(Files.createDirectories(stage.devices()), backends.aws()),
            StandardCharsets.UTF_8);
    var authenticator = new Authenticator(login.get(2).toCharArray());
    return Actor.logIn(
        stage,
        "the operator",
        login,
        stage.devices().resolve("operator"),
        () -> Optional.of(authenticator.code(Clock.systemUTC().instant())));
  }

  /** Shows the picture as the server has it; answers the file. */
  private Path show(ImageDescription shared, LocalBackends backends) throws IOException {
    console.chapter("What the server holds of the picture");
    Path objects = backends.data().resolve("objects");
    Path file;
    try (var files = Files.walk(objects)) {
      file =
          files
              .filter(Files::isRegularFile)
              .filter(f -> f.toFile().length() == shared.sealed().ciphertextLength())
              .findFirst()
              .orElseThrow();
    }
    console.say(
        "object " + objects.relativize(file) + ", " + Files.size(file) + " bytes, beginning with");
    HexFormat hex = HexFormat.ofDelimiter(" ");
    byte[] start = head(file, 96);
    for (int i = 0; i < start.length; i += 24) {
      console.say("  " + hex.formatHex(start, i, i + 24));
    }
    return file;
  }

  private static byte[] head(Path file, int length) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(length);
    }
  }

  /** Searches everything; controls, which are there, show that it sees each store. */
  private boolean search(LocalBackends backends, List<Needle> secrets, Path ciphertext)
      throws IOException {
    console.chapter("A search of everything the server wrote");
    console.say("for the messages, 200 pieces of the picture, its name, the passphrases, the");
    console.say("recovery codes and the private keys of everybody, in all encodings:");
    List<Needle> needles = new ArrayList<>(secrets);
    needles.add(Needle.bytes("the picture's ciphertext", head(ciphertext, 32)).expectedIn(OBJECTS));
    for (String store : List.of(TABLES, POSTGRESQL)) {
      needles.add(Needle.text("the clinic's name", DemoStory.CLINIC).expectedIn(store));
    }
    needles.add(Needle.text("an attribute's name", "encryptedDataKey").expectedIn(ITEMS));
    needles.add(Needle.text("Anna's address", DemoStory.ANNA).expectedIn(AWS));
    needles.add(Needle.text("a line of the log", "Sealward serves on").expectedIn(SERVICE));
    Path data = backends.data();
    try (DynamoDbClient dynamo = dynamo(backends)) {
      SearchReport report =
          new ResidueSearch(needles)
              .in(new PostgresTables(TABLES, backends.database()::superuser))
              .in(new FileTree(POSTGRESQL, data.resolve("postgresql")))
              .in(new FileTree(OBJECTS, data.resolve("objects")))
              .in(new DynamoDbItems(ITEMS, dynamo))
              .in(new FileTree(AWS, data.resolve("aws")))
              .in(new FileTree(SERVICE, data.resolve("service")))
              .report();
      console.out().println();
      report.print(console.out());
      return report.isClean();
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

  private static void delete(Path place) throws IOException {
    Files.walkFileTree(
        place,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
