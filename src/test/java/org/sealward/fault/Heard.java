package org.sealward.fault;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sealward.client.LiveEvent;
import org.sealward.client.LiveListener;
import org.sealward.client.Received;

/** What the product's client told of each stream, by sequence number, and what it should not. */
final class Heard implements LiveListener {
  private final Map<UUID, NavigableMap<Long, String>> streams = new ConcurrentHashMap<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();

  @Override
  public void on(LiveEvent event) {
    String what =
        switch (event) {
          case LiveEvent.MessageReceived(Received.Message message) -> message.id().toString();
          case LiveEvent.MembersChanged members -> members.entry().membershipHash().base64Url();
          case LiveEvent.MessageReceived other -> fault(other);
          case LiveEvent.Refused refused -> fault(refused);
          case LiveEvent.Missing missing -> fault(missing);
          default -> event.getClass().getSimpleName();
        };
    String before = of(event.stream()).put(event.seq(), what);
    if (before != null) {
      faults.add("told twice: " + before + ", " + what);
    }
  }

  private String fault(LiveEvent event) {
    faults.add(event.toString());
    return "fault";
  }

  NavigableMap<Long, String> of(UUID stream) {
    return streams.computeIfAbsent(stream, _ -> new ConcurrentSkipListMap<>());
  }

  List<String> faults() {
    return faults;
  }
}
