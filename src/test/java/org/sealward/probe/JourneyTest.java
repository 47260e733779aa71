package org.sealward.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestService;
import org.sealward.api.AssistedDecryptionPolicy;
import org.sealward.client.Content;
import org.sealward.client.Received;
import org.sealward.decryption.AssistNode;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Observation.Step;
import org.sealward.envelope.OwnServiceKey;
import org.sealward.envelope.SecretBytes;
import org.sealward.probe.Journey.Bond;

final class JourneyTest {
  private static final UUID TALK = new UUID(0, 1);

  @TempDir private Path folder;
  private final TestService service = TestService.get();

  private static Received.Message message(UUID id, String text) {
    return new Received.Message(
        TALK,
        7,
        Instant.EPOCH,
        id,
        new UUID(0, 2),
        Instant.EPOCH,
        Bytes.EMPTY,
        null,
        new Content.Text(text),
        new Received.Source(text),
        false,
        Received.Seen.NOTHING);
  }

  @Test
  void message_withAnotherTextOrId_isNotTheOneThatWasSent() {
    UUID id = new UUID(0, 3);
    Received.Message sent = message(id, "probe 1");

    assertThat(Journey.same(sent, message(id, "probe 1"))).isEqualTo(sent);
    assertThatThrownBy(() -> Journey.same(sent, message(id, "probe 2")))
        .isInstanceOf(WrongContentException.class);
    assertThatThrownBy(() -> Journey.same(sent, message(new UUID(0, 4), "probe 1")))
        .isInstanceOf(WrongContentException.class);
    var cause = new IllegalStateException("as it was refused");
    assertThatThrownBy(
            () ->
                Journey.same(
                    sent, new Received.Unreadable(TALK, 7, Instant.EPOCH, TALK, cause)))
        .isSameAs(cause);
  }

  @Test
  void picture_thatIsAnotherThanWasDrawn_isNoticed() throws Exception {
    try (Journey journey =
        new Journey(
            TestCanaries.get().travellers(folder, service.url(), service.url()), Bond.NONE)) {
      journey.prepare();
      journey.signIn();
      journey.connect();
      journey.send();
      journey.receive();
      byte[] other = Files.readAllBytes(folder.resolve("picture"));
      other[20_000] ^= 1;
      Files.write(folder.resolve("picture"), other);
      journey.sendImage();

      assertThatThrownBy(journey::readImage).isInstanceOf(WrongContentException.class);

      journey.prepare();
      journey.sendImage();
      assertThat(journey.readImage()).hasSize(4000);
    }
  }

  @Test
  void step_thatGoesOnWhenAllIsOver_opensNothing() {
    Journey journey =
        new Journey(
            TestCanaries.get().travellers(folder, service.url(), service.url()), Bond.NONE);
    journey.close();

    assertThatThrownBy(journey::signIn).isInstanceOf(CancellationException.class);
  }

  @Test
  void bond_losesWhatTheFailedStepMakes() {
    UUID connection = new UUID(0, 5);
    var bond = new Bond(connection, TALK, 3);

    assertThat(bond.without(Step.CONNECTION)).isEqualTo(new Bond(null, TALK, 3));
    assertThat(bond.without(Step.MESSAGE_SENT)).isEqualTo(new Bond(connection, null, 0));
    assertThat(bond.without(Step.IMAGE_SENT)).isEqualTo(bond);
  }

  /** Starts a node that decrypts. */
  @Test
  @Tag("long")
  void image_isDecryptedByTheService_whereThatIsProbed() throws Exception {
    TestCanaries canaries = TestCanaries.get();
    canaries
        .clinic()
        .admin()
        .put(
            "/v1/institutions/" + canaries.clinic().institution() + "/assisted-decryption",
            new AssistedDecryptionPolicy(true));
    try (var pinned =
            new OwnServiceKey(SecretBytes.copyOf(AssistNode.SIGNING_SEED.toArray()));
        var node = new AssistNode(2, Map.of());
        var prober =
            new Prober(
                canaries.travellers(folder, node.url(), node.url()),
                new TimedSteps(Duration.ofSeconds(30), System::nanoTime),
                new References(List.of(), Duration.ofSeconds(1)),
                Optional.of(pinned.publicKey()),
                Duration.ofMinutes(5))) {
      Prober.Seen seen = prober.probe();

      assertThat(seen.why()).isEmpty();
      assertThat(seen.results().getLast().step()).isEqualTo(Step.ASSISTED_DECRYPTION);
    }
  }
}
