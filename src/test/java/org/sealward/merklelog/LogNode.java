package org.sealward.merklelog;

import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sealward.TestDatabase;
import org.sealward.envelope.Bytes;
import org.sealward.platform.Transactions;
import org.sealward.transparency.NoteSigner;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.TestSigner;

/** A node of the service, without its HTTP side, that keeps the log {@code test}. */
final class LogNode implements AutoCloseable {
  static final String LOG = "test";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** One for all nodes of a database. */
  private static final Map<TestDatabase, Path> JOURNALS = new ConcurrentHashMap<>();

  private final ApplicationContext context;

  private LogNode(ApplicationContext context) {
    this.context = context;
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory(Path.of("target"), "journal");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static LogNode on(TestDatabase database, NoteSigner signer) {
    return on(database, signer, Map.of());
  }

  static LogNode on(TestDatabase database, NoteSigner signer, Map<String, Object> settings) {
    return on(
        database, new MerkleLog(LOG, TestSigner.ORIGIN, signer, Duration.ofMillis(100)), settings);
  }

  static LogNode on(TestDatabase database, MerkleLog log, Map<String, Object> settings) {
    Map<String, Object> properties = new HashMap<>(database.settings());
    properties.put("sealward.objects.folder", JOURNALS.computeIfAbsent(database, _ -> folder()));
    properties.put("micronaut.security.enabled", false);
    properties.put("test.own-readers-only", true);
    properties.putAll(settings);
    ApplicationContext context = ApplicationContext.builder(properties).build();
    context.registerSingleton(MerkleLog.class, log, Qualifiers.byName(LOG));
    return new LogNode(context.start());
  }

  <T> T get(Class<T> bean) {
    return context.getBean(bean);
  }

  /** Hands in entries in one transaction. */
  void add(String... entries) {
    get(Transactions.class)
        .write(
            unit -> {
              for (String entry : entries) {
                get(LogEntries.class).add(unit, LOG, Bytes.utf8(entry));
              }
              return 0;
            });
  }

  /** The one that would be served. */
  SignedCheckpoint shown() {
    return get(Transactions.class)
        .read(connection -> get(ShownCheckpoints.class).of(connection, LOG))
        .orElseThrow();
  }

  /** The newest checkpoint, however many witnesses it has, once it has that size. */
  static SignedCheckpoint await(TestDatabase database, long size)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      List<SignedCheckpoint> all = checkpoints(database);
      if (!all.isEmpty() && all.getLast().checkpoint().head().size() >= size) {
        return all.getLast();
      }
      Thread.sleep(20);
    }
    throw new AssertionError("the log never had " + size + " entries");
  }

  /** In the order of their sizes. */
  static List<SignedCheckpoint> checkpoints(TestDatabase database) throws SQLException {
    try (Connection connection = database.asService();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select note from merkle_checkpoint order by size")) {
      List<SignedCheckpoint> all = new ArrayList<>();
      while (rows.next()) {
        all.add(SignedCheckpoint.parse(Bytes.of(rows.getBytes(1))));
      }
      return all;
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
