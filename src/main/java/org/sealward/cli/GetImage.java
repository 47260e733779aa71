package org.sealward.cli;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.sealward.client.ImageContent;
import org.sealward.client.Session;
import org.sealward.envelope.SignedGrant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "get-image", description = "Fetches an image, verifies it, and decrypts it.")
final class GetImage extends AppCommand {
  @Parameters(index = "0", paramLabel = "IMAGE", description = "Its id, as 'read' shows it.")
  UUID image = new UUID(0, 0);

  @Parameters(index = "1", paramLabel = "FILE", description = "Where it is written.")
  Path file = Path.of("");

  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          long length = fetch(session);
          out.item(
              Fields.of("imageId", image).and("file", file).and("size", length).map(),
              file + ", " + length + " bytes");
        });
  }

  private long fetch(Session session) throws Exception {
    Path folder = file.toAbsolutePath().getParent();
    Path partial = Files.createTempFile(folder, ".sealward-", ".part");
    try (ImageContent content = session.images().open(granted(session));
        var progress = new ProgressLine(json)) {
      try (OutputStream target = Files.newOutputStream(partial)) {
        content.copyTo(target, progress);
      }
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
      return content.length();
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private SignedGrant granted(Session session) {
    return session.images().grants(image).stream()
        .filter(signed -> signed.grant().recipientId().equals(session.userId()))
        .findFirst()
        .orElseThrow(() -> new UsageException("Nobody let you read image " + image + "."));
  }
}
