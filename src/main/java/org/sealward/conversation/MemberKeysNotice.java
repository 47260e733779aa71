package org.sealward.conversation;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.sealward.api.MemberKeys;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SignedBundle;
import org.sealward.identity.Accounts;
import org.sealward.keydirectory.KeyDirectory;
import org.sealward.platform.Event;
import org.sealward.platform.EventBodies;
import org.sealward.platform.EventReader;
import org.sealward.platform.Transactions;

/**
 * Tells every conversation of a user who replaced their keys, so that the other members' clients
 * look at once: they follow a rotation, and warn of a reset.
 */
@Singleton
class MemberKeysNotice implements EventReader {
  /** Kind of the event on a conversation's stream whose body is a {@link MemberKeys}. */
  static final String EVENT = "member-keys";

  private final Accounts accounts;
  private final Transactions transactions;
  private final EventBodies bodies;

  MemberKeysNotice(Accounts accounts, Transactions transactions, EventBodies bodies) {
    this.accounts = accounts;
    this.transactions = transactions;
    this.bodies = bodies;
  }

  @Override
  public String name() {
    return "member-keys";
  }

  @Override
  public Set<String> kinds() {
    return Set.of(KeyDirectory.EVENT);
  }

  @Override
  public void accept(List<Event> batch) {
    for (Event event : batch) {
      Bytes body = event.body();
      if (body != null) {
        PublicBundle bundle = bodies.read(body, SignedBundle.class).bundle();
        if (bundle.version() > 1) {
          tell(new MemberKeys(bundle.userId(), bundle.version()));
        }
      }
    }
  }

  private void tell(MemberKeys keys) {
    transactions.write(
        unit -> {
          accounts.erasedAmong(unit, Set.of(keys.userId())); // are members of nothing any more
          List<UUID> untold = untold(unit.connection(), keys);
          untold.forEach(id -> unit.append(bodies.event(id, EVENT, keys.userId(), keys)));
          return untold.size();
        });
  }

  /** The conversations that were not told yet: the log may give the same bundle again. */
  private static List<UUID> untold(Connection connection, MemberKeys keys) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into member_keys_notice (conversation_id, user_id, version)"
                + " select conversation_id, user_id, ? from conversation_member where user_id = ?"
                + " on conflict do nothing returning conversation_id")) {
      insert.setInt(1, keys.version());
      insert.setObject(2, keys.userId());
      try (ResultSet rows = insert.executeQuery()) {
        List<UUID> ids = new ArrayList<>();
        while (rows.next()) {
          ids.add(rows.getObject(1, UUID.class));
        }
        return ids;
      }
    }
  }
}
