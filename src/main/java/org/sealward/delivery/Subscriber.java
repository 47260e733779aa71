package org.sealward.delivery;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.sealward.api.ServerFrame;
import org.sealward.conversation.Members;
import org.sealward.platform.Event;
import org.sealward.platform.EventLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One authenticated socket: what was sent of each stream, what is still wanted, and how much is on
 * its way. Memory is bounded: it keeps numbers, never events; what does not fit into the window is
 * read from the log when acknowledgements make room.
 */
final class Subscriber {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);
  private static final int READ = 100;

  private final UUID userId;
  private final Line line;
  private final EventLog log;
  private final Members members;
  private final Executor blocking;

  /** Last sequence number sent, by stream. */
  private final Map<UUID, Long> sent = new HashMap<>();

  /** Streams to be read from the log, with the sequence number to be reached at least. */
  private final Map<UUID, Long> wanted = new HashMap<>();

  private Instant expiresAt;
  private long frames;
  private long acknowledged;
  private boolean resumed;
  private boolean caughtUp;
  private boolean reading;

  Subscriber(
      UUID userId, Instant expiresAt, Line line, EventLog log, Members members, Executor blocking) {
    this.userId = userId;
    this.expiresAt = expiresAt;
    this.line = line;
    this.log = log;
    this.members = members;
    this.blocking = blocking;
  }

  UUID userId() {
    return userId;
  }

  Line line() {
    return line;
  }

  synchronized void renew(Instant until) {
    expiresAt = until;
  }

  synchronized boolean expired(Instant now) {
    return !now.isBefore(expiresAt);
  }

  /**
   * Starts sending, after the positions that the client has.
   *
   * @param positions of the present timeline, by stream
   */
  void resume(Map<UUID, Long> positions) {
    List<Members.Reading> readings = members.readings(userId);
    synchronized (this) {
      want(userId, positions.getOrDefault(userId, 0L));
      for (Members.Reading reading : readings) {
        long position = positions.getOrDefault(reading.conversationId(), 0L);
        want(reading.conversationId(), Math.max(position, reading.fromSeq() - 1));
      }
      resumed = true;
    }
    pump();
  }

  private void want(UUID stream, long after) {
    sent.put(stream, after);
    wanted.put(stream, after);
  }

  void acknowledge(long frame) {
    synchronized (this) {
      acknowledged = Math.min(frames, Math.max(acknowledged, frame));
    }
    pump();
  }

  /** An event for this user, in log order. Sends it at once when it is the next of its stream. */
  void offer(EventText text) {
    Event event = text.event();
    synchronized (this) {
      if (!resumed) {
        return;
      }
      Long last = sent.get(event.stream());
      if (last != null && event.seq() <= last) {
        return;
      }
      boolean next = last != null && event.seq() == last + 1;
      if (next && !wanted.containsKey(event.stream()) && hasRoom()) {
        send(text);
        return;
      }
      wanted.merge(event.stream(), event.seq(), Math::max);
    }
    pump();
  }

  /** Reads what is wanted from the log, on one thread at a time, as far as the window allows. */
  private void pump() {
    synchronized (this) {
      if (reading || !resumed || !isReadable()) {
        announceCaughtUp();
        return;
      }
      reading = true;
    }
    blocking.execute(this::read);
  }

  private void read() {
    try {
      for (UUID stream = nextWanted(); stream != null; stream = nextWanted()) {
        readStream(stream);
      }
    } catch (RuntimeException e) {
      LOG.warn("reading the log for a socket failed; the client is going to come back", e);
      line.close(WebSocketCloseStatus.TRY_AGAIN_LATER);
      return;
    } finally {
      synchronized (this) {
        reading = false;
      }
    }
    pump();
  }

  private synchronized @Nullable UUID nextWanted() {
    return isReadable() ? wanted.keySet().iterator().next() : null;
  }

  /** Whether there is something to read from the log, and somebody to send it to. */
  private boolean isReadable() {
    return line.isOpen() && !wanted.isEmpty() && hasRoom();
  }

  private void readStream(UUID stream) {
    OptionalLong from = readableFrom(stream);
    if (from.isEmpty()) {
      forget(stream);
      return;
    }
    long after = startAt(stream, from.getAsLong());
    List<Event> events = log.read(stream, after, READ);
    synchronized (this) {
      for (Event event : events) {
        if (!hasRoom()) {
          return;
        }
        send(EventText.of(event));
        if (members.excludes(event, userId)) {
          // What follows is not for the user, unless they were let in again: look that up first.
          return;
        }
      }
      if (events.size() < READ
          && sent.getOrDefault(stream, 0L) >= wanted.getOrDefault(stream, 0L)) {
        wanted.remove(stream);
      }
    }
  }

  private synchronized long startAt(UUID stream, long from) {
    long after = Math.max(sent.getOrDefault(stream, 0L), from - 1);
    sent.put(stream, after);
    return after;
  }

  private OptionalLong readableFrom(UUID stream) {
    return stream.equals(userId) ? OptionalLong.of(1) : members.readableFrom(stream, userId);
  }

  private synchronized void forget(UUID stream) {
    wanted.remove(stream);
    sent.remove(stream);
  }

  private boolean hasRoom() {
    return frames - acknowledged < ServerFrame.WINDOW;
  }

  private void send(EventText text) {
    frames++;
    sent.put(text.event().stream(), text.event().seq());
    line.send(text.frame(frames));
  }

  private void announceCaughtUp() {
    if (resumed && !caughtUp && !reading && wanted.isEmpty()) {
      caughtUp = true;
      line.send(StreamProtocol.CAUGHT_UP);
    }
  }
}
