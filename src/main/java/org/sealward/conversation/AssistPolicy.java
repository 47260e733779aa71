package org.sealward.conversation;

import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.UUID;
import org.sealward.platform.Transactions;

/** Whether everybody concerned wants pictures to be decrypted by the service (protocol §10). */
@Singleton
public class AssistPolicy {
  private final Transactions transactions;

  AssistPolicy(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Every institution that was seen in the conversation has turned it on, and there is one. */
  public boolean allows(UUID conversationId) {
    return transactions.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  select coalesce(bool_and(assisted_decryption), false) from institution
                   where id in (
                     select institution_id from institution_conversation
                      where conversation_id = ?)
                  """)) {
            select.setObject(1, conversationId);
            try (ResultSet rows = select.executeQuery()) {
              rows.next();
              return rows.getBoolean(1);
            }
          }
        });
  }
}
