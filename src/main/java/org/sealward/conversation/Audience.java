package org.sealward.conversation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micronaut.context.annotation.Prototype;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.sealward.envelope.Member;
import org.sealward.envelope.MembershipEntry;
import org.sealward.platform.Erasures;
import org.sealward.platform.Event;

/**
 * Whom an event of the log is for. A conversation's event is for the members at its place in the
 * log, not for those of today, so a removed member gets nothing later, nor does one who left; an
 * entry is also for those whom it removes, so that they learn of it. Any other stream is a user's
 * own.
 *
 * <p>Each reader of the log has one of its own, used by one thread, with events in log order:
 * membership changes in that order too.
 */
@Prototype
public class Audience {
  private static final int CACHED = 20_000;

  private final Cache<UUID, List<UUID>> present = Caffeine.newBuilder().maximumSize(CACHED).build();
  private final Chains chains;
  private final Members members;

  Audience(Chains chains, Members members) {
    this.chains = chains;
    this.members = members;
  }

  public List<UUID> of(Event event) {
    return switch (event.kind()) {
      case Chains.EVENT -> {
        MembershipEntry entry = chains.stored(event).entry().entry();
        List<UUID> before = entry.epoch() == 0 ? List.of() : present(event, event.seq() - 1);
        List<UUID> after = entry.members().stream().map(Member::userId).toList();
        present.put(event.stream(), after);
        yield Stream.concat(before.stream(), after.stream()).distinct().toList();
      }
      case Membership.LEAVE -> {
        List<UUID> before = present(event, event.seq());
        present.put(
            event.stream(), before.stream().filter(id -> !id.equals(event.actor())).toList());
        yield Stream.concat(before.stream(), Stream.of(event.actor())).distinct().toList();
      }
      case Messages.EVENT, Erasures.MESSAGES, MemberKeysNotice.EVENT -> present(event, event.seq());
      default -> List.of(event.stream());
    };
  }

  /** Who takes part at a place of the event's stream. */
  private List<UUID> present(Event event, long seq) {
    List<UUID> cached = present.getIfPresent(event.stream());
    if (cached != null) {
      return cached;
    }
    List<UUID> found =
        chains
            .entryAt(event.stream(), seq)
            .map(stored -> members.present(stored.entry().entry()))
            .orElse(List.of());
    present.put(event.stream(), found);
    return found;
  }
}
