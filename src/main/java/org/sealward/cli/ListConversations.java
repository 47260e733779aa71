package org.sealward.cli;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.sealward.envelope.Member;
import picocli.CommandLine.Command;

@Command(name = "conversations", description = "Lists the user's conversations and their members.")
final class ListConversations extends AppCommand {
  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          var found = session.conversations().list();
          for (var one : found) {
            List<UUID> others =
                session.conversations().get(one.id()).members().stream()
                    .map(Member::userId)
                    .filter(id -> !id.equals(session.userId()))
                    .toList();
            out.item(
                Fields.of("id", one.id())
                    .and("createdAt", one.createdAt())
                    .and("others", others)
                    .map(),
                one.id()
                    + "  with "
                    + others.stream().map(UUID::toString).collect(Collectors.joining(", ")));
          }
          if (found.isEmpty()) {
            out.remark("No conversations.");
          }
        });
  }
}
