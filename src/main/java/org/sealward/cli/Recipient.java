package org.sealward.cli;

import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.sealward.client.Conversation;
import org.sealward.client.Session;
import org.sealward.envelope.Member;

/** Whom a command is for: a conversation, or a person. */
final class Recipient {
  static final String DESCRIPTION = "A conversation's id, or a person's.";

  private Recipient() {}

  /**
   * The conversation of that id; else the one with that person alone, which is begun when there is
   * none.
   */
  static Conversation find(Session session, UUID id) {
    var conversations = session.conversations();
    var known = conversations.list();
    if (known.stream().anyMatch(one -> one.id().equals(id))) {
      return conversations.get(id);
    }
    Set<UUID> both = Set.of(session.userId(), id);
    return known.stream()
        .map(one -> conversations.get(one.id()))
        .filter(
            one ->
                one.members().stream().map(Member::userId).collect(Collectors.toSet()).equals(both))
        .findFirst()
        .orElseGet(() -> conversations.start(Set.of(id)));
  }
}
