package org.sealward.client;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.MessageHeader;

/**
 * Which messages of a conversation this client has had in its hands, by hash and by id, and which
 * parts of the stream it knows completely: what tells a gap from what was only not read yet. It
 * holds no content. Not thread-safe.
 */
final class MessageIndex {
  private record Name(UUID senderId, UUID messageId) {}

  private record Place(long seq, Bytes hash) {}

  private final Map<Bytes, Long> seqs = new HashMap<>();
  private final Map<Name, Place> names = new HashMap<>();
  private final Map<UUID, NavigableSet<Long>> bySender = new HashMap<>();
  private final NavigableSet<Long> erased = new TreeSet<>();

  private record Wanting(long seq, MessageHeader header) {}

  /** The first message that names one which is not known, by that one's hash. */
  private final Map<Bytes, Wanting> wanting = new LinkedHashMap<>();

  /** Parts of the stream of which everything was read: from, to; apart from each other. */
  private final TreeMap<Long, Long> covered = new TreeMap<>();

  /** Everything from one place up to another was read. */
  void cover(long from, long to) {
    if (from > to) {
      return;
    }
    long start = from;
    long end = to;
    Map.Entry<Long, Long> before = covered.floorEntry(from);
    if (before != null && before.getValue() >= from - 1) {
      start = before.getKey();
      end = Math.max(end, before.getValue());
    }
    while (true) {
      Map.Entry<Long, Long> next = covered.ceilingEntry(start);
      if (next == null || next.getKey() > end + 1) {
        break;
      }
      end = Math.max(end, next.getValue());
      covered.remove(next.getKey());
    }
    covered.put(start, end);
  }

  /** There is a message of which nothing is left. */
  void addErased(long seq) {
    erased.add(seq);
  }

  /**
   * Notes a message that verified.
   *
   * @throws InvalidEnvelopeException {@link Failure#REPEATED_ID} unless it is the first one of its
   *     sender with that id, at the place where it was before
   */
  void add(long seq, MessageHeader header, Bytes hash) {
    Place place = new Place(seq, hash);
    Place first = names.putIfAbsent(new Name(header.senderId(), header.messageId()), place);
    if (first != null && !first.equals(place)) {
      if (first.seq() <= seq) {
        throw new InvalidEnvelopeException(
            Failure.REPEATED_ID, "the sender's message of that id came before, at " + first.seq());
      }
      names.put(new Name(header.senderId(), header.messageId()), place);
    }
    seqs.merge(hash, seq, Math::min);
    bySender.computeIfAbsent(header.senderId(), _ -> new TreeSet<>()).add(seq);
    wanting.remove(hash);
    Bytes seen = header.seenHash();
    if (seen != null && !seqs.containsKey(seen)) {
      wanting.putIfAbsent(seen, new Wanting(seq, header));
    }
  }

  /** There is a message that was refused; it is not missing. */
  void addRefused(long seq, Bytes hash) {
    seqs.putIfAbsent(hash, seq);
    wanting.remove(hash);
  }

  /** Where the message of that hash stands; null when it is not known. */
  @Nullable Long seq(Bytes hash) {
    return seqs.get(hash);
  }

  /**
   * Whether the message that one names as the newest its sender had is there.
   *
   * @param readableFrom where the user's own part of the stream begins
   * @param whole whether that is the beginning of the conversation
   */
  Received.Seen seen(long seq, MessageHeader header, long readableFrom, boolean whole) {
    Bytes target = header.seenHash();
    if (target == null) {
      return Received.Seen.NOTHING;
    }
    if (seqs.containsKey(target)) {
      return Received.Seen.PRESENT;
    }
    Map.Entry<Long, Long> part = covered.floorEntry(seq);
    if (part == null || part.getValue() < seq) {
      return Received.Seen.NOT_READ;
    }
    long from = Math.max(part.getKey(), readableFrom);
    boolean fromTheStart = whole && from == readableFrom;
    boolean complete = fromTheStart || hasEarlier(header.senderId(), from, seq);
    return complete && erased.subSet(from, seq).isEmpty()
        ? Received.Seen.MISSING
        : Received.Seen.NOT_READ;
  }

  /** Who sent a message has had that one, at least. */
  private boolean hasEarlier(UUID senderId, long from, long seq) {
    NavigableSet<Long> sent = bySender.get(senderId);
    Long earlier = sent == null ? null : sent.lower(seq);
    return earlier != null && earlier >= from;
  }

  /** Places before which something is missing, with the arguments of {@link #seen}. */
  List<Long> gaps(long readableFrom, boolean whole) {
    return wanting.values().stream()
        .filter(w -> seen(w.seq(), w.header(), readableFrom, whole) == Received.Seen.MISSING)
        .map(Wanting::seq)
        .sorted()
        .toList();
  }
}
