package org.sealward.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;

/**
 * A program with little memory: sends a large image, fetches it, and compares. Arguments: the
 * service, the user's e-mail address, a folder, bytes of the image.
 */
final class LargeImage {
  private static final int PIECE = 1 << 20;

  private LargeImage() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[2]);
    Path picture = folder.resolve("picture");
    Path received = folder.resolve("received");
    write(picture, Long.parseLong(arguments[3]));
    try (SealwardClient client =
            SealwardClient.of(URI.create(arguments[0]), DeviceStore.inMemory()).connect();
        Session session = client.logIn(arguments[1], Person.passphrase(), _ -> {})) {
      Received.Message sent =
          session
              .conversations()
              .start(Set.of())
              .sendImage(OutgoingImage.of(picture, session.userId()), Progress.Listener.NONE);
      session
          .images()
          .download(
              ((Content.Image) sent.content()).description(), received, Progress.Listener.NONE);
    }
    System.out.println("mismatch " + Files.mismatch(picture, received));
  }

  private static void write(Path file, long length) throws IOException {
    byte[] piece = new byte[PIECE];
    Random random = new Random(length);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long written = 0; written < length; written += PIECE) {
        random.nextBytes(piece);
        out.write(piece, 0, (int) Math.min(PIECE, length - written));
      }
    }
  }
}
