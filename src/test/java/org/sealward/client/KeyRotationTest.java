package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.client.error.ProblemException;
import org.sealward.envelope.BundleKind;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Member;
import org.sealward.envelope.PublicBundle;

/** Keys that follow from the earlier ones: on one device, on several, for others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeyRotationTest {
  private TestService service;
  private Person specialist;

  @BeforeAll
  void meet() {
    service = TestService.get();
    specialist = Person.specialist(service, TestClinic.open(service), "rotation");
  }

  @AfterAll
  void part() {
    specialist.close();
  }

  @Test
  void rotation_isFollowedByOthersInSilence_andNamedByEveryConversation() {
    try (Person patient = newPatient()) {
      Conversation theirs = specialist.session().conversations().start(Set.of(patient.id()));
      Conversation second = patient.session().conversations().start(Set.of(specialist.id()));
      theirs.send("before");
      Conversation mine = patient.session().conversations().get(theirs.id());
      Bytes earlier = patient.session().keys().own().fingerprint();
      Heard heard = new Heard();
      try (Live _ = specialist.session().listen(heard)) {
        Rotation rotation = patient.session().keys().rotate();

        assertThat(rotation.bundle().kind()).isEqualTo(BundleKind.ROTATION);
        assertThat(rotation.bundle().previousFingerprint()).isEqualTo(earlier);
        assertThat(rotation.refreshed()).containsExactlyInAnyOrder(theirs.id(), second.id());
        assertThat(rotation.left()).isEmpty();
        for (Conversation talk : Set.of(theirs, second)) {
          assertThat(specialist.session().conversations().get(talk.id()).members())
              .filteredOn(member -> member.userId().equals(patient.id()))
              .extracting(Member::fingerprint)
              .containsExactly(rotation.bundle().fingerprint());
        }
        theirs.send("after");
        mine.send("read you");
        heard.await(
            h ->
                h.events.stream()
                    .anyMatch(
                        e ->
                            e instanceof LiveEvent.KeysRotated rotated
                                && rotated.userId().equals(patient.id())));
        assertThat(heard.events).noneMatch(LiveEvent.KeysReset.class::isInstance);
      }
      assertThat(FirstConversationTest.texts(theirs))
          .containsExactly("before", "after", "read you");
      assertThat(FirstConversationTest.texts(mine)).containsExactly("before", "after", "read you");
      assertThat(
              FirstConversationTest.texts(patient.onNewDevice().conversations().get(theirs.id())))
          .containsExactly("before", "after", "read you");
    }
  }

  @Test
  void otherDevice_readsTheVaultAnew_afterARotation() {
    try (Person patient = newPatient()) {
      Session other = patient.onNewDevice();
      Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
      Conversation there = other.conversations().get(talk.id());
      there.send("from the other device");

      PublicBundle rotated = patient.session().keys().rotate().bundle();
      talk.send("to the new keys");
      there.send("still here");

      assertThat(other.keys().own()).isEqualTo(rotated);
      assertThat(FirstConversationTest.texts(there))
          .containsExactly("from the other device", "to the new keys", "still here");
      assertThat(FirstConversationTest.texts(talk)).hasSize(3);
    }
  }

  @Test
  void otherDevice_hearsOfARotation() {
    try (Person patient = newPatient()) {
      Session other = patient.onNewDevice();
      Heard heard = new Heard();
      try (Live _ = other.listen(heard)) {
        PublicBundle rotated = patient.session().keys().rotate().bundle();
        heard.await(
            h ->
                h.events.stream()
                    .anyMatch(
                        e ->
                            e instanceof LiveEvent.OwnKeysPublished own
                                && own.bundle().bundle().equals(rotated)));
        assertThat(other.keys().own()).isEqualTo(rotated);
      }
    }
  }

  @Test
  void twoDevicesRotatingAtOnce_loseNothing() throws Exception {
    try (Person patient = newPatient();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
      talk.send("before");
      Session other = patient.onNewDevice();
      var one = CompletableFuture.supplyAsync(() -> patient.session().keys().rotate(), threads);
      var two = CompletableFuture.supplyAsync(() -> other.keys().rotate(), threads);
      Set<Integer> versions =
          Set.of(
              one.get(2, TimeUnit.MINUTES).bundle().version(),
              two.get(2, TimeUnit.MINUTES).bundle().version());
      talk.send("after");

      assertThat(versions).containsExactlyInAnyOrder(2, 3);
      for (Session device : Set.of(patient.session(), other, patient.onNewDevice())) {
        assertThat(FirstConversationTest.texts(device.conversations().get(talk.id())))
            .containsExactly("before", "after");
      }
    }
  }

  @Test
  void vaultChangedByAnotherDevice_isReadBeforeItIsChanged() {
    try (Person patient = newPatient()) {
      Session other = patient.onNewDevice();
      patient.session().keys().rotate();
      String code;
      try (var fresh = other.replaceRecoveryCode()) {
        code = new String(fresh.toChars());
      }

      assertThat(patient.onNewDevice().keys().own().version()).isEqualTo(2);
      assertThat(code).isNotIn(patient.recoveryCodes());
      assertThat(patient.session().keys().rotate().bundle().version()).isEqualTo(3);
    }
  }

  @Test
  void rotationThatBreaksOff_isPublishedByTheNextLogin() {
    try (Person patient = newPatient();
        LyingService line = new LyingService(service.url());
        SealwardClient client =
            SealwardClient.of(line.url(), DeviceStore.inMemory())
                .vaultAccess(VaultAccess.THROUGH_SERVICE)
                .connect()) {
      Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
      try (Session broken = patient.logIn(client)) {
        line.fails("PUT /v1/me/bundles/2");
        assertThatThrownBy(() -> broken.keys().rotate()).isInstanceOf(ProblemException.class);
        assertThat(specialist.session().keys().of(patient.id()).version())
            .as("sealed, not published")
            .isEqualTo(1);
      }
      line.tellsTheTruth();

      Session next = patient.onNewDevice();
      assertThat(next.keys().own().version()).isEqualTo(2);
      assertThat(specialist.session().keys().of(patient.id())).isEqualTo(next.keys().own());
      next.conversations().get(talk.id()).send("and this brings them in");
      assertThat(talk.members())
          .extracting(Member::fingerprint)
          .contains(next.keys().own().fingerprint());
    }
  }

  private Person newPatient() {
    return Person.loggedIn(service).connectedWith(specialist);
  }
}
