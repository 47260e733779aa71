package org.sealward.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.api.AccessLogEntry;
import org.sealward.api.Page;
import org.sealward.envelope.AuditLeaf;
import org.sealward.envelope.AuditRecord;
import org.sealward.envelope.Bytes;
import org.sealward.platform.Act;
import org.sealward.platform.Transactions;

/** How an act gets on record. */
class AuditTest {
  private static final TestService SERVICE = TestService.get();

  private final UUID actor = UUID.randomUUID();

  private Bytes record(Act act) {
    return SERVICE.bean(Transactions.class).write(unit -> unit.record(act));
  }

  private static long count(String sql, Object parameter) throws SQLException {
    try (Connection connection = SERVICE.database().asService();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setObject(1, parameter);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Of the actor's only record. */
  private AuditRecord recorded(Bytes leaf) throws SQLException {
    try (Connection connection = SERVICE.database().asService();
        PreparedStatement select =
            connection.prepareStatement(
                """
                select r.record, k.key from audit_record r
                  join merkle_leaf l on l.log = 'audit' and l.hash = r.leaf and l.entry = ?
                  join audit_tag_key k on k.institution = ?
                 where r.actor = ?
                """)) {
      for (UUID institution : new UUID[] {AuditRecord.NONE, actor}) {
        select.setBytes(1, leaf.toArray());
        select.setObject(2, institution);
        select.setObject(3, actor);
        try (ResultSet row = select.executeQuery()) {
          if (row.next()) {
            AuditRecord record = AuditRecord.decode(Bytes.of(row.getBytes(1)));
            if (record.institution().equals(institution)) {
              assertThat(AuditLeaf.decode(leaf))
                  .isEqualTo(AuditLeaf.of(record, Bytes.of(row.getBytes(2))));
              return record;
            }
          }
        }
      }
      throw new AssertionError("not recorded");
    }
  }

  @Test
  void act_committed_isARecordAndALeafThatCommitsToIt() throws Exception {
    UUID subject = UUID.randomUUID();
    UUID target = UUID.randomUUID();
    UUID object = UUID.randomUUID();
    Bytes leaf =
        record(
            Act.of(Act.Kind.IMAGE_GRANTED, actor)
                .atInstitution(actor)
                .aboutSubject(subject)
                .withTarget(target)
                .onObject(object)
                .numbered(7));
    AuditRecord record = recorded(leaf);
    assertThat(record.institution()).isEqualTo(actor);
    assertThat(record.actor()).isEqualTo(actor);
    assertThat(record.subject()).isEqualTo(subject);
    assertThat(record.target()).isEqualTo(target);
    assertThat(record.object()).isEqualTo(object);
    assertThat(record.number()).isEqualTo(7);
    assertThat(record.kind()).isEqualTo("image-granted");
    assertThat(
            count(
                "select count(*) from audit_record"
                    + " where kind = 'image-granted' and subject = ? and object = '"
                    + object
                    + "'",
                subject))
        .isEqualTo(1);
  }

  @Test
  void act_ofNobodysInstitution_isTaggedAsNone() throws Exception {
    AuditRecord record = recorded(record(Act.of(Act.Kind.VAULT_READ, actor)));
    assertThat(record.institution()).isEqualTo(AuditRecord.NONE);
    assertThat(record.subject()).isEqualTo(AuditRecord.NONE);
  }

  /** With the salt nobody tries out what a leaf is about, with the key nobody tells whose it is. */
  @Test
  void salts_andKeysOfTags_areEachTheirOwn() throws Exception {
    UUID other = UUID.randomUUID();
    for (UUID institution : new UUID[] {actor, actor, other}) {
      record(Act.of(Act.Kind.VAULT_READ, actor).atInstitution(institution));
    }
    assertThat(
            count(
                "select count(distinct substring(record from 65 for 32)) from audit_record"
                    + " where actor = ?",
                actor))
        .isEqualTo(3);
    assertThat(
            count(
                "select count(distinct key) from audit_tag_key where institution in (?, '"
                    + other
                    + "')",
                actor))
        .isEqualTo(2);
  }

  @Test
  void accesses_areOfOneSubject_theNewestFirst_pageByPage() {
    UUID subject = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    record(Act.of(Act.Kind.IMAGE_GRANTED, actor).aboutSubject(subject).numbered(1));
    record(Act.of(Act.Kind.IMAGE_DECRYPTED, actor).aboutSubject(subject).numbered(2));
    record(Act.of(Act.Kind.IMAGE_GRANTED, actor).aboutSubject(other).numbered(9));
    record(Act.of(Act.Kind.WRAP_FETCHED, actor).aboutSubject(subject).numbered(3));
    record(Act.of(Act.Kind.IMAGE_ERASED, actor).aboutSubject(subject).numbered(4));
    AccessLog log = SERVICE.bean(AccessLog.class);

    Page<AccessLogEntry> page = log.page(subject, null, 2);
    assertThat(numbers(page)).containsExactly(3L, 2L);
    Page<AccessLogEntry> next = log.page(subject, UUID.fromString(page.next()), 2);
    assertThat(numbers(next)).containsExactly(1L);
    assertThat(next.next()).isNull();
    Page<AccessLogEntry> theirs = log.page(other, null, 2);
    assertThat(numbers(theirs)).containsExactly(9L);
    UUID foreign = AuditRecord.decode(theirs.items().getFirst().record()).id();
    assertThat(numbers(log.page(subject, foreign, 5))).containsExactly(3L, 2L, 1L);
  }

  private static List<Long> numbers(Page<AccessLogEntry> page) {
    return page.items().stream().map(entry -> AuditRecord.decode(entry.record()).number()).toList();
  }

  @Test
  void act_rolledBack_isNotOnRecord() throws Exception {
    assertThatThrownBy(
            () ->
                SERVICE
                    .bean(Transactions.class)
                    .write(
                        unit -> {
                          unit.record(Act.of(Act.Kind.VAULT_READ, actor));
                          throw new IllegalStateException("no");
                        }))
        .hasMessage("no");
    assertThat(count("select count(*) from audit_record where actor = ?", actor)).isZero();
    record(Act.of(Act.Kind.VAULT_READ, actor));
    assertThat(count("select count(*) from audit_record where actor = ?", actor)).isEqualTo(1);
  }

  @Test
  void service_mayAddRecords_andNotChangeThem() throws Exception {
    record(Act.of(Act.Kind.VAULT_READ, actor));
    for (String change :
        new String[] {
          "update audit_record set leaf = leaf",
          "update audit_record set record = record",
          "delete from audit_record",
          "truncate audit_record",
          "update audit_tag_key set key = key",
          "delete from audit_tag_key",
          "insert into audit_record (position, leaf, record)"
              + " overriding system value select 1, leaf, record from audit_record"
        }) {
      try (Connection connection = SERVICE.database().asService();
          Statement statement = connection.createStatement()) {
        assertThatThrownBy(() -> statement.execute(change))
            .as(change)
            .hasMessageContaining("permission denied");
      }
    }
  }

  @Test
  void column_thatFindsRecords_isTheRecordsOwn() throws Exception {
    record(Act.of(Act.Kind.VAULT_READ, actor));
    for (String column : new String[] {"actor", "subject", "object", "kind"}) {
      try (Connection connection = SERVICE.database().asSuperuser();
          Statement statement = connection.createStatement()) {
        assertThatThrownBy(() -> statement.execute("update audit_record set " + column + " = null"))
            .as(column)
            .hasMessageContaining("can only be updated to DEFAULT");
      }
    }
  }
}
