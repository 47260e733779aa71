package org.sealward.platform;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Writes many small commands in few transactions: whatever arrived while the last transaction was
 * committing goes into the next one. One thread, commands in the order of their submission.
 *
 * <p>One bad command never fails its neighbours: a batch says for each command how it ended, and
 * when a batch fails as a whole for a reason that may lie in a command, it is tried again in halves
 * until the culprit is alone. So a command may be executed more than once, of which at most one
 * execution is committed, save when a connection breaks during a commit: then its caller gets an
 * exception although it may have been written. Commands must therefore be idempotent by an id of
 * their own.
 *
 * @param <C> a command
 * @param <R> its result
 */
public final class BatchingWriter<C, R> implements AutoCloseable {

  /** How one command of a batch ended. */
  public sealed interface Outcome<R> {
    /** Committed with its batch; the caller gets the value. */
    record Done<R>(R value) implements Outcome<R> {}

    /** Had no effect; the caller gets the reason, its neighbours are not touched. */
    record Refused<R>(RuntimeException reason) implements Outcome<R> {}
  }

  /** Does a batch in one transaction of {@link Transactions}, and commits it. */
  @FunctionalInterface
  public interface Batch<C, R> {
    /**
     * Answers one outcome a command, in the order of the commands. When it throws, nothing of the
     * batch is committed, unless the connection broke during the commit.
     */
    List<Outcome<R>> write(List<C> commands);
  }

  private record Pending<C, R>(C command, CompletableFuture<R> result) {}

  private final Batch<C, R> batch;
  private final int largestBatch;
  private final BlockingQueue<Pending<C, R>> queue;
  private final Loop loop;
  private volatile boolean closed;

  /**
   * Starts the writer's thread.
   *
   * @param name of the thread
   * @param largestBatch the most commands in one transaction
   * @param longestQueue the most commands that wait; beyond it, commands are refused
   */
  public BatchingWriter(String name, Batch<C, R> batch, int largestBatch, int longestQueue) {
    this.batch = batch;
    this.largestBatch = largestBatch;
    this.queue = new ArrayBlockingQueue<>(longestQueue);
    this.loop = new Loop(name, _ -> writeWhatWaits());
    this.loop.start();
  }

  /**
   * Completes after the command's transaction has committed, or with the reason of its refusal, or
   * with a {@link GeneralProblem#OVERLOADED} problem when too many wait or there is no connection.
   * What depends on the future runs on the writer's thread unless it says {@code Async}: it must be
   * quick.
   */
  public CompletableFuture<R> submit(C command) {
    Pending<C, R> pending = new Pending<>(command, new CompletableFuture<>());
    if (closed || !queue.offer(pending)) {
      pending.result.completeExceptionally(overloaded());
    } else if (closed) {
      refuseWhatWaits();
    }
    return pending.result;
  }

  /** Commands that wait for the next batch. */
  public int waiting() {
    return queue.size();
  }

  private void writeWhatWaits() throws InterruptedException {
    List<Pending<C, R>> waiting = new ArrayList<>(largestBatch);
    waiting.add(queue.take());
    queue.drainTo(waiting, largestBatch - 1);
    write(waiting);
  }

  private void write(List<Pending<C, R>> pending) {
    List<Outcome<R>> outcomes;
    try {
      outcomes = batch.write(pending.stream().map(Pending::command).toList());
      if (outcomes.size() != pending.size()) {
        throw new IllegalStateException("a batch must answer every command");
      }
    } catch (RuntimeException | Error e) {
      if (pending.size() > 1 && mayBeOfOneCommand(e)) {
        write(pending.subList(0, pending.size() / 2));
        write(pending.subList(pending.size() / 2, pending.size()));
      } else {
        pending.forEach(each -> each.result.completeExceptionally(e));
        if (noConnection(e)) {
          // They have waited as long for nothing, and would wait as long again.
          refuseWhatWaits();
        }
      }
      return;
    }
    for (int i = 0; i < outcomes.size(); i++) {
      CompletableFuture<R> result = pending.get(i).result;
      switch (outcomes.get(i)) {
        case Outcome.Done<R>(R value) -> result.complete(value);
        case Outcome.Refused<R>(RuntimeException reason) -> result.completeExceptionally(reason);
      }
    }
  }

  /** Not when the database is away, full or busy: then every half would fail and wait again. */
  private static boolean mayBeOfOneCommand(Throwable failure) {
    for (Throwable link = failure; link != null; link = link.getCause()) {
      if (link instanceof SQLException sql) {
        String state = sql.getSQLState();
        return state != null
            && List.of("22", "23", "P0").contains(state.substring(0, Math.min(2, state.length())));
      }
    }
    return true;
  }

  /** The pool had none to give, or the database takes none, for as long as we wait for one. */
  private static boolean noConnection(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(SQLTransientConnectionException.class::isInstance);
  }

  private static Problem overloaded() {
    return new Problem(GeneralProblem.OVERLOADED, "commands wait that cannot be written now");
  }

  private void refuseWhatWaits() {
    List<Pending<C, R>> waiting = new ArrayList<>();
    queue.drainTo(waiting);
    waiting.forEach(each -> each.result.completeExceptionally(overloaded()));
  }

  /** Ends after the batch that is being written; what still waits is refused. */
  @Override
  public void close() {
    closed = true;
    loop.close();
    refuseWhatWaits();
  }
}
