package org.sealward.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealward.RefusedRecords;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.AuditExport;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.AuditRecord;
import org.sealward.envelope.Bytes;
import org.sealward.local.audit.AuditCheck;
import org.sealward.local.audit.VerifyAudit;
import org.sealward.platform.Act;
import org.sealward.platform.Transactions;
import org.sealward.transparency.SignatureType;
import org.sealward.transparency.TestSigner;
import picocli.CommandLine;

/** What somebody who may do everything in the database cannot do unseen. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditExportTest {
  private final TestService service = TestService.get();
  private final List<UUID> ids = new ArrayList<>();
  private TestClinic clinic;
  private String logKey;

  @TempDir private Path folder;

  @BeforeAll
  void act() throws Exception {
    clinic = TestClinic.open(service);
    for (int days = 1; days <= 3; days++) {
      UUID admin = clinic.admin().id();
      int number = days;
      service
          .bean(Transactions.class)
          .write(
              unit ->
                  unit.record(
                      Act.of(Act.Kind.RETENTION_SET, admin)
                          .atInstitution(clinic.institution())
                          .numbered(number)));
    }
    AuditExport export = logged(3);
    logKey = export.logKey();
    export.records().stream()
        .map(AuditRecord::decode)
        .filter(record -> record.kind().equals("retention-set"))
        .map(AuditRecord::id)
        .forEach(ids::add);
    assertThat(ids).hasSize(3);
  }

  private String path() {
    return "/v1/institutions/" + clinic.institution() + "/audit";
  }

  /** Once so many of the three acts have their places. */
  private AuditExport logged(int acts) throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      TestUser.Answer answer = clinic.admin().get(path());
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      AuditExport export = answer.as(AuditExport.class);
      if (export.records().stream()
              .map(AuditRecord::decode)
              .filter(record -> record.kind().equals("retention-set"))
              .count()
          == acts) {
        return export;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("never logged");
  }

  private static List<String> findings(AuditExport export) {
    return AuditCheck.of(export, null).findings();
  }

  private AuditExport export(Connection connection) throws SQLException {
    return service
        .bean(AuditExports.class)
        .of(
            connection,
            logKey,
            clinic.institution(),
            Instant.EPOCH,
            Instant.now().truncatedTo(ChronoUnit.MILLIS));
  }

  /** What an export shows after statements, which are then taken back. */
  private List<String> after(String... statements) throws SQLException {
    try (Connection connection = service.database().asSuperuser()) {
      // What is logged meanwhile is not seen.
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        for (String sql : statements) {
          assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
        }
        return findings(export(connection));
      } finally {
        connection.rollback();
      }
    }
  }

  private static String id(UUID id) {
    return " where id = '" + id + "'";
  }

  private String leaf(int record) {
    return " where l.log = 'audit' and l.hash = (select leaf from audit_record"
        + id(ids.get(record))
        + ")";
  }

  @Test
  void records_untouched_areCompleteInTheirOrder() throws Exception {
    AuditExport export = logged(3);
    assertThat(findings(export)).isEmpty();
    assertThat(
            export.records().stream()
                .map(AuditRecord::decode)
                .filter(record -> record.kind().equals("retention-set"))
                .map(AuditRecord::number))
        .containsExactly(1L, 2L, 3L);
    // The clinic's opening: registered, invited, accepted.
    assertThat(export.records().stream().map(AuditRecord::decode).map(AuditRecord::kind))
        .startsWith("institution-registered", "invitation-made", "invitation-accepted");
    assertThat(after("update audit_record set record = record" + id(ids.get(1)))).isEmpty();
  }

  @Test
  void record_takenOut_isMissed_theLastOneToo() throws Exception {
    for (UUID record : ids) {
      assertThat(after("delete from audit_record" + id(record)))
          .singleElement()
          .asString()
          .contains("its record is missing or was changed");
    }
    assertThat(
            after(
                "delete from audit_record where actor = '"
                    + clinic.admin().id()
                    + "'"
                    + " and kind = 'retention-set'"))
        .hasSize(3);
  }

  /** Each field of a record, from its salt to its kind. */
  @ParameterizedTest
  @CsvSource({"65", "105", "136", "145", "169", "193", "217", "241", "272", "281"})
  void record_changed_isNoticed(int at) throws Exception {
    String changed =
        "update audit_record set record = set_byte(record, %d, get_byte(record, %d) # 3)"
            .formatted(at - 1, at - 1);
    assertThat(after(changed + id(ids.get(1))))
        .anySatisfy(finding -> assertThat(finding).contains("its record is missing or was changed"))
        .anySatisfy(finding -> assertThat(finding).contains("is not what a leaf commits to"));
  }

  @Test
  void records_swapped_areNoticed() throws Exception {
    String leaf = "(select leaf from was where id = '%s')";
    assertThat(
            after(
                "create temporary table was on commit drop as select id, leaf from audit_record"
                    + " where id in ('"
                    + ids.getFirst()
                    + "', '"
                    + ids.getLast()
                    + "')",
                "update audit_record set leaf = sha256(leaf)" + id(ids.getFirst()),
                "update audit_record set leaf = "
                    + leaf.formatted(ids.getFirst())
                    + id(ids.getLast()),
                "update audit_record set leaf = "
                    + leaf.formatted(ids.getLast())
                    + id(ids.getFirst())))
        .containsExactly("the records do not stand in the order of their leaves");
  }

  @Test
  void leaf_takenOutOrChanged_isNoticed() throws Exception {
    for (int record = 0; record < 3; record++) {
      assertThat(after("delete from merkle_leaf l" + leaf(record)))
          .anySatisfy(finding -> assertThat(finding).contains("not those of the signed log"));
      assertThat(
              after(
                  "update merkle_leaf l set entry = set_byte(entry, 149, get_byte(entry, 149) # 1)"
                      + leaf(record)))
          .anySatisfy(finding -> assertThat(finding).contains("not those of the signed log"));
    }
  }

  /** So that a record that was taken out with its leaf is missed, too. */
  @Test
  void recordAndLeaf_takenOut_areMissed() throws Exception {
    assertThat(
            after(
                "delete from merkle_leaf l" + leaf(2), "delete from audit_record" + id(ids.get(2))))
        .anySatisfy(finding -> assertThat(finding).contains("not those of the signed log"));
  }

  @Test
  void leaves_inAnotherOrder_areNoticed() throws Exception {
    String index = "(select index from merkle_leaf l" + leaf(0) + ")";
    String next = "(select index from merkle_leaf l" + leaf(1) + ")";
    assertThat(
            after(
                "create temporary table places on commit drop as select "
                    + index
                    + " as a, "
                    + next
                    + " as b",
                "update merkle_leaf set index = 9000000000 from places"
                    + " where log = 'audit' and index = a",
                "update merkle_leaf set index = a from places where log = 'audit' and index = b",
                "update merkle_leaf set index = b from places"
                    + " where log = 'audit' and index = 9000000000"))
        .anySatisfy(finding -> assertThat(finding).contains("not those of the signed log"));
  }

  @Test
  void leafOfAnother_changed_isNoticed() throws Exception {
    assertThat(
            after(
                "update merkle_leaf l set entry = set_byte(entry, 149, get_byte(entry, 149) # 1)"
                    + " where log = 'audit' and index = 0"))
        .anySatisfy(finding -> assertThat(finding).contains("not those of the signed log"));
  }

  @Test
  void tagKey_changedOrTakenOut_isNoticed() throws Exception {
    String where = " where institution = '" + clinic.institution() + "'";
    assertThat(after("update audit_tag_key set key = sha256(key)" + where))
        .containsExactly("the tag key is not the institution's");
    assertThat(after("delete from audit_tag_key" + where))
        .containsExactly("the tag key is not the institution's");
    assertThat(
            after(
                "update audit_tag_key set key = sha256(key)" + where,
                "delete from audit_record" + where))
        .singleElement()
        .asString()
        .contains("may be any");
  }

  @Test
  void checkpoint_changed_isNoticed() throws Exception {
    assertThat(
            after(
                "update merkle_checkpoint c set note = set_byte(note, length(note) - 10,"
                    + " case when get_byte(note, length(note) - 10) = 65 then 66 else 65 end)"
                    + " where log = 'audit'"
                    + " and size = (select max(size) from merkle_checkpoint where log = 'audit')"))
        .anySatisfy(finding -> assertThat(finding).contains("not signed"));
  }

  @Test
  void export_isOnRecordItself() throws Exception {
    long before = exports();
    assertThat(clinic.admin().get(path()).status()).isEqualTo(200);
    assertThat(clinic.admin().get(path() + "?from=2020-01-01").status()).isEqualTo(400);
    assertThat(TestClinic.open(service).admin().get(path()).status()).isEqualTo(403);
    assertThat(exports()).isEqualTo(before + 1);
    try (RefusedRecords _ = new RefusedRecords(clinic.admin().id())) {
      TestUser.Answer unrecorded = clinic.admin().get(path());
      assertThat(unrecorded.status()).isEqualTo(500);
      assertThat(unrecorded.body()).doesNotContain("tagKey");
    }
  }

  /** That are on record of the clinic. */
  private long exports() throws SQLException {
    try (Connection connection = service.database().asService();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*) from audit_record where kind = 'audit-exported'"
                    + " and institution = '"
                    + clinic.institution()
                    + "'")) {
      row.next();
      return row.getLong(1);
    }
  }

  private record Run(int code, String out) {}

  private Run verify(AuditExport export, String... options) throws Exception {
    Path file = Files.write(folder.resolve("export.json"), Json.write(export));
    StringWriter out = new StringWriter();
    List<String> arguments = new ArrayList<>(List.of(file.toString()));
    arguments.addAll(List.of(options));
    int code =
        new CommandLine(new VerifyAudit())
            .setOut(new PrintWriter(out))
            .execute(arguments.toArray(String[]::new));
    return new Run(code, out.toString());
  }

  @Test
  void command_verifiesTheFile_offlineAndAgainstTheService() throws Exception {
    AuditExport earlier = logged(3);
    assertThat(verify(earlier)).satisfies(run -> assertThat(run.code()).as(run.out()).isZero());
    assertThat(verify(earlier, "--key", logKey).code()).isZero();
    Run compared = verify(earlier, "--against", service.url().toString());
    assertThat(compared.code()).as(compared.out()).isZero();
    Path kept = Files.writeString(folder.resolve("kept"), earlier.checkpoint());
    AuditExport later = logged(3);
    assertThat(verify(later, "--against", kept.toString()).code()).isZero();

    String other =
        TestSigner.of("sealward.local/v1/logs/audit", SignatureType.ED25519, 9).key().encode();
    assertThat(verify(earlier, "--key", other).code()).isEqualTo(1);
    Run lost = verify(without(earlier, 0));
    assertThat(lost.code()).isEqualTo(1);
    assertThat(lost.out()).contains("WRONG: ").doesNotContain("complete and unchanged");
    Files.writeString(folder.resolve("none"), "{}");
    assertThat(new CommandLine(new VerifyAudit()).execute(folder.resolve("none").toString()))
        .isEqualTo(1);
  }

  /** The log was put back to an earlier state after somebody kept a checkpoint. */
  @Test
  void log_shorterThanTheKeptCheckpoint_isNoticed() throws Exception {
    AuditExport earlier = logged(3);
    clinic.admin().get(path());
    AuditExport later = earlier;
    for (int i = 0; i < 200 && later.checkpoint().equals(earlier.checkpoint()); i++) {
      Thread.sleep(50);
      later = clinic.admin().get(path()).as(AuditExport.class);
    }
    Path kept = Files.writeString(folder.resolve("kept"), later.checkpoint());
    Run run = verify(earlier, "--against", kept.toString());
    assertThat(run.code()).as(run.out()).isEqualTo(1);
    assertThat(run.out()).contains("the log ends before the kept checkpoint");
  }

  private static AuditExport without(AuditExport export, int record) {
    List<Bytes> records = new ArrayList<>(export.records());
    records.remove(record);
    return new AuditExport(
        export.institutionId(),
        export.from(),
        export.to(),
        export.tagKey(),
        export.first(),
        export.logKey(),
        export.startSize(),
        export.startPeaks(),
        export.entries(),
        records,
        export.onward(),
        export.checkpoint());
  }
}
