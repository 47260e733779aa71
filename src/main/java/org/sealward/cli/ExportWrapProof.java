package org.sealward.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.sealward.api.WrapProof;
import org.sealward.client.WrapProofs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "wrap-proof",
    description = {
      "Writes the proof that the keys of a member, which a conversation's key is wrapped for,"
          + " stand",
      "in the log of keys. './sealward verify wrap FILE' checks it without the service."
    })
final class ExportWrapProof extends AppCommand {
  @Parameters(index = "0", paramLabel = "CONVERSATION", description = "Its id.")
  UUID conversation = new UUID(0, 0);

  @Parameters(index = "1", paramLabel = "USER", description = "The member's id.")
  UUID member = new UUID(0, 0);

  @Parameters(index = "2", paramLabel = "FILE", description = "Where it is written.")
  Path file = Path.of("");

  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          WrapProof proof =
              session
                  .conversations()
                  .get(conversation)
                  .wrapProof(member)
                  .orElseThrow(() -> new UsageException("This deployment has no log of keys."));
          Files.write(file, WrapProofs.encode(proof).toArray());
          out.item(
              Fields.of("userId", member).and("at", proof.at()).and("file", file).map(),
              file + ", of " + proof.at() + "; check it: ./sealward verify wrap " + file);
        });
  }
}
