package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.core.type.GenericArgument;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.api.LogDescription;
import org.sealward.api.Page;
import org.sealward.envelope.AuditLeaf;
import org.sealward.envelope.AuditReceipt;
import org.sealward.envelope.AuditRecord;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.image.Scene.Person;
import org.sealward.image.Scene.Picture;
import org.sealward.transparency.LogFormatException;
import org.sealward.transparency.LogPolicy;
import org.sealward.transparency.LogProof;
import org.sealward.transparency.Receipt;
import org.sealward.transparency.Verdict;
import org.sealward.transparency.VerifierKey;

/** Receipts of deletions, as somebody checks them who has the log's key. */
class ReceiptTest {
  private final Scene scene = new Scene();
  private final TestService service = scene.service();
  private final Person owner = scene.person();

  private HttpResponse<byte[]> ask(String id) {
    return Scene.send(HttpRequest.newBuilder(scene.uri("/v1/receipts/" + id)).GET());
  }

  private Receipt receipt(HttpResponse<byte[]> deleted) throws InterruptedException {
    assertThat(deleted.statusCode()).isEqualTo(204);
    String id = Scene.header(deleted, "Sealward-Receipt");
    for (int i = 0; i < 1500; i++) {
      HttpResponse<byte[]> answer = ask(id);
      if (answer.statusCode() == 200) {
        return Receipt.parse(Bytes.of(answer.body()));
      }
      assertThat(Scene.problem(answer)).isEqualTo("404 not-logged-yet");
      Thread.sleep(20);
    }
    throw new AssertionError("no receipt " + id);
  }

  private LogPolicy policy(String log) {
    VerifierKey key =
        owner
            .user()
            .get("/v1/logs")
            .as(new GenericArgument<Page<LogDescription>>() {})
            .items()
            .stream()
            .filter(description -> description.name().equals(log))
            .map(description -> VerifierKey.parse(description.key()))
            .findFirst()
            .orElseThrow();
    return new LogPolicy(key.name(), key, List.of(), 0, Duration.ZERO);
  }

  private HttpResponse<byte[]> delete(String path) {
    return scene.send(owner, "DELETE", path, BodyPublishers.noBody());
  }

  private Picture picture() {
    return scene.stored(scene.picture(owner, 1000));
  }

  @Test
  void image_deleted_isReceipted_andTheReceiptHolds() throws Exception {
    Picture picture = picture();

    Receipt receipt = receipt(delete("/v1/images/" + picture.id()));

    assertThat(receipt.verify(policy("audit"))).isInstanceOf(Verdict.Accepted.class);
    AuditRecord record = receipt.record();
    assertThat(record.kind()).isEqualTo("image-erased");
    assertThat(record.object()).isEqualTo(picture.id());
    assertThat(record.actor()).isEqualTo(owner.id());
    assertThat(record.subject()).isEqualTo(owner.id());
    assertThat(record.target()).isEqualTo(owner.id());
  }

  @Test
  void account_deleted_isReceipted_toWhoHasTheIdAlone() throws Exception {
    picture();
    LogPolicy policy = policy("audit");

    Receipt receipt = receipt(delete("/v1/me"));

    assertThat(receipt.verify(policy)).isInstanceOf(Verdict.Accepted.class);
    assertThat(receipt.record().kind()).isEqualTo("account-erased");
    assertThat(receipt.record().subject()).isEqualTo(owner.id());
    assertThat(Scene.problem(ask(UUID.randomUUID().toString()))).isEqualTo("404 receipt-not-found");
  }

  /** The receipt says that the objects are gone, so it waits until they are. */
  @Test
  void receipt_waitsForTheObjects() throws Exception {
    HttpResponse<byte[]> deleted = delete("/v1/images/" + picture().id());
    String id = Scene.header(deleted, "Sealward-Receipt");
    receipt(deleted);
    UUID left = UUID.randomUUID();
    execute(
        "insert into doomed_object (object_key, since, receipt_id) values (?, now(), ?)",
        left,
        UUID.fromString(id));
    assertThat(Scene.problem(ask(id))).isEqualTo("404 erasure-unfinished");

    service.bean(DoomedObjects.class).sweep();

    assertThat(ask(id).statusCode()).isEqualTo(200);
  }

  @Test
  void receipt_thatWasChanged_provesNothing() throws Exception {
    Receipt receipt = receipt(delete("/v1/images/" + picture().id()));
    LogPolicy policy = policy("audit");
    AuditRecord record = receipt.record();
    var other =
        new AuditRecord(
            record.salt(),
            record.id(),
            record.time(),
            record.institution(),
            record.actor(),
            record.subject(),
            record.target(),
            UUID.randomUUID(),
            record.number(),
            record.kind());

    // Another object, with the leaf of the old one, and with one made for it.
    assertThatThrownBy(() -> new AuditReceipt(other, receipt.content().leaf()))
        .isInstanceOf(InvalidEnvelopeException.class);
    var forged = new AuditReceipt(other, AuditLeaf.of(other, Bytes.of(new byte[32])));
    LogProof bare = new LogProof(null, receipt.proof().inclusion(), receipt.proof().checkpoint());
    assertThat(Receipt.of(forged, bare).verify(policy)).isInstanceOf(Verdict.NotIncluded.class);
    assertThat(Receipt.of(receipt.content(), bare)).isEqualTo(receipt);
    assertThat(receipt.verify(policy("keys"))).isInstanceOf(Verdict.OtherOrigin.class);
    assertThatThrownBy(() -> Receipt.parse(bare.encode())).isInstanceOf(LogFormatException.class);
    assertThat(Receipt.parse(receipt.encode())).isEqualTo(receipt);
  }

  private void execute(String sql, UUID... arguments) throws SQLException {
    try (Connection connection = service.database().asService();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      statement.executeUpdate();
    }
  }
}
