package org.sealward.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.ImageSealer;
import org.sealward.envelope.Opener;
import org.sealward.envelope.SealedContent;
import org.sealward.envelope.SignedGrant;

/** An image that is uploaded by tus, and opened by who was given its key. */
final class SealedPicture {
  private final ImageKey key = ImageKey.generate();
  private final Person owner;
  private final ImageContext context;
  private final SealedContent sealed;
  private final byte[] plaintext;
  private final byte[] ciphertext;

  SealedPicture(Person owner, Room room, int length) throws IOException {
    this.owner = owner;
    context = new ImageContext(UUID.randomUUID(), owner.id(), owner.id(), room.id());
    plaintext = new byte[length];
    new Random(length).nextBytes(plaintext);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sealed = ImageSealer.seal(context, key, new ByteArrayInputStream(plaintext), out);
    ciphertext = out.toByteArray();
  }

  int length() {
    return ciphertext.length;
  }

  byte[] ciphertext(int from, int to) {
    return Arrays.copyOfRange(ciphertext, from, to);
  }

  Probe create() {
    String metadata =
        "imageId %s,subjectId %s,conversationId %s"
            .formatted(
                base64(context.imageId()),
                base64(context.subjectId()),
                base64(context.conversationId()));
    return Probe.of(
        tus("/v1/uploads")
            .header("Upload-Length", Integer.toString(length()))
            .header("Upload-Metadata", metadata)
            .POST(BodyPublishers.noBody()));
  }

  Probe append(int offset, BodyPublisher body) {
    return Probe.of(
        tus("/v1/uploads/" + context.imageId())
            .header("Upload-Offset", Integer.toString(offset))
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", body));
  }

  Probe append(int from, int to) {
    return append(from, BodyPublishers.ofByteArray(ciphertext, from, to - from));
  }

  int offset() {
    Probe head =
        Probe.of(tus("/v1/uploads/" + context.imageId()).method("HEAD", BodyPublishers.noBody()));
    assertThat(head.status()).isEqualTo(200);
    return Integer.parseInt(head.header("Upload-Offset"));
  }

  private HttpRequest.Builder tus(String path) {
    return owner.user().request(path).header("Tus-Resumable", "1.0.0");
  }

  /** The status of asking for its content. */
  int contentStatus(Person reader) {
    return Probe.of(reader.user().request(path("/content"))).status();
  }

  private String path(String rest) {
    return "/v1/images/" + context.imageId() + rest;
  }

  /** Gives the recipient the key; whether what they then open is the picture. */
  boolean opensAt(Person recipient) throws IOException {
    SignedGrant grant =
        SignedGrant.issue(
            context,
            sealed,
            key,
            owner.user().keys(),
            recipient.user().keys().bundle(),
            Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS));
    assertThat(owner.user().post(path("/grants"), grant).status()).isEqualTo(204);
    ByteArrayOutputStream opened = new ByteArrayOutputStream();
    try (ImageKey received =
            Opener.imageKey(grant, owner.user().keys().bundle(), recipient.user().keys());
        HttpClient http = HttpClient.newHttpClient()) {
      byte[] content =
          http.send(recipient.user().request(path("/content")).build(), BodyHandlers.ofByteArray())
              .body();
      Opener.image(context, sealed, received, new ByteArrayInputStream(content), opened);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Arrays.equals(opened.toByteArray(), plaintext);
  }

  private static String base64(UUID id) {
    return Base64.getEncoder().encodeToString(id.toString().getBytes(US_ASCII));
  }
}
