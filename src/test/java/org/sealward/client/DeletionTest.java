package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.client.error.LoginException;
import org.sealward.client.error.ProblemException;
import org.sealward.envelope.Bytes;
import org.sealward.transparency.Receipt;

/** Deleting messages, images and the account, from a person's device. */
final class DeletionTest {
  private final TestService service = TestService.get();

  @Test
  void messageAndImage_deletedByWhoSentThem_areTombstonesForOthers(@TempDir Path folder)
      throws IOException {
    TestClinic clinic = TestClinic.open(service);
    try (Person doctor = Person.specialist(service, clinic, "oncology");
        Person patient = Person.loggedIn(service).connectedWith(doctor)) {
      Conversation talk = patient.session().conversations().start(Set.of(doctor.id()));
      Received.Message said = talk.send("never mind");
      Path file = Files.write(folder.resolve("picture"), new byte[1000]);
      Received.Message shown =
          talk.sendImage(OutgoingImage.of(file, patient.id()), Progress.Listener.NONE);
      ImageDescription image = ((Content.Image) shown.content()).description();
      Conversation theirs = doctor.session().conversations().get(talk.id());
      Images images = doctor.session().images();
      images.open(image).close();

      assertThatThrownBy(() -> theirs.erase(said)).satisfies(DeletionTest::isForbidden);
      assertThatThrownBy(() -> images.erase(image.imageId())).satisfies(DeletionTest::isForbidden);
      assertThat(theirs.read(0, 10)).hasOnlyElementsOfType(Received.Message.class).hasSize(2);
      talk.erase(said);
      talk.erase(said);
      patient.session().images().erase(image.imageId());
      patient.session().images().erase(image.imageId());

      List<Received> left = theirs.read(0, 10);
      assertThat(left.getFirst())
          .isEqualTo(new Received.Erased(talk.id(), said.seq(), said.storedAt()));
      assertThat(left.getLast()).isInstanceOf(Received.Message.class);
      assertThatThrownBy(() -> images.open(image)).isInstanceOf(ProblemException.class);

      Heard heard = new Heard();
      try (Live _ = doctor.session().listen(heard)) {
        heard.await(
            h ->
                h.events.stream().anyMatch(LiveEvent.ImageErased.class::isInstance)
                    && h.events.stream()
                        .anyMatch(
                            event ->
                                event instanceof LiveEvent.MessagesErased(_, _, var erased)
                                    && erased.covers(said.seq(), patient.id())));
      }
    }
  }

  @Test
  void account_deleted_isGoneEverywhere_andOthersKeepTheirs() throws Exception {
    TestClinic clinic = TestClinic.open(service);
    try (Person doctor = Person.specialist(service, clinic, "oncology");
        Person patient = Person.loggedIn(service).connectedWith(doctor)) {
      Conversation talk = patient.session().conversations().start(Set.of(doctor.id()));
      UUID patientId = patient.id();
      Received.Message theirs = talk.send("a secret");
      Conversation kept = doctor.session().conversations().get(talk.id());
      Received.Message own = kept.send("an answer");

      UUID receipt = patient.session().deleteAccount().orElseThrow();

      assertThat(receipt(patient.client(), receipt).record().object()).isEqualTo(patientId);
      assertThat(kept.read(0, 10))
          .satisfiesExactly(
              first ->
                  assertThat(first)
                      .isEqualTo(new Received.Erased(talk.id(), theirs.seq(), theirs.storedAt())),
              second -> assertThat(second).isInstanceOf(Received.Message.class));
      assertThat(own.content()).isEqualTo(new Content.Text("an answer"));
      assertThatThrownBy(() -> patient.logIn(patient.client())).isInstanceOf(LoginException.class);
      assertThat(doctor.session().connections().list()).isEmpty();
    }
  }

  private static Receipt receipt(SealwardClient client, UUID id) throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      Optional<Bytes> receipt = client.receipt(id);
      if (receipt.isPresent()) {
        return Receipt.parse(receipt.get());
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no receipt");
  }

  private static void isForbidden(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.is("forbidden")).isTrue());
  }
}
