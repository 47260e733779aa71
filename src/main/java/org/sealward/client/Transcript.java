package org.sealward.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;

/**
 * A conversation as people see it: edits and retractions applied, receipts counted (protocol §7.6).
 * It is made of what was added to it, in any order; what names a message that is not there counts
 * from when that message is added. Not thread-safe.
 */
public final class Transcript {
  /** One thing to show. */
  public sealed interface Line {
    /** Where it stands in the conversation. */
    Received source();

    /**
     * Something that was said.
     *
     * @param content with its newest text
     * @param edited whether that is another text than at first
     */
    record Said(Received.Message source, Content content, boolean edited) implements Line {}

    /** Something that its sender took back: show that it was there, not what it said. */
    record Retracted(Received.Message source) implements Line {}

    /** An edit, retraction or receipt of a message that is not there, or not yet. */
    record Waiting(Received.Message source) implements Line {}

    /**
     * An edit or retraction of somebody else's message, or one that names no such thing: it counts
     * for nothing.
     */
    record Ignored(Received.Message source) implements Line {}

    /** A message that was refused, or erased at the service. */
    record Closed(Received source) implements Line {}
  }

  /**
   * How far a member has come, by their own receipts.
   *
   * @param deliveredSeq {@link Received#seq()} of the newest message that a device of theirs has
   * @param readSeq the same of what they have seen; 0 for nothing
   */
  public record Reading(long deliveredSeq, long readSeq) {
    private Reading with(Content.Receipt.State state, long seq) {
      long delivered = Math.max(deliveredSeq, seq);
      return switch (state) {
        case DELIVERED -> new Reading(delivered, readSeq);
        case READ -> new Reading(delivered, Math.max(readSeq, seq));
      };
    }
  }

  private enum Verdict {
    COUNTS,
    WAITS,
    IGNORED
  }

  private final TreeMap<Long, Received> bySeq = new TreeMap<>();
  private final Map<Bytes, Received.Message> byHash = new HashMap<>();

  /** Adds what was read; the same again replaces it. */
  public void add(Received received) {
    bySeq.put(received.seq(), received);
    if (received instanceof Received.Message message) {
      byHash.put(message.hash(), message);
    }
  }

  /** What to show, in order. Edits, retractions and receipts that count have no line. */
  public List<Line> lines() {
    Map<Bytes, String> texts = new HashMap<>();
    Map<Bytes, Received.Message> retractions = new HashMap<>();
    for (Received.Message message : messages()) {
      if (verdict(message) == Verdict.COUNTS) {
        switch (message.content()) {
          case Content.Edit(MessageRef target, String text) ->
              texts.put(target.messageHash(), text);
          case Content.Retract(MessageRef target) -> retractions.put(target.messageHash(), message);
          default -> {}
        }
      }
    }
    List<Line> lines = new ArrayList<>();
    for (Received received : bySeq.values()) {
      if (received instanceof Received.Message message) {
        switch (verdict(message)) {
          case WAITS -> lines.add(new Line.Waiting(message));
          case IGNORED -> lines.add(new Line.Ignored(message));
          case COUNTS -> {
            if (retractions.containsKey(message.hash())) {
              lines.add(new Line.Retracted(message));
            } else if (isSaid(message.content())) {
              lines.add(said(message, texts.get(message.hash())));
            }
          }
        }
      } else {
        lines.add(new Line.Closed(received));
      }
    }
    return lines;
  }

  /** What the conversation is called: the newest topic, whoever of the members gave it. */
  public Optional<String> topic() {
    return bySeq.descendingMap().values().stream()
        .map(received -> received instanceof Received.Message message ? message.content() : null)
        .filter(Content.Topic.class::isInstance)
        .map(content -> ((Content.Topic) content).topic())
        .findFirst();
  }

  /** How far each member has come who has said so. */
  public Map<UUID, Reading> readings() {
    Map<UUID, Reading> readings = new HashMap<>();
    for (Received.Message message : messages()) {
      if (message.content() instanceof Content.Receipt(MessageRef target, var state)
          && verdict(message) == Verdict.COUNTS) {
        long seq = find(target).orElseThrow().seq();
        readings.merge(
            message.senderId(),
            new Reading(0, 0).with(state, seq),
            (known, _) -> known.with(state, seq));
      }
    }
    return readings;
  }

  /** The message that is named, for instance by a {@link Content.Reply}. */
  public Optional<Received.Message> find(MessageRef target) {
    return Optional.ofNullable(byHash.get(target.messageHash()))
        .filter(message -> message.id().equals(target.messageId()));
  }

  private List<Received.Message> messages() {
    return bySeq.values().stream()
        .filter(Received.Message.class::isInstance)
        .map(Received.Message.class::cast)
        .toList();
  }

  private Verdict verdict(Received.Message message) {
    return switch (message.content()) {
      case Content.Edit(MessageRef target, _) ->
          verdict(
              target,
              named ->
                  named.senderId().equals(message.senderId())
                      && (named.content() instanceof Content.Text
                          || named.content() instanceof Content.Reply));
      case Content.Retract(MessageRef target) ->
          verdict(
              target,
              named ->
                  named.senderId().equals(message.senderId())
                      && isSaid(named.content())
                      && !(named.content() instanceof Content.Topic));
      case Content.Receipt(MessageRef target, _) ->
          verdict(target, named -> !(named.content() instanceof Content.Receipt));
      case Content.Text _, Content.Reply _, Content.Topic _, Content.Image _, Content.Other _ ->
          Verdict.COUNTS;
    };
  }

  private interface Rule {
    boolean allows(Received.Message named);
  }

  private Verdict verdict(MessageRef target, Rule rule) {
    Received.Message named = byHash.get(target.messageHash());
    if (named == null) {
      return Verdict.WAITS;
    }
    return named.id().equals(target.messageId()) && rule.allows(named)
        ? Verdict.COUNTS
        : Verdict.IGNORED;
  }

  private static Line said(Received.Message message, @Nullable String newest) {
    return newest == null
        ? new Line.Said(message, message.content(), false)
        : new Line.Said(
            message,
            message.content() instanceof Content.Reply(MessageRef target, _)
                ? new Content.Reply(target, newest)
                : new Content.Text(newest),
            true);
  }

  /** Whether it is something by itself, not about another message. */
  private static boolean isSaid(Content content) {
    return switch (content) {
      case Content.Text _, Content.Reply _, Content.Topic _, Content.Image _, Content.Other _ ->
          true;
      case Content.Edit _, Content.Retract _, Content.Receipt _ -> false;
    };
  }
}
