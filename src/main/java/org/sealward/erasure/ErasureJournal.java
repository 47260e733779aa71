package org.sealward.erasure;

import io.micronaut.context.BeanProvider;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.ErasureRecord;
import org.sealward.objects.ObjectStoreException;
import org.sealward.platform.Erasures;
import org.sealward.platform.Event;
import org.sealward.platform.EventReader;
import org.sealward.platform.Journal;
import org.sealward.platform.RepeatedErasure;
import org.sealward.platform.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every order to erase, and every legal hold, to the journal, and keeps in the database how
 * many records it knows of. A database that was put back knows of fewer than there are: then those
 * after them are carried out again, before the service answers anybody. A record too many, after a
 * crash or of another node that is about to count it, finds nothing to erase.
 */
@Singleton
final class ErasureJournal implements EventReader, ApplicationEventListener<StartupEvent> {
  static final String SERIES = "erasures";

  private static final Logger LOG = LoggerFactory.getLogger(ErasureJournal.class);

  private final Journal journal;
  private final Transactions transactions;
  private final BeanProvider<RepeatedErasure> features;
  private final ReentrantLock turn = new ReentrantLock();

  /**
   * @param features made when there is something to repeat
   */
  ErasureJournal(
      Journal journal, Transactions transactions, BeanProvider<RepeatedErasure> features) {
    this.journal = journal;
    this.transactions = transactions;
    this.features = features;
  }

  @Override
  public String name() {
    return "erasure-journal";
  }

  @Override
  public Set<String> kinds() {
    return Erasures.JOURNALED;
  }

  @Override
  public void accept(List<Event> batch) {
    for (Event order : batch) {
      Bytes body = order.body();
      if (body == null) {
        continue; // An account went since, whose own order says more.
      }
      Bytes record =
          new ErasureRecord(order.stream(), order.actor(), order.at(), order.kind(), body).encode();
      inTurn(
          () -> {
            long number = repeatUnknown();
            while (!journal.create(SERIES, number, record)) {
              number = repeatUnknown();
            }
            known(number + 1);
          });
    }
  }

  /** A node does not repeat beside itself. */
  private void inTurn(Runnable work) {
    turn.lock();
    try {
      work.run();
    } finally {
      turn.unlock();
    }
  }

  /**
   * A start while the journal cannot be read goes on without: nobody could read an image either,
   * and the next look is a minute away.
   */
  @Override
  public void onApplicationEvent(StartupEvent event) {
    try {
      inTurn(this::repeatUnknown);
    } catch (ObjectStoreException e) {
      LOG.warn("the journal of erasures cannot be read; looking again in a minute", e);
    }
  }

  /** Notices a standby that was promoted without the newest commits, too. */
  @Scheduled(initialDelay = "1m", fixedDelay = "1m")
  void look() {
    inTurn(this::repeatUnknown);
  }

  /** Carries out what the database does not know of, and tells where the journal ends. */
  private long repeatUnknown() {
    long first = transactions.read(ErasureJournal::known);
    long number = first;
    Optional<Journal.Entry> entry = journal.firstFrom(SERIES, number);
    while (entry.isPresent()) {
      number = entry.get().number();
      repeat(ErasureRecord.decode(entry.get().content()));
      number++;
      known(number);
      entry = journal.firstFrom(SERIES, number);
    }
    if (number > first) {
      LOG.info("{} erasures of the journal looked after again", number - first);
    }
    return number;
  }

  private void repeat(ErasureRecord order) {
    RepeatedErasure feature =
        features.stream()
            .filter(one -> one.kind().equals(order.kind()))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("nobody knows how to repeat " + order.kind()));
    transactions.write(
        unit -> {
          feature.repeat(unit, order);
          return order;
        });
  }

  private static long known(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("select records from erasure_journal");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private void known(long records) {
    transactions.write(
        unit -> {
          try (PreparedStatement update =
              unit.connection()
                  .prepareStatement("update erasure_journal set records = greatest(records, ?)")) {
            update.setLong(1, records);
            return update.executeUpdate();
          }
        });
  }
}
