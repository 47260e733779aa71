package org.sealward.local.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

class PostgresTablesTest {
  @TempDir private static Path folder;

  private static final String MARKER_AS_M = " from (select convert_from(?, 'UTF8')) v(m)";

  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(folder.resolve("binaries").toFile())
            .setDataDirectory(folder.resolve("data"))
            .setCleanDataDirectory(false)
            .setServerConfig("max_wal_size", "64MB")
            .start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void createDatabase() throws SQLException {
    run("postgres", "create database app");
  }

  @AfterEach
  void dropDatabase() throws SQLException {
    run("postgres", "drop database if exists \"Other DB\" with (force)");
    run("postgres", "drop database app with (force)");
  }

  @Test
  void marker_inEveryEncodingAndAlignment_isFoundInColumnsAndInTheFolder() throws SQLException {
    List<Planted> ways = Planted.inEveryWay("row");
    run("app", "create table message (id int primary key, body bytea, said text)");
    // Several times, since in the WAL a page header may fall into one.
    for (int i = 0; i < 3 * ways.size(); i++) {
      Planted way = ways.get(i % ways.size());
      insert("insert into message values (" + i + ", ?, null)", way.content().toArray());
      if (way.isText()) {
        insert(
            "insert into message values (" + (1000 + i) + ", null, convert_from(?, 'UTF8'))",
            way.content().toArray());
      }
    }
    run("app", "checkpoint");

    SearchReport sql = searchSql();
    SearchReport files = searchFolder();

    for (Planted way : ways) {
      assertThat(sql.findings())
          .as("%s, bytea", way.label())
          .anyMatch(
              finding -> way.isFoundBy(finding) && finding.place().contains("message.body of"));
      if (way.isText()) {
        assertThat(sql.findings())
            .as("%s, text", way.label())
            .anyMatch(
                finding -> way.isFoundBy(finding) && finding.place().contains("message.said of"));
      }
      assertThat(files.findings())
          .as("%s, data file", way.label())
          .anyMatch(finding -> way.isFoundBy(finding) && finding.place().contains("/base/"));
      assertThat(files.findings())
          .as("%s, WAL", way.label())
          .anyMatch(finding -> way.isFoundBy(finding) && finding.place().contains("/pg_wal/"));
    }
    assertThat(sql.errors()).isEmpty();
    assertThat(files.errors()).isEmpty();
  }

  @Test
  void marker_inNoRow_isFound0() throws SQLException {
    run("app", "create table message (body text)");
    run("app", "insert into message select 'row ' || i from generate_series(1, 1000) i");

    SearchReport report = searchSql();

    assertThat(report.errors()).isEmpty();
    assertThat(report.found()).isZero();
    assertThat(report.coverage().getFirst().counts().get("rows")).isGreaterThan(5_000);
    assertThat(report.coverage().getFirst().counts()).containsEntry("databases", 3L);
  }

  @Test
  void marker_inACompressedRow_isFoundThroughSqlAndInNoFile() throws SQLException {
    String compressed = "only in a compressed row: Q7";
    String plain = "also in an uncompressed row: Z9";
    run(
        "app",
        "create table message (body text)",
        "insert into message select repeat('nothing to see here, ', 3000) || '" + compressed + "'",
        "create table other as select '" + plain + "'::text as body",
        "checkpoint");
    assertThat(query("select pg_column_compression(body) from message")).isEqualTo("pglz");

    SearchReport report =
        new ResidueSearch(
                List.of(Needle.text("compressed", compressed), Needle.text("plain", plain)))
            .in(new PostgresTables("sql", PostgresTablesTest::connect))
            .in(new FileTree("folder", folder.resolve("data")))
            .report();

    assertThat(report.findings())
        .extracting(finding -> finding.needle() + " in " + finding.store())
        .contains("compressed in sql", "plain in sql", "plain in folder")
        .doesNotContain("compressed in folder");
  }

  @Test
  void marker_inTypesThatHoldOthers_isFound() throws SQLException {
    run(
        "app",
        "create type note as (title text, body text)",
        "create domain remark as text",
        "create type span as range (subtype = text)",
        "create table things (id int, texts text[], bytes bytea[], json json, jsonb jsonb,"
            + " note note, remark remark, span span, xml xml, varchar varchar(99), acl aclitem[])");
    String[] values = {
      "array['other', m]",
      "array[convert_to(m, 'UTF8')]",
      "to_json(array[m])",
      "jsonb_build_object('deep', array[m])",
      "row('title', m)::note",
      "m",
      "span(m, 'zzz')",
      "('<p>' || m || '</p>')::xml",
      "m"
    };
    String[] columns = {
      "texts", "bytes", "json", "jsonb", "note", "remark", "span", "xml", "varchar"
    };
    for (int i = 0; i < columns.length; i++) {
      insert(
          "insert into things (" + columns[i] + ") select " + values[i] + MARKER_AS_M,
          Planted.MARKER.getBytes(UTF_8));
    }
    run("app", "insert into things (acl) select array[makeaclitem(10, 10, 'SELECT', false)]");

    SearchReport report = searchSql();

    for (String column : columns) {
      assertThat(report.findings())
          .as(column)
          .anyMatch(finding -> finding.place().contains("things." + column + " of"));
    }
    assertThat(report.errors()).isEmpty();
  }

