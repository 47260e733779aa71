package org.sealward.probe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sealward.api.Connection;
import org.sealward.api.Deployment;
import org.sealward.client.Content;
import org.sealward.client.Conversation;
import org.sealward.client.ImageContent;
import org.sealward.client.ImageDescription;
import org.sealward.client.LiveEvent;
import org.sealward.client.OutgoingImage;
import org.sealward.client.Progress;
import org.sealward.client.Received;
import org.sealward.client.SealwardClient;
import org.sealward.client.Session;
import org.sealward.client.error.ProblemException;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.Retries;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Observation.Step;

/**
 * What a patient and a specialist do, step by step, over connections of its own. A step may be left
 * behind while it hangs: then the whole journey is closed, and with it what that step opens later.
 */
final class Journey implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /**
   * A conversation is one more for the devices to remember, so not every journey begins one. Six
   * hours, with one every five minutes: what is swept daily is none that is in use.
   */
  private static final int JOURNEYS = 72;

  private static final int PICTURE = 64 << 10;
  private static final int PART_FROM = 20_000;
  private static final int PART = 4_000;

  /** The two who travel, and where they keep the picture that they send. */
  record Travellers(URI service, Canary patient, Canary specialist, Path picture) {}

  /**
   * What a journey leaves to the next one; what is null is looked up or begun anew.
   *
   * @param journeys that the conversation has served
   */
  record Bond(@Nullable UUID connection, @Nullable UUID conversation, int journeys) {
    static final Bond NONE = new Bond(null, null, 0);

    /** After a failure: what that step makes may be in any state. */
    Bond without(Step failed) {
      return switch (failed) {
        case CONNECTION -> new Bond(null, conversation, journeys);
        case MESSAGE_SENT, MESSAGE_RECEIVED -> new Bond(connection, null, 0);
        default -> this;
      };
    }
  }

  private final Travellers travellers;
  private final SecureRandom random = new SecureRandom();
  private final byte[] picture = new byte[PICTURE];
  private final Inbox patientInbox = new Inbox();
  private final Inbox specialistInbox = new Inbox();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final ServiceApi site;
  private volatile @Nullable UUID connection;
  private volatile @Nullable UUID conversation;
  private final int journeys;
  private boolean closed;
  private @Nullable Session patient;
  private @Nullable Session specialist;
  private Received.@Nullable Message sent;
  private @Nullable ImageDescription image;

  Journey(Travellers travellers, Bond bond) {
    this.travellers = travellers;
    this.connection = bond.connection;
    this.conversation = bond.journeys < JOURNEYS ? bond.conversation : null;
    this.journeys = conversation == null ? 1 : bond.journeys + 1;
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    opened.push(http::shutdownNow);
    this.site = ServiceApi.anonymous(travellers.service, http, Retries.standard());
  }

  Bond bond() {
    return new Bond(connection, conversation, journeys);
  }

  /** Draws another picture: before the steps, since what fails here is not the service's. */
  void prepare() throws IOException {
    random.nextBytes(picture);
    Files.write(travellers.picture, picture);
  }

  /** The service answers somebody who is not logged in. */
  Deployment reachSite() {
    return site.send(Call.get("/v1/deployment").anonymous(), Deployment.class);
  }

  /** The patient first: when logins fail, the specialist's code is not spent on it. */
  Session signIn() {
    patient = signedIn(travellers.patient);
    specialist = signedIn(travellers.specialist);
    return specialist;
  }

  private Session signedIn(Canary canary) {
    SealwardClient client = kept(canary.connect());
    return kept(canary.logIn(client));
  }

  /**
   * What connected them ends. The patient asks, the specialist is told and accepts, the patient is
   * told.
   */
  Connection connect() throws InterruptedException {
    Session asking = present(patient);
    Session asked = present(specialist);
    asking.listen(patientInbox);
    asked.listen(specialistInbox);
    UUID earlier = connection;
    if (earlier != null) {
      asking.connections().end(earlier);
    }
    UUID request = request(asking, asked);
    asked.connections().accept(request);
    connection = request;
    return patientInbox.await(changed(request, "accepted"));
  }

  private UUID request(Session asking, Session asked) throws InterruptedException {
    Connection made;
    try {
      made = asking.connections().ask(asked.userId());
    } catch (ProblemException e) {
      if (!e.is("connection-exists")) {
        throw e;
      }
      Connection left = leftOver(asking, asked.userId());
      if (left.state().equals("requested")) {
        return left.id();
      }
      asking.connections().end(left.id());
      made = asking.connections().ask(asked.userId());
    }
    return specialistInbox.await(changed(made.id(), "requested")).id();
  }

  /** Of a journey that broke off, or of an earlier run. */
  private static Connection leftOver(Session asking, UUID specialistId) {
    return asking.connections().list().stream()
        .filter(known -> known.specialistId().equals(specialistId))
        .filter(known -> Set.of("requested", "accepted").contains(known.state()))
        .findFirst()
        .orElseThrow(() -> new WrongContentException("a connection exists, and is not listed"));
  }

  private static Function<LiveEvent, Optional<Connection>> changed(UUID id, String state) {
    return event ->
        event instanceof LiveEvent.ConnectionChanged changed
                && changed.connection().id().equals(id)
                && changed.connection().state().equals(state)
            ? Optional.of(changed.connection())
            : Optional.empty();
  }

  Received.Message send() {
    patientInbox.clear();
    specialistInbox.clear();
    sent = talk().send("probe " + UUID.randomUUID());
    return sent;
  }

  private Conversation talk() {
    Session writing = present(patient);
    UUID present = conversation;
    if (present != null) {
      return writing.conversations().get(present);
    }
    Conversation begun = writing.conversations().start(Set.of(present(specialist).userId()));
    conversation = begun.id();
    return begun;
  }

  /** The specialist's app opens it, and it says what was sent. */
  Received.Message receive() throws InterruptedException {
    Received.Message wanted = present(sent);
    return same(wanted, specialistInbox.await(arrived(wanted)));
  }

  ImageDescription sendImage() throws IOException, InterruptedException {
    UUID patientId = present(patient).userId();
    var outgoing =
        new OutgoingImage(
            travellers.picture, patientId, "probe", "application/octet-stream", null, null);
    Received.Message told = talk().sendImage(outgoing, Progress.Listener.NONE);
    sent = told;
    if (told.content() instanceof Content.Image(ImageDescription description)) {
      image = description;
      return description;
    }
    throw new WrongContentException("an image was sent as something else");
  }

  /** The specialist fetches a part of it, which is that of the picture. */
  byte[] readImage() throws IOException, InterruptedException {
    receive();
    try (ImageContent content = present(specialist).images().open(present(image))) {
      return samePart(content.read(PART_FROM, PART));
    }
  }

  /**
   * The service decrypts the same part for the specialist.
   *
   * @param serviceKey 32 bytes
   */
  byte[] assist(Bytes serviceKey) {
    return samePart(
        present(specialist).images().assisted(serviceKey).read(present(image), PART_FROM, PART));
  }

  private static Function<LiveEvent, Optional<Received>> arrived(Received.Message wanted) {
    return event -> {
      if (event instanceof LiveEvent.Refused refused
          && refused.stream().equals(wanted.conversationId())) {
        throw refused.cause();
      }
      return event instanceof LiveEvent.MessageReceived(Received received)
              && received.conversationId().equals(wanted.conversationId())
              && received.seq() == wanted.seq()
          ? Optional.of(received)
          : Optional.empty();
    };
  }

  static Received.Message same(Received.Message wanted, Received received) {
    return switch (received) {
      case Received.Message came
          when came.id().equals(wanted.id()) && came.content().equals(wanted.content()) ->
          came;
      case Received.Unreadable unreadable -> throw unreadable.cause();
      case Received.Message _, Received.Erased _ ->
          throw new WrongContentException("another message came than was sent");
    };
  }

  private byte[] samePart(byte[] read) {
    if (!Arrays.equals(read, Arrays.copyOfRange(picture, PART_FROM, PART_FROM + PART))) {
      throw new WrongContentException("another picture came than was sent");
    }
    return read;
  }

  private static <T> T present(@Nullable T made) {
    return Objects.requireNonNull(made, "an earlier step");
  }

  private synchronized <T extends AutoCloseable> T kept(T resource) {
    opened.push(resource);
    if (closed) {
      close();
      throw new CancellationException("the journey is over");
    }
    return resource;
  }

  /** May wait for what hangs. */
  @Override
  public synchronized void close() {
    closed = true;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        // What is broken cannot be closed.
      }
    }
  }
}
