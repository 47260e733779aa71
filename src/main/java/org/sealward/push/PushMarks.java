package org.sealward.push;

import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.sealward.conversation.Audience;
import org.sealward.platform.Event;
import org.sealward.platform.EventReader;

/** Reads the event log and marks the devices of those for whom something came. */
@Singleton
@Requires(property = PushProperties.WEBHOOK)
final class PushMarks implements EventReader {
  /** What is worth waking somebody for. */
  private static final Set<String> WAKING =
      Set.of("message", "membership", "connection", "image-granted");

  /** Wakes nobody, but whom later events are for depends on it. */
  private static final String LEAVE = "leave";

  private final Audience audience;
  private final PushTargets targets;

  PushMarks(Audience audience, PushTargets targets) {
    this.audience = audience;
    this.targets = targets;
  }

  @Override
  public String name() {
    return "push";
  }

  @Override
  public Set<String> kinds() {
    Set<String> kinds = new HashSet<>(WAKING);
    kinds.add(LEAVE);
    return kinds;
  }

  @Override
  public void accept(List<Event> batch) {
    Set<UUID> users = new HashSet<>();
    for (Event event : batch) {
      List<UUID> readers = audience.of(event);
      if (WAKING.contains(event.kind())) {
        readers.stream().filter(reader -> !reader.equals(event.actor())).forEach(users::add);
      }
    }
    if (!users.isEmpty()) {
      targets.mark(users);
    }
  }
}
