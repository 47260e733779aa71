package org.sealward.cli;

import java.util.UUID;
import org.sealward.client.Conversation;
import org.sealward.client.Received;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "read", description = "Shows a conversation's messages in order.")
final class Read extends AppCommand {
  private static final int PAGE = 100;

  @Parameters(paramLabel = "CONVERSATION", description = Recipient.DESCRIPTION)
  UUID from = new UUID(0, 0);

  @Option(
      names = "--after",
      paramLabel = "N",
      description = "Only what came after the message with this number (default: all).")
  long after;

  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          Conversation conversation = Recipient.find(session, from);
          long last = after;
          while (true) {
            var page = conversation.read(last, PAGE);
            for (Received received : page) {
              out.item(Shown.received(received), Shown.line(received, session.userId()));
              last = received.seq();
            }
            if (page.size() < PAGE) {
              return;
            }
          }
        });
  }
}
