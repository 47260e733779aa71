package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.client.error.ProblemException;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.SealedContent;
import org.sealward.envelope.SignedGrant;

/** Images from one person's file to another's, through a real service. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ImagesTest {
  private static final int MIB = 1 << 20;

  private TestService service;
  private Person patient;
  private Person specialist;
  private Person colleague;
  private Conversation talk;

  @TempDir private Path folder;

  @BeforeAll
  void meet() {
    service = TestService.get();
    TestClinic clinic = TestClinic.open(service);
    specialist = Person.specialist(service, clinic, "cardiology");
    colleague = Person.specialist(service, clinic, "radiology");
    patient = Person.loggedIn(service).connectedWith(specialist);
    talk = patient.session().conversations().start(Set.of(specialist.id()));
  }

  @AfterAll
  void part() {
    patient.close();
    specialist.close();
    colleague.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16_384, MIB, 5 * MIB + 17, 9 * MIB})
  void image_arrivesAsItWas(int size) throws IOException {
    byte[] picture = picture(size);
    Received.Message sent = talk.sendImage(outgoing(picture), Progress.Listener.NONE);
    ImageDescription described = received(specialist, sent);
    Path target = folder.resolve("received-" + size);

    specialist.session().images().download(described, target, Progress.Listener.NONE);

    assertThat(Files.readAllBytes(target)).isEqualTo(picture);
    assertThat(described.size()).isEqualTo(size);
    assertThat(described.mediaType()).isEqualTo("image/png");
    assertThat(described.context().subjectId()).isEqualTo(patient.id());
  }

  @Test
  void brokenLine_isMadeUpFor_inBothDirections() throws IOException {
    byte[] picture = picture(12 * MIB);
    try (BreakableLine line = new BreakableLine(service.url());
        SealwardClient client = SealwardClient.of(line.url(), patient.device()).connect();
        Session session = patient.logIn(client)) {
      List<Long> offsets = Collections.synchronizedList(new ArrayList<>());
      line.breakAfter(6 * MIB);
      Received.Message sent =
          session
              .conversations()
              .get(talk.id())
              .sendImage(
                  outgoing(picture),
                  progress -> {
                    if (progress.step() == Progress.Step.UPLOADING) {
                      offsets.add(progress.done());
                    }
                  });
      assertThat(offsets)
          .as("fell back, but not to the beginning")
          .isNotEqualTo(offsets.stream().sorted().toList());
      assertThat(offsets.stream().skip(1).filter(offset -> offset < MIB)).hasSizeLessThan(20);

      line.breakAfter(3 * MIB);
      Path target = folder.resolve("over-a-broken-line");
      session
          .images()
          .download(((Content.Image) sent.content()).description(), target, Progress.Listener.NONE);
      assertThat(Files.readAllBytes(target)).isEqualTo(picture);
    }
  }

  @Test
  void range_isReadAlone() throws IOException {
    byte[] picture = picture(3 * MIB);
    ImageDescription described =
        received(specialist, talk.sendImage(outgoing(picture), Progress.Listener.NONE));

    try (ImageContent content = specialist.session().images().open(described)) {
      assertThat(content.length()).isEqualTo(picture.length);
      assertThat(content.read(2 * MIB - 5, 100))
          .isEqualTo(Arrays.copyOfRange(picture, 2 * MIB - 5, 2 * MIB + 95));
      assertThat(content.read(0, 10)).isEqualTo(Arrays.copyOf(picture, 10));
      assertThat(content.read(picture.length - 3, 10)).hasSize(3);
    }
  }

  @Test
  void progress_isTold_stepByStep() throws IOException {
    byte[] picture = picture(5 * MIB);
    List<Progress> told = Collections.synchronizedList(new ArrayList<>());

    ImageDescription described = received(specialist, talk.sendImage(outgoing(picture), told::add));
    specialist.session().images().download(described, folder.resolve("progress"), told::add);

    for (Progress.Step step : Progress.Step.values()) {
      List<Progress> of = told.stream().filter(p -> p.step() == step).toList();
      assertThat(of).as(step.name()).hasSizeGreaterThanOrEqualTo(5);
      assertThat(of.getLast().done()).isEqualTo(of.getLast().total());
      assertThat(of).isSortedAccordingTo((a, b) -> Long.compare(a.done(), b.done()));
    }
  }

  @Test
  void stranger_findsNoImage_untilItIsGranted_andNotAfterItWasRevoked() throws IOException {
    byte[] picture = picture(MIB);
    Received.Message sent = talk.sendImage(outgoing(picture), Progress.Listener.NONE);
    ImageDescription described = received(specialist, sent);
    Images theirs = colleague.session().images();
    assertThatThrownBy(() -> theirs.open(described)).satisfies(ImagesTest::isNotFound);

    SignedGrant grant = specialist.session().images().grant(described, colleague.id());

    try (ImageContent content = theirs.open(grant)) {
      assertThat(content.read(0, MIB)).isEqualTo(picture);
    }
    theirs.open(described).close();

    assertThat(patient.session().images().revoke(described.imageId(), colleague.id())).isOne();
    assertThatThrownBy(() -> theirs.open(described)).satisfies(ImagesTest::isNotFound);
    assertThatThrownBy(() -> theirs.open(grant)).satisfies(ImagesTest::isNotFound);
    specialist.session().images().open(described).close();
  }

  @Test
  void grantee_passesItOn() throws IOException {
    ImageDescription described =
        received(specialist, talk.sendImage(outgoing(picture(100)), Progress.Listener.NONE));
    specialist.session().images().grant(described, colleague.id());

    assertThat(patient.session().images().grants(described.imageId())).hasSize(3);
    assertThat(colleague.session().images().grants(described.imageId())).hasSize(1);
  }

  @Test
  void description_ofOtherContent_isRefused() throws IOException {
    ImageDescription genuine =
        received(specialist, talk.sendImage(outgoing(picture(100)), Progress.Listener.NONE));
    ImageDescription otherDigest =
        described(
            genuine.context(),
            new SealedContent(Bytes.of(new byte[32]), genuine.sealed().ciphertextLength()));
    ImageContext context = genuine.context();
    ImageDescription otherSubject =
        described(
            new ImageContext(
                context.imageId(), specialist.id(), context.ownerId(), context.conversationId()),
            genuine.sealed());

    for (ImageDescription forged : List.of(otherDigest, otherSubject)) {
      assertThatThrownBy(() -> specialist.session().images().open(forged))
          .isInstanceOfSatisfying(
              InvalidEnvelopeException.class,
              e -> assertThat(e.failure()).isEqualTo(Failure.DIGEST_MISMATCH));
    }
  }

  private static ImageDescription described(ImageContext context, SealedContent sealed) {
    return new ImageDescription("x", "image/png", 100, null, null, context, sealed);
  }

  private ImageDescription received(Person reader, Received.Message sent) {
    return reader.session().conversations().get(talk.id()).read(sent.seq() - 1, 1).stream()
        .map(Received.Message.class::cast)
        .map(message -> ((Content.Image) message.content()).description())
        .findFirst()
        .orElseThrow();
  }

  private OutgoingImage outgoing(byte[] picture) throws IOException {
    Path file = Files.createTempFile(folder, "picture", ".png");
    Files.write(file, picture);
    return OutgoingImage.of(file, patient.id());
  }

  private static byte[] picture(int size) {
    byte[] picture = new byte[size];
    new Random(size).nextBytes(picture);
    return picture;
  }

  private static void isNotFound(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.is("image-not-found")).isTrue());
  }
}
