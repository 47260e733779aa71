package org.sealward.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.sealward.api.Connection;
import org.sealward.api.SpecialistProfile;
import org.sealward.client.Content;
import org.sealward.client.Conversation;
import org.sealward.client.ImageDescription;
import org.sealward.client.LiveEvent;
import org.sealward.client.OutgoingImage;
import org.sealward.client.Progress;
import org.sealward.client.Received;
import org.sealward.client.error.LoginException;
import org.sealward.client.error.ProblemException;
import org.sealward.local.search.Needle;

/** The story that the demo tells. Everything in it goes through the client library. */
final class DemoStory {
  static final String CLINIC = "Harbour Clinic";
  static final String ANNA = "anna@mail.example";

  private static final String QUESTION =
      "Good morning Dr. Weiss, the mark on my left shoulder has changed its colour since May.";
  private static final String ANSWER =
      "Thank you Anna. Please send me a photograph in daylight, with a ruler beside the mark.";
  private static final String SECOND_OPINION =
      "I should like Dr. Okoye to look at it too. Is that all right with you?";
  private static final String ANNAS_PASSPHRASE = "seven otters juggle lemons";

  private final Console console;
  private final Stage stage;
  private final People people;
  private final Path picture;
  private final Path downloads;
  private final List<Needle> secrets = new ArrayList<>();

  /**
   * Sets the scene.
   *
   * @param downloads folder for what the specialists fetch; not the server's
   */
  DemoStory(Console console, Stage stage, People people, Path picture, Path downloads) {
    this.console = console;
    this.stage = stage;
    this.people = people;
    this.picture = picture;
    this.downloads = downloads;
  }

  /** What must be nowhere in what the server wrote. */
  List<Needle> secrets() {
    return secrets;
  }

  /** The image's id at the server, for a look at its ciphertext. */
  ImageDescription tell(Actor operator) throws Exception {
    console.chapter("A clinic and its specialists");
    Actor admin = people.admin("Ms. Brandt", "brandt@clinic.example");
    UUID clinic =
        people.found(
            operator, admin, "the clinic", () -> operator.session().institutions().create(CLINIC));
    Actor weiss =
        people.specialist(admin, clinic, "Dr. Weiss", "weiss@clinic.example", "dermatology");
    Actor okoye = people.specialist(admin, clinic, "Dr. Okoye", "okoye@clinic.example", "oncology");

    console.chapter("Anna, a patient");
    Actor anna = people.signUp("Anna", ANNA, ANNAS_PASSPHRASE);
    try (admin;
        okoye;
        weiss;
        anna) {
      connect(anna, weiss);
      ImageDescription image = talk(anna, weiss);
      share(image, weiss, okoye, anna);
      newDevice(anna);
      for (Actor actor : List.of(admin, weiss, okoye, anna)) {
        secrets.addAll(actor.secrets());
      }
      return image;
    }
  }

  private void connect(Actor anna, Actor weiss) throws Exception {
    anna.listen();
    SpecialistProfile found =
        console.step(
            "she searches a dermatologist and finds Dr. Weiss",
            () -> anna.session().specialists().search("dermatology").getFirst());
    console.step(
        "she asks to be connected; Dr. Weiss is told at once, and accepts",
        () -> {
          anna.session().connections().ask(found.userId());
          Connection asked = weiss.await(LiveEvent.ConnectionChanged.class).connection();
          weiss.session().connections().accept(asked.id());
          while (!anna.await(LiveEvent.ConnectionChanged.class)
              .connection()
              .state()
              .equals("accepted")) {
            // Her own request comes first.
          }
          return asked;
        });
  }

