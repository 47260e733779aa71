package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.api.AssistKeyList;
import org.sealward.api.AssistedDecryption;
import org.sealward.api.AssistedDecryptionPolicy;
import org.sealward.client.error.ProblemException;
import org.sealward.decryption.AssistNode;
import org.sealward.envelope.AssistKey;
import org.sealward.envelope.AssistRequest;
import org.sealward.envelope.AssistSecret;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.ImageGrant;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.LentSeeds;
import org.sealward.envelope.Opener;
import org.sealward.envelope.OwnServiceKey;
import org.sealward.envelope.SecretBytes;

/** An app that has the service open its images, over a line on which somebody may lie. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AssistedImagesTest {
  private static final int SIZE = 100_000;

  private final OwnServiceKey pinned =
      new OwnServiceKey(SecretBytes.copyOf(AssistNode.SIGNING_SEED.toArray()));
  private final byte[] picture = new byte[SIZE];
  private AssistNode node;
  private LyingService line;
  private SealwardClient client;
  private Person patient;
  private Session session;
  private ImageDescription image;

  @BeforeAll
  void sendAnImage(@TempDir Path folder) throws IOException {
    node = new AssistNode(2, Map.of());
    TestService service = TestService.get();
    TestClinic clinic = TestClinic.open(service);
    clinic
        .admin()
        .put(
            "/v1/institutions/" + clinic.institution() + "/assisted-decryption",
            new AssistedDecryptionPolicy(true));
    line = new LyingService(node.url());
    client = SealwardClient.of(line.url(), DeviceStore.inMemory()).connect();
    try (Person specialist = Person.specialist(service, clinic, "dermatology")) {
      patient = Person.loggedIn(service).connectedWith(specialist);
      session = patient.logIn(client);
      new Random(SIZE).nextBytes(picture);
      Path file = Files.write(folder.resolve("picture.png"), picture);
      Received.Message sent =
          session
              .conversations()
              .start(Set.of(specialist.id()))
              .sendImage(OutgoingImage.of(file, patient.id()), Progress.Listener.NONE);
      image = ((Content.Image) sent.content()).description();
    }
  }

  @AfterEach
  void tellTheTruth() {
    line.tellsTheTruth();
  }

  @AfterAll
  void part() {
    if (node != null) {
      session.close();
      client.close();
      patient.close();
      line.close();
      node.close();
    }
  }

  @Test
  void service_opensAnImage_andARange() {
    AssistedImages assisted = session.images().assisted(pinned.publicKey());

    assertThat(Arrays.equals(assisted.read(image), picture)).isTrue();
    assertThat(assisted.read(image, 50_000, 11))
        .isEqualTo(Arrays.copyOfRange(picture, 50_000, 50_011));
  }

  @Test
  void keyThatThePinnedOneDidNotSign_getsNothing() {
    AssistedImages assisted = session.images().assisted(pinned.publicKey());
    try (var liar = new OwnServiceKey(seed(0x66))) {
      line.aboutOne("/v1/assist-keys", AssistKeyList.class, _ -> keys(liar, seed(0x77)));
      int before = line.requests().size();

      assertThatThrownBy(() -> assisted.read(image))
          .isInstanceOfSatisfying(
              InvalidEnvelopeException.class,
              e -> assertThat(e.failure()).isEqualTo(Failure.UNKNOWN_KEY));
      assertThat(line.requests().subList(before, line.requests().size()))
          .noneMatch(request -> request.startsWith("POST"));
    }
    line.tellsTheTruth();
    assertThat(assisted.read(image, 0, 1)).isEqualTo(Arrays.copyOf(picture, 1));
  }

  /** Whoever has the assist key's private half opens what is handed over. */
  @Test
  void whatIsHandedOver_isTheKeyOfThatImage() throws IOException {
    SecretBytes assistSeed = seed(0x77);
    AssistKeyList keys = keys(pinned, assistSeed);
    line.aboutOne("/v1/assist-keys", AssistKeyList.class, _ -> keys);

    assertThatThrownBy(() -> session.images().assisted(pinned.publicKey()).read(image))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.is("assist-key-unknown")).isTrue());

    AssistedDecryption sent =
        Objects.requireNonNull(node.json().readValue(line.lastBody(), AssistedDecryption.class));
    assertThat(sent.secret()).isEqualTo(AssistSecret.IMAGE_KEY);
    ImageGrant grant = session.images().granted(image.context(), image.sealed()).grant();
    var request =
        new AssistRequest(
            1, image.imageId(), patient.id(), sent.grantHash(), sent.secret(), sent.nonce());
    assertThat(sent.seals()).hasSize(1);
    try (ImageKey handedOver =
            Opener.assistedImageKey(
                request,
                keys.keys().getFirst().key().keyId(),
                assistSeed,
                sent.seals().getFirst().sealed(),
                grant);
        ImageKey own =
            session.images().key(session.images().granted(image.context(), image.sealed()))) {
      assertThat(LentSeeds.of(handedOver)).isEqualTo(LentSeeds.of(own));
      assertThat(LentSeeds.of(session.ownKeys())).doesNotContain(LentSeeds.of(handedOver));
    }
  }

  private static AssistKeyList keys(OwnServiceKey signer, SecretBytes assistSeed) {
    var key =
        new AssistKey(
            1,
            UUID.randomUUID(),
            AssistKey.publicKey(assistSeed),
            Instant.now().plusSeconds(300).truncatedTo(ChronoUnit.MILLIS));
    return new AssistKeyList(signer.publicKey(), List.of(signer.sign(key)));
  }

  private static SecretBytes seed(int every) {
    return SecretBytes.copyOf(Bytes.fromHex("%02x".formatted(every).repeat(32)).toArray());
  }
}
