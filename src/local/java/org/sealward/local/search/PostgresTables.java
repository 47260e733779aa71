package org.sealward.local.search;

import java.io.DataInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyInputStream;
import org.postgresql.util.PSQLState;

/**
 * Every column of every row of every table of every schema of every database of a PostgreSQL
 * server, system catalogues and large objects included, read through SQL: files alone do not do,
 * since PostgreSQL compresses long values.
 *
 * <p>Values come in their binary format ({@code COPY ... (FORMAT binary)}), in which texts, JSON,
 * byte strings and the elements of arrays and composite values stand as they are, in UTF-8. The few
 * types without a binary format come as texts.
 *
 * <p>The connection should be a superuser's: what it may not read is an error. A database that
 * takes no connections ({@code template0}) is left to the search of the server's folder.
 */
public final class PostgresTables implements Store {
  /** Connects to a database of the server by its name. */
  @FunctionalInterface
  public interface Databases {
    Connection connect(String database) throws SQLException;
  }

  /** A table with its columns, in order; {@code hasCtid} unless rows lie elsewhere. */
  private record Table(String schema, String name, boolean hasCtid, List<Column> columns) {
    /** As people and SQL call it. */
    String label() {
      return schema + "." + name;
    }
  }

  private record Column(String name, boolean isBinary) {}

  private static final String DATABASES =
      "select datname from pg_database where datallowconn order by datname";

  private static final String FOREIGN_TEMPORARY_TABLES =
      """
      select n.nspname || '.' || c.relname
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'm') and pg_is_other_temp_schema(n.oid)
      """;

  /**
   * Ordinary tables (partitions among them), materialised views, foreign tables. A column is binary
   * when its type, and that of an array's elements, has a function for it.
   */
  private static final String COLUMNS =
      """
      select n.nspname, c.relname, c.relkind <> 'f', a.attname,
             t.typsend::oid <> 0 and coalesce(e.typsend::oid <> 0, true)
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      join pg_type t on t.oid = a.atttypid
      left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
      where c.relkind in ('r', 'm', 'f')
        and c.relispopulated
        and not pg_is_other_temp_schema(n.oid)
        and c.oid <> 'pg_catalog.pg_largeobject'::regclass
      order by n.nspname, c.relname, a.attnum
      """;

  /** Pages of 2 kB, in order, so that a needle across two of them is found. */
  private static final String LARGE_OBJECTS =
      """
      copy (select loid, pageno, data from pg_catalog.pg_largeobject order by loid, pageno)
      to stdout (format binary)
      """;

  private final String name;
  private final Databases databases;
  private final Predicate<String> wanted;

  public PostgresTables(String name, Databases databases) {
    this(name, databases, _ -> true);
  }

