package org.sealward.local.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.SealedMessage;
import org.sealward.local.postgres.EmbeddedDatabase;

/**
 * What the database takes without a service: rows of messages inserted into the event log's table,
 * one a transaction, by connections that do nothing else.
 */
final class PlainInserts {
  private final EmbeddedDatabase database;
  private final SealedMessage message;
  private final byte[] body;

  PlainInserts(EmbeddedDatabase database, SealedMessage message) {
    this.database = database;
    this.message = message;
    this.body = Json.write(message);
  }

  double perSecond(int connections, int seconds) throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long sum = 0;
    try (var threads = Executors.newFixedThreadPool(connections)) {
      List<Future<Long>> counts = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        counts.add(threads.submit(() -> insert(end)));
      }
      for (Future<Long> count : counts) {
        sum += count.get();
      }
    }
    return sum / (double) seconds;
  }

  private long insert(long end) throws SQLException {
    UUID stream = UUID.randomUUID();
    long counted = 0;
    // The service may not insert; the table's owner may.
    try (Connection connection = database.superuser(EmbeddedDatabase.DATABASE);
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into event (stream, seq, kind, actor, at, digest, body)"
                    + " values (?, ?, 'message', ?, ?, ?, ?)")) {
      for (long seq = 1; System.nanoTime() < end; seq++) {
        insert.setObject(1, stream);
        insert.setLong(2, seq);
        insert.setObject(3, message.header().senderId());
        insert.setObject(4, Clock.systemUTC().instant().atOffset(ZoneOffset.UTC));
        insert.setBytes(5, message.messageHash().toArray());
        insert.setBytes(6, body);
        insert.executeUpdate();
        counted++;
      }
    }
    return counted;
  }
}
