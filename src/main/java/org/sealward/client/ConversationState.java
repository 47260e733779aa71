package org.sealward.client;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sealward.api.StoredEntry;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.ConversationException.Reason;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EpochKey;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.MessageHeader;

/**
 * What is known of one conversation: its verified members, its keys, the newest message seen. The
 * device store keeps the newest entry, so that a later run notices a service that shows another
 * history, and both entries of a fork, as evidence. Thread-safe through {@link #locked}; every
 * other method is called under it.
 */
final class ConversationState {
  private final UUID id;
  private final Context context;
  private final MembershipChain chain;
  private final EpochKeys keys;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable UntrustedKeyException unconfirmed;
  private final MessageIndex index = new MessageIndex();
  private final Map<Content.Receipt.State, Long> receipted =
      new EnumMap<>(Content.Receipt.State.class);
  private long newestSeq = -1;
  private @Nullable Bytes newestHash;
  private long heard = -1;
  private long topicSeq = -1;
  private @Nullable String topic;

  ConversationState(UUID id, Context context) {
    this.id = id;
    this.context = context;
    this.chain = new MembershipChain(id, context.pins());
    this.keys = new EpochKeys(id, context);
  }

  <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The verified chain as far as it is known, read once from the service.
   *
   * @throws ConversationException {@link Reason#FORKED}
   */
  MembershipChain chain() {
    if (chain.length() == 0) {
      refresh();
    }
    return chain;
  }

  /** Reads what the service has beyond the known chain. */
  void refresh() {
    requireUnforked();
    List<StoredEntry> later =
        context
            .api()
            .all(
                Call.get(path() + "/entries").query("after", chain.length() - 1),
                "after",
                StoredEntry.class);
    unconfirmed = null;
    try {
      later.forEach(this::accept);
    } catch (UntrustedKeyException e) {
      if (chain.length() == 0) {
        throw e;
      }
      // What was accepted before stays readable; what follows waits for a person's confirmation.
      unconfirmed = e;
    }
    requireKnownHead();
    remember(chain.newest());
  }

  /**
   * The newest entry, to write under.
   *
   * @throws UntrustedKeyException when there is a newer one, with keys that the user must confirm
   */
  MembershipEntry newest() {
    if (chain.length() == 0 || unconfirmed != null) {
      refresh();
    }
    requireConfirmed();
    return chain.newest();
  }

  /**
   * @throws UntrustedKeyException when the chain goes on with keys that the user must confirm
   */
  void requireConfirmed() {
    UntrustedKeyException waiting = unconfirmed;
    if (waiting != null) {
      throw new UntrustedKeyException(waiting.userId(), waiting.pinned(), waiting.presented());
    }
  }

  /** Takes an entry that arrived; reads those before it when some are missing. */
  void take(StoredEntry entry) {
    requireUnforked();
    if (entry.entry().entry().epoch() > chain.length() || chain.length() == 0) {
      refresh();
    }
    accept(entry);
    remember(chain.newest());
  }

  /** Keeps an entry that this user authored, with its key. */
  void keep(StoredEntry entry, EpochKey key) {
    keys.keep(key);
    take(entry);
  }

  EpochKey key(MembershipEntry entry) {
    return keys.key(entry);
  }

  /** Hash of the newest message seen, for the next one's {@code seenHash}. */
  @Nullable Bytes newestHash() {
    return newestHash;
  }

  void seen(long seq, Bytes hash) {
    if (seq > newestSeq) {
      newestSeq = seq;
      newestHash = hash;
    }
  }

  MessageIndex index() {
    return index;
  }

  /** The live stream, which leaves nothing out, has come to that event. */
  void heard(long seq) {
    index.cover(heard < 0 ? seq : Math.min(heard + 1, seq), seq);
    heard = Math.max(heard, seq);
  }

  /** Whether the message that one names as the newest its sender had is there. */
  Received.Seen seen(long seq, MessageHeader header) {
    return index.seen(seq, header, readableFrom(), wholeIsReadable());
  }

  List<Long> gaps() {
    return index.gaps(readableFrom(), wholeIsReadable());
  }

  private long readableFrom() {
    return chain().newest().member(context.userId()).stream()
        .mapToLong(own -> chain.seqOf(own.readsFromEpoch()))
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  private boolean wholeIsReadable() {
    return chain()
        .newest()
        .member(context.userId())
        .filter(own -> own.readsFromEpoch() == 0)
        .isPresent();
  }

  /** Keeps what a message says about the conversation itself. */
  void note(long seq, UUID sender, Content content) {
    if (content instanceof Content.Topic(String name) && seq > topicSeq) {
      topicSeq = seq;
      topic = name;
    }
    if (content instanceof Content.Receipt(MessageRef target, var state)
        && sender.equals(context.userId())) {
      Long upTo = index.seq(target.messageHash());
      if (upTo != null) {
        receipted.merge(state, upTo, Math::max);
      }
    }
  }

  /** The newest topic that was read. */
  @Nullable String topic() {
    return topic;
  }

  /** Whether the user has sent a receipt that includes this one. */
  boolean hasReceipt(Content.Receipt.State state, long seq) {
    return receipted.entrySet().stream()
        .anyMatch(sent -> sent.getKey().compareTo(state) >= 0 && sent.getValue() >= seq);
  }

  String path() {
    return "/v1/conversations/" + id;
  }

  UUID id() {
    return id;
  }

  void close() {
    locked(
        () -> {
          keys.close();
          return id;
        });
  }

  private void accept(StoredEntry entry) {
    try {
      chain.accept(entry);
    } catch (ConversationException e) {
      context.device().put(forkKey(), Bytes.of(Json.write(entry)));
      throw e;
    }
  }

  private void requireUnforked() {
    if (context.device().get(forkKey()).isPresent()) {
      throw new ConversationException(Reason.FORKED, id);
    }
  }

  /** The service must still show the entry that an earlier run saw. */
  private void requireKnownHead() {
    if (chain.length() == 0) {
      throw new ConversationException(Reason.FORKED, id);
    }
    context
        .device()
        .get(headKey())
        .map(Head::decode)
        .ifPresent(
            head -> {
              boolean there =
                  chain
                      .entry(head.epoch())
                      .filter(entry -> entry.membershipHash().equals(head.membershipHash()))
                      .isPresent();
              if (!there) {
                throw new ConversationException(Reason.FORKED, id);
              }
            });
  }

  private void remember(MembershipEntry newest) {
    Bytes head = Head.of(newest).encoded();
    if (!context.device().get(headKey()).filter(head::equals).isPresent()) {
      context.device().put(headKey(), head);
    }
  }

  private String headKey() {
    return context.userId() + ".head." + id;
  }

  private String forkKey() {
    return context.userId() + ".fork." + id;
  }
}
