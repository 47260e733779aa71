package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.SignedGrant;

/** Images that a user may read, opened to the keys of a rotation. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ImageRewrapTest {
  private static final int IMAGES = 5;

  private TestService service;
  private Person specialist;

  @TempDir private Path folder;

  @BeforeAll
  void meet() {
    service = TestService.get();
    specialist = Person.specialist(service, TestClinic.open(service), "rewrap");
  }

  @AfterAll
  void part() {
    specialist.close();
  }

  @Test
  void interruptedRewrap_goesOnWhereItWas_andIsDoneOnce() throws IOException {
    try (Person patient = Person.loggedIn(service).connectedWith(specialist);
        LyingService line = new LyingService(service.url());
        SealwardClient client =
            SealwardClient.of(line.url(), DeviceStore.inMemory())
                .vaultAccess(VaultAccess.THROUGH_SERVICE)
                .connect()) {
      List<ImageDescription> images = sent(patient, IMAGES);
      Bytes newest = patient.session().keys().rotate().bundle().fingerprint();

      List<Long> first = new ArrayList<>();
      try (Session session = logIn(client, patient)) {
        assertThatThrownBy(
                () ->
                    session
                        .images()
                        .rewrap(
                            (done, total) -> {
                              assertThat(total).isEqualTo(IMAGES);
                              first.add(done);
                              if (done == 2) {
                                throw new IllegalStateException("switched off");
                              }
                            }))
            .hasMessage("switched off");
      }
      assertThat(first).containsExactly(1L, 2L);
      assertThat(images.stream().filter(image -> isGrantedTo(patient, image, newest))).hasSize(2);

      line.requests().clear();
      List<Long> second = new ArrayList<>();
      try (Session session = logIn(client, patient)) {
        Rewrapped rest =
            session
                .images()
                .rewrap(
                    (done, total) -> {
                      assertThat(total).isEqualTo(IMAGES - 2);
                      second.add(done);
                    });
        assertThat(rest).isEqualTo(new Rewrapped(IMAGES - 2, List.of()));
        assertThat(second).containsExactly(1L, 2L, 3L);
        assertThat(grantsSent(line)).isEqualTo(IMAGES - 2);
        assertThat(images).allMatch(image -> isGrantedTo(patient, image, newest));

        line.requests().clear();
        assertThat(session.images().rewrap(Rewrapped.Listener.NONE))
            .isEqualTo(new Rewrapped(0, List.of()));
        assertThat(grantsSent(line)).isZero();
      }
      Path target = folder.resolve("received");
      patient.onNewDevice().images().download(images.getLast(), target, Progress.Listener.NONE);
      assertThat(target).hasContent("image " + (IMAGES - 1));
    }
  }

  @Test
  void imageGrantedToLostKeys_isLeft_untilSomebodyGrantsItAgain() throws IOException {
    try (Person patient = Person.loggedIn(service).connectedWith(specialist)) {
      ImageDescription image = sent(patient, 1).getFirst();
      Session anew = KeyResetTest.beginAnew(patient);

      assertThat(anew.images().rewrap(Rewrapped.Listener.NONE))
          .isEqualTo(new Rewrapped(0, List.of(image.context().imageId())));

      specialist.session().keys().trust(patient.id(), anew.keys().own().fingerprint());
      specialist.session().images().grant(image, patient.id());
      Path target = folder.resolve("again");
      anew.images().download(image, target, Progress.Listener.NONE);
      assertThat(target).hasContent("image 0");
      assertThat(anew.images().rewrap(Rewrapped.Listener.NONE))
          .isEqualTo(new Rewrapped(0, List.of()));
    }
  }

  /** Pictures that the specialist shows the patient. */
  private List<ImageDescription> sent(Person patient, int count) throws IOException {
    Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
    List<ImageDescription> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path file = Files.writeString(folder.resolve("picture.png"), "image " + i);
      Received.Message message =
          talk.sendImage(OutgoingImage.of(file, patient.id()), Progress.Listener.NONE);
      images.add(((Content.Image) message.content()).description());
    }
    return images;
  }

  private static boolean isGrantedTo(Person person, ImageDescription image, Bytes fingerprint) {
    return person.session().images().grants(image.context().imageId()).stream()
        .map(SignedGrant::grant)
        .anyMatch(grant -> grant.recipientFingerprint().equals(fingerprint));
  }

  private static long grantsSent(LyingService line) {
    return line.requests().stream()
        .filter(request -> request.matches("POST /v1/images/.*/grants"))
        .count();
  }

  private static Session logIn(SealwardClient client, Person person) {
    return person.logIn(client);
  }
}