  /**
   * Some databases of the server.
   *
   * @param wanted by name
   */
  public PostgresTables(String name, Databases databases, Predicate<String> wanted) {
    this.name = name;
    this.databases = databases;
    this.wanted = wanted;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void search(Probe probe) {
    List<String> names = List.of();
    try (Connection connection = databases.connect("postgres")) {
      names = strings(connection, DATABASES);
    } catch (SQLException e) {
      probe.unread("the list of databases", e);
    }
    for (String database : names.stream().filter(wanted).toList()) {
      try (Connection connection = databases.connect(database)) {
        searchDatabase(database, connection, probe);
      } catch (SQLException e) {
        probe.unread(database, e);
      }
    }
  }

  private static void searchDatabase(String database, Connection connection, Probe probe)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // Without row_security a policy would hide rows in silence; with it off, that is an error.
      statement.execute(
          "set default_transaction_read_only = on; set row_security = off; set lock_timeout ="
              + " '30s'");
    }
    probe.count("databases", 1);
    for (String table : strings(connection, FOREIGN_TEMPORARY_TABLES)) {
      probe.unread(database + ": " + table, "a temporary table of another session");
    }
    for (Table table : tables(connection)) {
      try {
        searchTable(database, table, connection, probe);
        probe.count("tables", 1);
      } catch (SQLException | IOException e) {
        if (!isUndefinedTable(e)) { // Else it was dropped meanwhile.
          probe.unread(database + ": " + table.label(), e);
        }
      }
    }
    try {
      searchLargeObjects(database, connection, probe);
    } catch (SQLException | IOException e) {
      probe.unread(database + ": large objects", e);
    }
  }

  private static List<String> strings(Connection connection, String query) throws SQLException {
    List<String> strings = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        strings.add(rows.getString(1));
      }
    }
    return strings;
  }

  private static List<Table> tables(Connection connection) throws SQLException {
    List<Table> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(COLUMNS)) {
      while (rows.next()) {
        Column column = new Column(rows.getString(4), rows.getBoolean(5));
        Table last = tables.isEmpty() ? null : tables.getLast();
        if (last == null
            || !last.schema().equals(rows.getString(1))
            || !last.name().equals(rows.getString(2))) {
          last =
              new Table(
                  rows.getString(1), rows.getString(2), rows.getBoolean(3), new ArrayList<>());
          tables.add(last);
        }
        last.columns().add(column);
      }
    }
    return tables;
  }

  private static void searchTable(String database, Table table, Connection connection, Probe probe)
      throws SQLException, IOException {
    try {
      searchRows(database, table, copy(table, true), connection, probe);
    } catch (SQLException | IOException e) {
      // A part of a composite value may be the one without a binary format.
      if (!PSQLState.UNDEFINED_FUNCTION.getState().equals(sqlState(e))) {
        throw e;
      }
      searchRows(database, table, copy(table, false), connection, probe);
    }
  }

  private static String copy(Table table, boolean binary) {
    StringBuilder copy = new StringBuilder("copy (select ");
    copy.append(table.hasCtid() ? "ctid::text" : "'?'");
    for (Column column : table.columns()) {
      copy.append(", ").append(quoted(column.name()));
      copy.append(binary && column.isBinary() ? "" : "::text");
    }
    return copy.append(" from only ")
        .append(quoted(table.schema()))
        .append('.')
        .append(quoted(table.name()))
        .append(") to stdout (format binary)")
        .toString();
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  private static void searchRows(
      String database, Table table, String copy, Connection connection, Probe probe)
      throws SQLException, IOException {
    try (BinaryCopy rows = new BinaryCopy(open(connection, copy))) {
      while (rows.nextRow()) {
        String ctid = rows.text();
        for (Column column : table.columns()) {
          probe.place(
              () ->
                  "database %s, %s.%s of the row at %s"
                      .formatted(database, table.label(), column.name(), ctid));
          rows.show(probe);
        }
        probe.count("rows", 1);
      }
    }
  }

  private static void searchLargeObjects(String database, Connection connection, Probe probe)
      throws SQLException, IOException {
    try (BinaryCopy pages = new BinaryCopy(open(connection, LARGE_OBJECTS))) {
      long object = -1;
      int expectedPage = 0;
      while (pages.nextRow()) {
        long oid = Integer.toUnsignedLong(pages.integer());
        int page = pages.integer();
        if (oid != object || page != expectedPage) {
          probe.place(
              () -> "database %s, large object %d from page %d".formatted(database, oid, page));
        }
        probe.count("large objects", oid == object ? 0 : 1);
        object = oid;
        expectedPage = page + 1;
        pages.show(probe);
      }
    }
  }

  private static DataInputStream open(Connection connection, String copy) throws SQLException {
    return new DataInputStream(new PGCopyInputStream(connection.unwrap(PGConnection.class), copy));
  }

  private static boolean isUndefinedTable(Exception e) {
    return PSQLState.UNDEFINED_TABLE.getState().equals(sqlState(e));
  }

  /** The SQL state of an error, also of one that the stream wrapped; "" when it has none. */
  private static String sqlState(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }
}