  @Test
  void marker_inACompositeWithoutBinaryFormat_isFoundAsText() throws SQLException {
    run(
        "app",
        "create type grant_note as (acl aclitem, body text)",
        "create table grants (note grant_note)",
        "insert into grants select row(makeaclitem(10, 10, 'SELECT', false),"
            + " 'the patient is called Maria')::grant_note");

    SearchReport report =
        new ResidueSearch(List.of(Needle.text("name", "the patient is called Maria")))
            .in(new PostgresTables("sql", PostgresTablesTest::connect))
            .report();

    assertThat(report.findings()).hasSize(1);
    assertThat(report.errors()).isEmpty();
  }

  @Test
  void marker_inTablesOfAllKindsAndPlaces_isFound() throws SQLException {
    run("postgres", "create database \"Other DB\"");
    String marker = "'the patient is called Maria'";
    run("Other DB", "create table a as select " + marker + "::text as v");
    run(
        "app",
        "create schema \"Quoted \"\" schema\"",
        "create table \"Quoted \"\" schema\".\"T \"\" b\" as select "
            + marker
            + "::text as \"C \"\" v\"",
        "create unlogged table c as select " + marker + "::text as v",
        "create table d (k int, v text) partition by list (k)",
        "create table d1 partition of d for values in (1)",
        "insert into d values (1, " + marker + ")",
        "create materialized view e as select " + marker + "::text as v",
        "create materialized view empty as select 1 as v with no data",
        "create table f (v text) inherits (c)",
        "create function g() returns text language sql as $$ select " + marker + " $$",
        "comment on table c is " + marker,
        "create table no_columns ()");

    SearchReport report =
        new ResidueSearch(List.of(Needle.text("name", "the patient is called Maria")))
            .in(new PostgresTables("sql", PostgresTablesTest::connect))
            .report();

    assertThat(report.errors()).isEmpty();
    for (String place :
        List.of(
            "Other DB, public.a.v",
            "app, Quoted \" schema.T \" b.C \" v",
            "public.c.v",
            "public.d1.v",
            "public.e.v",
            "pg_catalog.pg_proc.prosrc",
            "pg_catalog.pg_description.description")) {
      assertThat(report.findings()).as(place).anyMatch(finding -> finding.place().contains(place));
    }
  }

  @Test
  void marker_inALargeObject_isFoundAcrossItsPages() throws SQLException {
    byte[] marker = Planted.MARKER.getBytes(UTF_8);
    byte[] content = new byte[100_000];
    int acrossPages = 2048 * 20 - 10;
    System.arraycopy(marker, 0, content, acrossPages, marker.length);
    try (Connection connection = connect("app")) {
      connection.setAutoCommit(false);
      LargeObjectManager objects = connection.unwrap(PGConnection.class).getLargeObjectAPI();
      try (LargeObject object = objects.open(objects.createLO(), LargeObjectManager.WRITE)) {
        object.write(content);
      }
      connection.commit();
    }

    SearchReport report = searchSql();

    assertThat(report.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.place()).contains("database app, large object");
              assertThat(finding.offset()).isEqualTo(acrossPages);
            });
    assertThat(report.coverage().getFirst().counts()).containsEntry("large objects", 1L);
  }

  @Test
  void table_thatMayNotBeRead_isAnError() throws SQLException {
    run(
        "app",
        "create table hidden (v text)",
        "create table policed (v text)",
        "alter table policed enable row level security",
        "drop role if exists reader",
        "create role reader login",
        "grant select on policed to reader");
    try {
      SearchReport report =
          new ResidueSearch(List.of(Planted.NEEDLE))
              .in(
                  new PostgresTables(
                      "sql", name -> server.getDatabase("reader", name).getConnection()))
              .report();

      assertThat(report.errors())
          .anyMatch(error -> error.contains("public.hidden"))
          .anyMatch(error -> error.contains("public.policed"))
          .anyMatch(error -> error.contains("pg_authid"))
          .anyMatch(error -> error.contains("large objects"));
    } finally {
      run("app", "drop owned by reader", "drop role reader");
    }
  }

  @Test
  void server_thatDoesNotAnswer_isAnError() {
    SearchReport report =
        new ResidueSearch(List.of(Planted.NEEDLE))
            .in(
                new PostgresTables(
                    "sql",
                    _ -> {
                      throw new SQLException("refused");
                    }))
            .report();

    assertThat(report.isClean()).isFalse();
  }

  private static SearchReport searchSql() {
    return new ResidueSearch(List.of(Planted.NEEDLE))
        .in(new PostgresTables("sql", PostgresTablesTest::connect))
        .report();
  }

  private static SearchReport searchFolder() {
    return new ResidueSearch(List.of(Planted.NEEDLE))
        .in(new FileTree("folder", folder.resolve("data")))
        .report();
  }

  private static Connection connect(String database) throws SQLException {
    return server.getDatabase("postgres", database).getConnection();
  }

  private static void run(String database, String... statements) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  private static void insert(String sql, byte[] value) throws SQLException {
    try (Connection connection = connect("app");
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, value);
      statement.execute();
    }
  }

  private static String query(String sql) throws SQLException {
    try (Connection connection = connect("app");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
