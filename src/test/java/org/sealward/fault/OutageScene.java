package org.sealward.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import org.sealward.TestClinic;
import org.sealward.envelope.SealedMessage;

/** Two people at a service whose surroundings can be taken away. */
final class OutageScene implements AutoCloseable {
  private final Site site;
  private final AwsLine aws;
  private final ObjectDisk disk;
  private final Person writer;
  private final Person listener;
  private final Room room;

  /**
   * @param data a new folder
   */
  OutageScene(Path data) {
    site = new Site(data);
    aws = new AwsLine(site.aws().endpoint());
    site.settings().put("AWS_ENDPOINT_URL", aws.url().toString());
    String keySet = aws.url().resolve(site.aws().jwksUri().getPath()).toString();
    site.settings().put("SEALWARD_COGNITO_JWKS_URI", keySet);
    site.settings()
        .put(
            "SEALWARD_AVAILABILITY_CONTRACTS",
            Path.of("src", "test", "resources", "contracts").toAbsolutePath().toString());
    site.settings().put("SEALWARD_STATUS_CONTRACT", "page");
    site.settings().put("SEALWARD_STATUS_ADDRESS", "https://api.example.org");
    disk = new ObjectDisk(site, data.resolve("object-disk"));
    site.startService();
    TestClinic clinic = TestClinic.open(site);
    writer = new Person(site, clinic);
    listener = new Person(site, clinic).listening();
    room = Room.of(writer, listener);
    Await.until("the status page", () -> statusPage("/status").status() == 200);
  }

  Site site() {
    return site;
  }

  AwsLine aws() {
    return aws;
  }

  ObjectDisk disk() {
    return disk;
  }

  Person writer() {
    return writer;
  }

  Person listener() {
    return listener;
  }

  Room room() {
    return room;
  }

  SealedMessage message() {
    return room.conversation().message(writer.user(), "{\"type\":\"text\",\"text\":\"here\"}");
  }

  HttpRequest.Builder sending(SealedMessage message) {
    try {
      return writer
          .user()
          .request(room.path() + "/messages")
          .header("Content-Type", "application/json")
          .POST(BodyPublishers.ofByteArray(site.json().writeValueAsBytes(message)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From the one to the other's app. */
  void assertMessagesFlow() {
    SealedMessage message = message();
    Probe sent = Probe.of(sending(message));
    assertThat(sent.status()).as(sent.toString()).isEqualTo(201);
    assertThat(sent.took()).isLessThan(Duration.ofSeconds(5));
    String id = message.header().messageId().toString();
    Await.until("the message at the other", () -> listener.heard().of(room.id()).containsValue(id));
  }

  /** As anybody gets it. */
  Probe statusPage(String form) {
    return Probe.of(HttpRequest.newBuilder(site.url().resolve(form)));
  }

  /** Ready, and no part has a reason not to be. */
  void assertUp() {
    Await.until(
        () -> Probe.readiness(site).answer().body(),
        Duration.ofSeconds(30),
        () -> {
          Probe readiness = Probe.readiness(site);
          return readiness.status() == 200 && !readiness.answer().body().contains("reason");
        });
  }

  /** Ready, though not all of it. */
  void assertDegraded(String reason) {
    Probe readiness = Probe.readiness(site);
    assertThat(readiness.status()).isEqualTo(200);
    assertThat(readiness.answer().body()).contains("DEGRADED", reason);
    assertAlive();
  }

  void assertAlive() {
    Probe liveness = Probe.liveness(site);
    assertThat(liveness.status()).isEqualTo(200);
    assertThat(liveness.took()).isLessThan(Duration.ofSeconds(2));
  }

  @Override
  public void close() {
    writer.close();
    listener.close();
    site.close();
    disk.close();
    aws.close();
  }
}
