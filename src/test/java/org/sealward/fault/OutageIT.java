package org.sealward.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.Tables;
import org.sealward.TestUser;
import org.sealward.api.ClientFrame;
import org.sealward.delivery.TestSocket;
import org.sealward.envelope.PrivateBundle;
import org.sealward.envelope.RecoveryCode;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.UnlockKey;
import org.sealward.fault.AwsLine.Fault;
import org.sealward.fault.AwsLine.Part;
import org.sealward.local.postgres.PostgresProcess;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the service stands on goes away and comes back, while the service's process goes on. Bounds
 * are those of docs/operations.md, with some seconds for a busy computer.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class OutageIT {
  private static final Duration AWS_BOUND = Duration.ofSeconds(16);
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);
  private static final int TRY_AGAIN_LATER = 1013;

  @TempDir static Path data;

  private static OutageScene scene;

  private long process;

  @BeforeAll
  static void start() {
    scene = new OutageScene(data);
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  @BeforeEach
  void everythingWorks() {
    scene.assertUp();
    scene.assertMessagesFlow();
    process = scene.site().service().handle().pid();
  }

  @AfterEach
  void everythingWorksAgain() {
    scene.aws().heal();
    scene.assertUp();
    scene.assertMessagesFlow();
  }

  private void outage(Duration away, Duration bound, Runnable goes, Runnable comesBack)
      throws Exception {
    new DatabaseOutage(scene, data, away).run(bound, goes, comesBack);
    assertSameProcess();
  }

  private void assertSameProcess() {
    assertThat(scene.site().service().handle().pid()).isEqualTo(process);
  }

  @Test
  void postgres_killedAndAway_isToldClearlyAndComesBack() throws Exception {
    killed(Duration.ofSeconds(10));
  }

  @Test
  @Tag("long")
  void postgres_killedAndAwayFor30s_isToldClearlyAndComesBack() throws Exception {
    killed(HALF_A_MINUTE);
  }

  private void killed(Duration away) throws Exception {
    PostgresProcess postgres = scene.site().postgres();
    outage(
        away,
        Duration.ofSeconds(5),
        () -> postgres.kill(PostgresProcess.Victim.EVERY_PROCESS, new Random(1)),
        postgres::start);
  }

  @Test
  @Tag("long")
  void postgres_frozenFor30s_isToldClearlyAndComesBack() throws Exception {
    PostgresProcess postgres = scene.site().postgres();
    outage(HALF_A_MINUTE, Duration.ofSeconds(25), postgres::freeze, postgres::thaw);
  }

  @Test
  void objectDisk_full_refusesUploadsThatGoOnWhenThereIsRoom() throws Exception {
    ObjectDisk disk = scene.disk();
    System.out.println("objects lie on a file system of their own: " + disk.isMounted());
    SealedPicture picture = new SealedPicture(scene.writer(), scene.room(), 6_000_000);
    SealedPicture next = new SealedPicture(scene.writer(), scene.room(), 1000);
    assertThat(picture.create().status()).isEqualTo(201);
    assertThat(picture.append(0, 2_000_000).status()).isEqualTo(204);

    disk.fill(ObjectDisk.KEEP_FREE + 1_500_000);
    assertFull(picture.append(2_000_000, picture.length()));
    int offset = picture.offset();
    assertThat(offset).isBetween(2_000_000, picture.length() - 1);
    assertThat(picture.contentStatus(scene.writer())).isEqualTo(404);
    disk.fill(0);
    assertFull(next.create());
    scene.assertDegraded("uploads are refused");
    scene.assertMessagesFlow();
    disk.makeRoom();

    if (disk.isMounted()) {
      assertFull(picture.append(offset, losingTheRoom(picture, offset)));
      assertThat(picture.offset()).isBetween(offset + 1, picture.length() - 1);
      assertThat(picture.contentStatus(scene.writer())).isEqualTo(404);
      offset = picture.offset();
      disk.makeRoom();
      assertSameProcess();
    }
    assertThat(picture.append(offset, picture.length()).status()).isEqualTo(204);
    assertThat(picture.opensAt(scene.listener())).isTrue();
    assertThat(next.create().status()).isEqualTo(201);
    assertThat(next.append(0, next.length()).status()).isEqualTo(204);
  }

  private static void assertFull(Probe probe) {
    assertThat(probe.status()).as(probe.toString()).isEqualTo(507);
    assertThat(probe.problem()).isEqualTo("storage-full");
  }

  /** The rest of a picture. When some of it is written, all other room is taken. */
  private static BodyPublisher losingTheRoom(SealedPicture picture, int from) {
    int middle = from + 300_000;
    long usable = scene.disk().usable();
    Iterator<byte[]> parts =
        Stream.of(Map.entry(from, middle), Map.entry(middle, picture.length()))
            .map(
                part -> {
                  if (part.getKey() == middle) {
                    Await.until("bytes on the disk", () -> scene.disk().usable() < usable);
                    scene.disk().fill(0);
                  }
                  return picture.ciphertext(part.getKey(), part.getValue());
                })
            .iterator();
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofByteArrays(() -> parts), picture.length() - from);
  }

  private static HttpRequest.Builder readingTheVault() {
    TestUser user = scene.writer().user();
    return user.request("/v1/me/private-key").header("Sealward-Identity-Token", user.idToken());
  }

  @Test
  void vault_awsFails_isUnavailableAndComesBack() {
    vaultFails(Part.DYNAMODB, Fault.SILENT);
    vaultFails(Part.KMS, Fault.THROTTLED);
    vaultFails(Part.IDENTITY_POOL, Fault.ERROR);
    scene.aws().refuse();
    assertVaultUnavailable("all of AWS");
    scene.aws().heal();
    assertThat(Probe.of(readingTheVault()).status()).isEqualTo(200);
    assertSameProcess();
  }

  @Test
  @Tag("long")
  void vault_eachPartOfAwsFailsInEachWay_isUnavailableAndComesBack() {
    for (Part part : List.of(Part.IDENTITY_POOL, Part.DYNAMODB, Part.KMS)) {
      for (Fault fault : Fault.values()) {
        vaultFails(part, fault);
      }
    }
    assertSameProcess();
  }

  @Test
  void vault_writtenWhileAwsFails_keepsWhatItHad() {
    TestUser user = TestUser.withKeys(scene.site());
    assertThat(Probe.of(writingTheVault(user, 1)).status()).isEqualTo(204);
    Map<Part, Fault> faults =
        Map.of(
            Part.DYNAMODB, Fault.ERROR,
            Part.KMS, Fault.THROTTLED,
            Part.IDENTITY_POOL, Fault.RESET);
    faults.forEach(
        (part, fault) -> {
          scene.aws().fail(part, fault);
          user.renewTokens();
          assertUnavailable(part + " " + fault, Probe.begin(writingTheVault(user, 2)));
          scene.aws().heal();
          assertThat(stored(user)).isEqualTo(1);
        });
    assertThat(Probe.of(writingTheVault(user, 2)).status()).as("the control").isEqualTo(204);
    assertThat(stored(user)).isEqualTo(2);
  }

  private static long stored(TestUser user) {
    return user.send(
            user.request("/v1/me/private-key").header("Sealward-Identity-Token", user.idToken()))
        .as(SealedPrivateBundle.class)
        .revision();
  }

  private static HttpRequest.Builder writingTheVault(TestUser user, long revision) {
    try (RecoveryCode code = RecoveryCode.generate();
        UnlockKey unlock = UnlockKey.from(code);
        PrivateBundle content = PrivateBundle.of(user.keys())) {
      var sealed = SealedPrivateBundle.seal(user.id(), revision, content, List.of(unlock));
      return user.request("/v1/me/private-key")
          .header("Sealward-Identity-Token", user.idToken())
          .header("Content-Type", "application/json")
          .PUT(BodyPublishers.ofByteArray(scene.site().json().writeValueAsBytes(sealed)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void vaultFails(Part part, Fault fault) {
    assertThat(Probe.of(readingTheVault()).status()).isEqualTo(200);
    int before = scene.aws().failed(part);
    scene.aws().fail(part, fault);
    if (part == Part.IDENTITY_POOL) {
      // It is not asked again for a token whose credentials are known.
      assertThat(Probe.of(readingTheVault()).status()).isEqualTo(200);
      scene.writer().user().renewTokens();
    }
    assertVaultUnavailable(part + " " + fault);
    assertThat(scene.aws().failed(part)).isGreaterThan(before);
    scene.aws().heal();
    assertThat(Probe.of(readingTheVault()).status()).isEqualTo(200);
  }

  private static void assertVaultUnavailable(String what) {
    assertUnavailable(what, Probe.begin(readingTheVault()));
  }

  private static void assertUnavailable(String what, CompletableFuture<Probe> begun) {
    scene.assertMessagesFlow();
    Probe probe = begun.join();
    System.out.println(what + ": " + probe);
    assertThat(probe.problem()).as(what).isEqualTo("vault-unavailable");
    assertThat(probe.status()).isEqualTo(503);
    assertThat(probe.header("Retry-After")).isEqualTo("2");
    assertThat(probe.took()).as(what).isLessThan(AWS_BOUND);
  }

  @Test
  void vault_awsGoesOnFailing_isRefusedWithoutACallUntilItAnswers() {
    AwsLine aws = scene.aws();
    assertThat(Probe.of(readingTheVault()).status()).isEqualTo(200);
    assertThat(suspended()).isZero();
    aws.fail(Part.DYNAMODB, Fault.ERROR);
    Await.until(
        "the suspension of DynamoDB",
        () -> {
          assertThat(Probe.of(readingTheVault()).problem()).isEqualTo("vault-unavailable");
          return suspended() == 1;
        });
    scene.assertDegraded("calls fail and are suspended of: DynamoDB");

    int before = aws.failed(Part.DYNAMODB);
    assertVaultUnavailable("DynamoDB, suspended");
    assertThat(aws.failed(Part.DYNAMODB)).isEqualTo(before);

    aws.heal();
    Await.until("the vault", () -> Probe.of(readingTheVault()).status() == 200);
    assertThat(suspended()).isZero();
    assertSameProcess();
  }

  /** The gauge of DynamoDB. */
  private static double suspended() {
    String gauge = "sealward_aws_suspended{service=\"DynamoDB\"} ";
    return Probe.metrics(scene.site())
        .answer()
        .body()
        .lines()
        .filter(line -> line.startsWith(gauge))
        .mapToDouble(line -> Double.parseDouble(line.substring(gauge.length())))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void publicBundle_copyCannotBeMade_isPublishedAndCopiedLater() {
    AwsLine aws = scene.aws();
    assertCopied(TestUser.withKeys(scene.site()));
    int before = aws.failed(Part.KMS);
    aws.fail(Part.KMS, Fault.ERROR);
    aws.fail(Part.DYNAMODB, Fault.ERROR);

    TestUser user = TestUser.withKeys(scene.site());
    assertThat(user.get("/v1/users/" + user.id() + "/bundles").status()).isEqualTo(200);
    Await.until("an attempt to copy", () -> aws.failed(Part.KMS) > before);
    assertThat(copies(user)).isZero();
    scene.assertMessagesFlow();

    aws.heal();
    assertCopied(user);
    assertSameProcess();
  }

  private static void assertCopied(TestUser user) {
    Await.until("a copy of the bundle", () -> copies(user) == 1);
  }

  /** How many bundles of the user the second database has. */
  private static int copies(TestUser user) {
    try (DynamoDbClient client = Tables.of(scene.site().aws())) {
      return client
          .query(
              query ->
                  query
                      .tableName(scene.site().aws().publicBundlesTable())
                      .keyConditionExpression("userId = :id")
                      .expressionAttributeValues(
                          Map.of(":id", AttributeValue.fromS(user.id().toString()))))
          .count();
    }
  }

  @Test
  @Tag("long")
  void tokenKeys_noneKnown_areUnavailableUntilTheKeySetComes() throws Exception {
    scene.aws().fail(Part.KEY_SET, Fault.DRIPPING);
    scene.site().service().close();
    scene.site().startService();
    process = scene.site().service().handle().pid();

    assertNoTokenKeys(scene.writer().user());
    try (TestSocket socket = TestSocket.connect(scene.site())) {
      socket.say(new ClientFrame.Authenticate(scene.writer().user().accessToken()));
      assertThat(socket.awaitClose()).isEqualTo(TRY_AGAIN_LATER);
    }
    scene.assertDegraded("no keys from SEALWARD_COGNITO_JWKS_URI");

    scene.aws().heal();
    assertKnown(scene.writer().user());
    assertSameProcess();
  }

  private static void assertNoTokenKeys(TestUser user) {
    Probe probe = Probe.of(user.request("/v1/me"));
    System.out.println("key set: " + probe);
    assertThat(probe.problem()).isEqualTo("token-keys-unavailable");
    assertThat(probe.status()).isEqualTo(503);
    assertThat(probe.header("Retry-After")).isEqualTo("2");
    assertThat(probe.took()).isLessThan(AWS_BOUND);
  }

  private static void assertKnown(TestUser user) {
    Await.until(
        () -> "a token that is known",
        Duration.ofSeconds(20),
        () -> Probe.of(user.request("/v1/me")).status() == 200);
  }
}
