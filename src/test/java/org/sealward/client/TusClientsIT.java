package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tus.java.client.TusClient;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.NodeRunner;
import org.sealward.TestUser;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.SecretBytes;
import org.sealward.local.LocalBackends;
import org.sealward.local.ServiceProcess;

/**
 * Off-the-shelf tus clients, unchanged, against the service as it is shipped: the line breaks in
 * the middle of a request, the service is killed and started again, and the upload goes on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class TusClientsIT {
  private static final int LENGTH = 12_000_000;
  private static final int BREAK_AFTER = 5_000_000;
  private static final String EMAIL = "anna@mail.example";

  private LocalBackends backends;
  private ServiceProcess service;
  private BreakableLine line;
  private String token;
  private UUID userId;
  private UUID conversationId;
  private byte[] content;
  private Path file;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    backends = LocalBackends.start(folder.resolve("data"), 0, Clock.systemUTC(), _ -> {});
    service = ServiceProcess.start(ServiceProcess.builtJar(), backends, 0);
    line = new BreakableLine(service.url());
    content = new byte[LENGTH];
    new Random(7).nextBytes(content);
    file = Files.write(folder.resolve("ciphertext"), content);
    signUp();
  }

  private void signUp() {
    try (Passphrase passphrase = Passphrase.of(Person.passphrase());
        SecretBytes secret = passphrase.loginSecret(backends.aws().userPoolId(), EMAIL);
        SealwardClient client =
            SealwardClient.of(service.url(), DeviceStore.inMemory()).connect()) {
      String login = new String(secret.toArray(), StandardCharsets.US_ASCII);
      backends.aws().createConfirmedUser(EMAIL, login.toCharArray(), Set.of());
      try (Session session = client.logIn(EMAIL, Person.passphrase(), _ -> {})) {
        userId = session.userId();
        conversationId = session.conversations().start(Set.of()).id();
      }
      token = TestUser.signIn(backends.aws(), EMAIL, login).accessToken();
    }
  }

  @AfterAll
  void stop() {
    line.close();
    service.close();
    backends.close();
  }

  private void restart() {
    service.kill();
    service = ServiceProcess.start(ServiceProcess.builtJar(), backends, service.url().getPort());
  }

  @Test
  void java_brokenLineAndKilledService_goesOnWhereItWas() throws Exception {
    UUID imageId = UUID.randomUUID();
    TusUpload upload = new TusUpload(file.toFile());
    upload.setMetadata(metadata(imageId));
    TusClient client = new TusClient();
    client.setUploadCreationURL(line.url().resolve("/v1/uploads").toURL());
    client.setHeaders(Map.of("Authorization", "Bearer " + token));
    client.enableResuming(new TusURLMemoryStore());
    line.breakAfter(BREAK_AFTER);

    assertThatThrownBy(() -> send(client.createUpload(upload))).isInstanceOf(IOException.class);
    restart();
    TusUpload again = new TusUpload(file.toFile());
    TusUploader resumed = client.resumeUpload(again);

    assertThat(resumed.getOffset()).isBetween(1L, (long) BREAK_AFTER);
    send(resumed);
    assertThat(stored(imageId)).isEqualTo(content);
  }

  private static void send(TusUploader uploader) throws Exception {
    uploader.setChunkSize(64 * 1024);
    while (uploader.uploadChunk() >= 0) {
      assertThat(uploader.getOffset()).isPositive();
    }
    uploader.finish();
  }

  @Test
  void javaScript_brokenLineAndKilledService_goesOnWhereItWas() throws Exception {
    UUID imageId = UUID.randomUUID();
    UUID second = UUID.randomUUID();
    NodeRunner node = NodeRunner.of("tus");
    line.breakAfter(BREAK_AFTER);

    var environment =
        Map.of(
            "SERVICE", line.url().toString(),
            "TOKEN", token,
            "USER_ID", userId.toString(),
            "CONVERSATION_ID", conversationId.toString());
    CompletableFuture<String> output =
        CompletableFuture.supplyAsync(
            () ->
                node.program(
                    environment,
                    "upload.mjs",
                    file.toAbsolutePath().toString(),
                    imageId.toString(),
                    second.toString()),
            Thread::startVirtualThread);
    while (line.willBreak() && !output.isDone()) {
      Thread.sleep(5);
    }
    restart();

    List<String> requests = output.join().lines().toList();
    assertThat(requests).startsWith("POST -", "PATCH 0").endsWith("DELETE -", "done");
    assertThat(requests).contains("HEAD -");
    assertThat(requests)
        .filteredOn(request -> request.startsWith("PATCH "))
        .map(request -> Long.parseLong(request.substring("PATCH ".length())))
        .anyMatch(offset -> offset > 0 && offset <= BREAK_AFTER);
    assertThat(stored(imageId)).isEqualTo(content);
    assertThat(fetch(second).statusCode()).isEqualTo(404);
  }

  private Map<String, String> metadata(UUID imageId) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("imageId", imageId.toString());
    metadata.put("subjectId", userId.toString());
    metadata.put("conversationId", conversationId.toString());
    return metadata;
  }

  private byte[] stored(UUID imageId) {
    HttpResponse<byte[]> answer = fetch(imageId);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private HttpResponse<byte[]> fetch(UUID imageId) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI url = service.url().resolve("/v1/images/" + imageId + "/content");
      return http.send(
          HttpRequest.newBuilder(url).header("Authorization", "Bearer " + token).build(),
          HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
