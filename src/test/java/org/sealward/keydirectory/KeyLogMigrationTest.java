package org.sealward.keydirectory;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.sealward.TestDatabase;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.KeyLeaf;
import org.sealward.envelope.MerkleHash;

/** Keys that were published before there was a log are its first leaves, in their order. */
class KeyLogMigrationTest {
  private static final UUID ANNA = UUID.fromString("f0000000-0000-4000-8000-00000000000a");
  private static final UUID BEN = UUID.fromString("0000000b-0000-4000-8000-00000000000b");

  private static Bytes fingerprint(int of) {
    return MerkleHash.leaf(Bytes.utf8("bundle " + of));
  }

  private static void publish(Connection connection, UUID user, int version, int of)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into public_bundle values (?, ?, ?, 'body', '2026-01-01T00:00:00Z'::timestamptz"
                + " + ? * interval '1 minute')")) {
      insert.setObject(1, user);
      insert.setInt(2, version);
      insert.setBytes(3, fingerprint(of).toArray());
      insert.setInt(4, of);
      insert.executeUpdate();
    }
  }

  @Test
  void bundles_ofBefore_haveLeavesThatWait() throws SQLException {
    TestDatabase database = TestDatabase.fresh();
    try (Connection superuser = database.asSuperuser();
        Statement statement = superuser.createStatement()) {
      statement.execute("DROP SCHEMA public CASCADE");
      statement.execute("CREATE SCHEMA public AUTHORIZATION pg_database_owner");
      statement.execute("GRANT USAGE ON SCHEMA public TO PUBLIC");
    }
    migrate(database, "11");
    try (Connection owner = database.asMigration()) {
      publish(owner, ANNA, 1, 1);
      publish(owner, BEN, 1, 2);
      publish(owner, ANNA, 2, 3);
    }
    migrate(database, "12");

    List<Bytes> entries = new ArrayList<>();
    List<Bytes> hashes = new ArrayList<>();
    try (Connection service = database.asService();
        Statement statement = service.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select entry, hash from merkle_leaf where log = 'keys' and index is null"
                    + " order by id")) {
      while (rows.next()) {
        entries.add(Bytes.of(rows.getBytes(1)));
        hashes.add(Bytes.of(rows.getBytes(2)));
      }
    }
    assertThat(entries)
        .containsExactly(
            new KeyLeaf(KeyLeaf.userTag(ANNA), 1, fingerprint(1)).encode(),
            new KeyLeaf(KeyLeaf.userTag(BEN), 1, fingerprint(2)).encode(),
            new KeyLeaf(KeyLeaf.userTag(ANNA), 2, fingerprint(3)).encode());
    assertThat(hashes).isEqualTo(entries.stream().map(MerkleHash::leaf).toList());
  }

  private static void migrate(TestDatabase database, String target) {
    Map<String, String> settings = database.settings();
    Flyway.configure()
        .dataSource(
            settings.get("sealward.db.url"),
            settings.get("sealward.db.migration-user"),
            settings.get("sealward.db.migration-password"))
        .target(target)
        .load()
        .migrate();
  }
}
