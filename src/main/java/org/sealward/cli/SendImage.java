package org.sealward.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.client.OutgoingImage;
import org.sealward.client.Received;
import org.sealward.client.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "send-image",
    description = "Encrypts an image under a key of its own, uploads it, and tells the members.")
final class SendImage extends AppCommand {
  @Parameters(index = "0", paramLabel = "TO", description = Recipient.DESCRIPTION)
  UUID to = new UUID(0, 0);

  @Parameters(index = "1", paramLabel = "FILE", description = "The image.")
  Path file = Path.of("");

  @Option(
      names = "--subject",
      paramLabel = "USER",
      description = "Whom it shows, who may take it back later (default: the sender).")
  @Nullable UUID subject;

  @Override
  public Integer call() throws Exception {
    if (!Files.isRegularFile(file)) {
      throw new UsageException("There is no file " + file + ".");
    }
    return loggedIn(
        (session, out) -> {
          Received.Message sent = send(session);
          out.item(Shown.received(sent), Shown.line(sent, session.userId()));
        });
  }

  private Received.Message send(Session session) throws IOException {
    UUID shows = subject == null ? session.userId() : subject;
    try (var progress = new ProgressLine(json)) {
      return Recipient.find(session, to).sendImage(OutgoingImage.of(file, shows), progress);
    }
  }
}
