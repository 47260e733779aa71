package org.sealward.decryption;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.TestClinic;
import org.sealward.TestServer;
import org.sealward.TestUser;
import org.sealward.api.AssistKeyList;
import org.sealward.api.AssistedDecryption;
import org.sealward.api.AssistedDecryptionPolicy;
import org.sealward.conversation.TestConversation;
import org.sealward.envelope.AssistKey;
import org.sealward.envelope.AssistRequest;
import org.sealward.envelope.AssistSecret;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageGrant;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.ImageSealer;
import org.sealward.envelope.SealedContent;
import org.sealward.envelope.SignedGrant;

/** A patient with an image, a specialist with a grant to it, and the specialist's clinic. */
public final class AssistPeople {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public final TestClinic clinic;
  public final TestUser patient;
  public final TestUser specialist;
  public final byte[] picture;
  public final ImageKey key = ImageKey.generate();
  public final ImageContext context;
  public final SealedContent content;
  public final ImageGrant grant;

  /** At a server, with a picture of so many bytes. */
  public AssistPeople(TestServer server, int length) {
    clinic = TestClinic.open(server);
    specialist = clinic.specialist("dermatology");
    patient = clinic.patientOf(specialist);
    UUID conversation = TestConversation.begin(patient, specialist).id();
    context = new ImageContext(UUID.randomUUID(), patient.id(), patient.id(), conversation);
    picture = new byte[length];
    new Random(length).nextBytes(picture);
    var sealed = new ByteArrayOutputStream();
    try {
      content = ImageSealer.seal(context, key, new ByteArrayInputStream(picture), sealed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    upload(sealed.toByteArray());
    grant = granted(specialist);
  }

  private void upload(byte[] ciphertext) {
    String metadata =
        "imageId %s,subjectId %s,conversationId %s"
            .formatted(
                base64(context.imageId()),
                base64(context.subjectId()),
                base64(context.conversationId()));
    expect(
        201,
        patient.send(
            patient
                .request("/v1/uploads")
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", String.valueOf(ciphertext.length))
                .header("Upload-Metadata", metadata)
                .POST(BodyPublishers.noBody())));
    expect(
        204,
        patient.send(
            patient
                .request("/v1/uploads/" + context.imageId())
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", "0")
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(ciphertext))));
  }

  public ImageGrant granted(TestUser recipient) {
    SignedGrant signed =
        SignedGrant.issue(
            context,
            content,
            key,
            patient.keys(),
            recipient.keys().bundle(),
            Instant.now().truncatedTo(ChronoUnit.MILLIS));
    expect(204, patient.post("/v1/images/" + context.imageId() + "/grants", signed));
    return signed.grant();
  }

  /** The clinic turns it on, or off. */
  public void policy(boolean enabled) {
    String path = "/v1/institutions/" + clinic.institution() + "/assisted-decryption";
    expect(200, clinic.admin().put(path, new AssistedDecryptionPolicy(enabled)));
  }

  /** The keys of the service, once there are some. */
  public AssistKeyList keys() throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      AssistKeyList list = specialist.get("/v1/assist-keys").as(AssistKeyList.class);
      if (!list.keys().isEmpty()) {
        return list;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no assist key was published");
  }

  /** A request for all of the picture by the specialist's seed. */
  public AssistedDecryption bySeed() throws InterruptedException {
    AssistRequest request = AssistRequest.of(grant, AssistSecret.IMAGE_KEM_SEED);
    List<AssistedDecryption.Seal> seals =
        keys().keys().stream()
            .map(
                signed ->
                    new AssistedDecryption.Seal(
                        signed.key().keyId(), request.seal(signed.key(), specialist.keys())))
            .toList();
    return body(request, seals, null, null);
  }

  /** A request for a range of the picture by its key. */
  public AssistedDecryption byKey(@Nullable Long offset, @Nullable Long length)
      throws InterruptedException {
    return byKey(grant, offset, length);
  }

  /** The same by whom another grant names. */
  AssistedDecryption byKey(ImageGrant grant, @Nullable Long offset, @Nullable Long length)
      throws InterruptedException {
    AssistRequest request = AssistRequest.of(grant, AssistSecret.IMAGE_KEY);
    List<AssistedDecryption.Seal> seals =
        keys().keys().stream()
            .map(
                signed ->
                    new AssistedDecryption.Seal(
                        signed.key().keyId(), request.seal(signed.key(), key)))
            .toList();
    return body(request, seals, offset, length);
  }

  public AssistedDecryption byKey(AssistKey to) {
    AssistRequest request = AssistRequest.of(grant, AssistSecret.IMAGE_KEY);
    var seal = new AssistedDecryption.Seal(to.keyId(), request.seal(to, key));
    return body(request, List.of(seal), null, null);
  }

  private static AssistedDecryption body(
      AssistRequest request,
      List<AssistedDecryption.Seal> seals,
      @Nullable Long offset,
      @Nullable Long length) {
    return new AssistedDecryption(
        1, request.grantHash(), request.secret(), request.nonce(), seals, offset, length);
  }

  public String path() {
    return "/v1/images/" + context.imageId() + "/decryption";
  }

  /** What the service answers. */
  public HttpResponse<byte[]> ask(TestServer server, TestUser caller, AssistedDecryption body)
      throws IOException, InterruptedException {
    return HTTP.send(
        caller
            .request(path())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(server.json().writeValueAsBytes(body)))
            .build(),
        BodyHandlers.ofByteArray());
  }

  /** Its status, and the last part of the problem's type. */
  public static String problem(HttpResponse<byte[]> answer) {
    if (answer.statusCode() < 400) {
      return answer.statusCode() + " and no problem";
    }
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    return answer.statusCode()
        + " "
        + text.replaceFirst("(?s).*urn:sealward:problem:([a-z-]+).*", "$1");
  }

  private static void expect(int status, TestUser.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
  }

  private static String base64(UUID id) {
    return Base64.getEncoder().encodeToString(id.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** A nonce that nobody has used. */
  public static Bytes nonce() {
    byte[] nonce = new byte[32];
    new Random().nextBytes(nonce);
    return Bytes.of(nonce);
  }
}