  private ImageDescription talk(Actor anna, Actor weiss) throws Exception {
    console.chapter("Messages");
    Conversation hers =
        console.step(
            "Anna's device makes the conversation's key and wraps it for both",
            () -> anna.session().conversations().start(Set.of(weiss.session().userId())));
    Conversation his = weiss.session().conversations().get(hers.id());
    console.step(
        "Anna writes, and Dr. Weiss reads it: \"" + QUESTION + "\"",
        () -> say(hers, QUESTION, weiss));
    console.step(
        "Dr. Weiss answers, and Anna reads it: \"" + ANSWER + "\"", () -> say(his, ANSWER, anna));

    console.chapter("The picture: " + picture.getFileName() + ", " + megabytes(picture));
    String digest = sha256(picture);
    console.say("on Anna's device        SHA-256 " + digest);
    secrets.add(Needle.text("the picture's name", picture.getFileName().toString()));
    secrets.addAll(Picture.pieces(picture, 200, 48));
    console.step(
        "encrypted under a key of its own, uploaded, that key wrapped for Dr. Weiss",
        () ->
            hers.sendImage(
                OutgoingImage.of(picture, anna.session().userId()), Progress.Listener.NONE));
    ImageDescription image = awaitImage(weiss);
    String received =
        console.step("Dr. Weiss fetches, verifies and decrypts it", () -> download(weiss, image));
    console.say("on Dr. Weiss's device   SHA-256 " + received);
    if (!received.equals(digest)) {
      throw new IllegalStateException("the picture arrived altered");
    }
    return image;
  }

  private Void say(Conversation conversation, String text, Actor listener) throws Exception {
    secrets.add(Needle.text("a message", text));
    conversation.send(text);
    while (!(listener.await(LiveEvent.MessageReceived.class).received()
            instanceof Received.Message message
        && message.content() instanceof Content.Text(String read)
        && read.equals(text))) {
      // What the listener wrote comes back to them too.
    }
    return null;
  }

  private static ImageDescription awaitImage(Actor actor) throws InterruptedException {
    while (true) {
      if (actor.await(LiveEvent.MessageReceived.class).received()
              instanceof Received.Message message
          && message.content() instanceof Content.Image(ImageDescription image)) {
        return image;
      }
    }
  }

  private void share(ImageDescription image, Actor weiss, Actor okoye, Actor anna)
      throws Exception {
    console.chapter("A second opinion");
    Conversation conversation =
        weiss.session().conversations().get(image.context().conversationId());
    console.step(
        "Dr. Weiss asks Anna: \"" + SECOND_OPINION + "\"",
        () -> say(conversation, SECOND_OPINION, anna));
    expectRefusal(okoye, image, "before the grant");
    console.step(
        "Dr. Weiss grants the picture to Dr. Okoye, who opens it",
        () -> {
          weiss.session().images().grant(image, okoye.session().userId());
          return download(okoye, image);
        });
    console.step(
        "Anna takes the grant back: it shows her, so she may",
        () -> anna.session().images().revoke(image.imageId(), okoye.session().userId()));
    expectRefusal(okoye, image, "after it was taken back");
  }

  private void expectRefusal(Actor actor, ImageDescription image, String when) throws IOException {
    try {
      download(actor, image);
      throw new IllegalStateException(actor.name() + " could open the picture " + when);
    } catch (ProblemException e) {
      console.say(actor.name() + " " + when + ": " + e.status() + ", as if it did not exist");
    }
  }

  private void newDevice(Actor anna) throws Exception {
    console.chapter("Anna's new telephone");
    try {
      Actor.logIn(stage, "Anna", anna.email(), "seven otters juggle melons", device("wrong"))
          .close();
      throw new IllegalStateException("a wrong passphrase logged in");
    } catch (LoginException e) {
      console.say("a wrong passphrase: " + e.getMessage());
    }
    try (Actor again =
        console.step(
            "the right one fetches her sealed keys with her own AWS identity, and opens them",
            () -> Actor.logIn(stage, "Anna", anna.email(), ANNAS_PASSPHRASE, device("new")))) {
      long messages =
          again.session().conversations().list().stream()
              .flatMap(c -> again.session().conversations().get(c.id()).history())
              .filter(Received.Message.class::isInstance)
              .count();
      console.say("she reads all " + messages + " messages there");
      if (messages != 4) {
        throw new IllegalStateException("messages are missing on the new device");
      }
    }
  }

  private Path device(String name) {
    return stage.devices().resolve("annas-" + name);
  }

  private String download(Actor actor, ImageDescription image) throws IOException {
    Path target =
        Files.createDirectories(downloads)
            .resolve(actor.name().replaceAll("[^A-Za-z]", "") + "-" + image.imageId() + ".jpg");
    actor.session().images().download(image, target, Progress.Listener.NONE);
    return sha256(target);
  }

  static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static String megabytes(Path file) throws IOException {
    return String.format(java.util.Locale.ROOT, "%.1f MB", Files.size(file) / 1e6);
  }
}
