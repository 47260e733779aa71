package org.sealward.delivery;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.conversation.Audience;
import org.sealward.platform.Event;
import org.sealward.platform.EventTail;

/** Hands each new event of the log to the sockets on this node of the people whom it is for. */
@Singleton
class Fanout implements ApplicationEventListener<ServerStartupEvent> {
  private final EventTail tail;
  private final Audience audience;
  private final Subscribers subscribers;
  private EventTail.@Nullable Subscription subscription;

  Fanout(EventTail tail, Audience audience, Subscribers subscribers) {
    this.tail = tail;
    this.audience = audience;
    this.subscribers = subscribers;
  }

  @Override
  public void onApplicationEvent(ServerStartupEvent event) {
    subscription = tail.subscribe(this::deliver);
  }

  private void deliver(List<Event> events) {
    for (Event event : events) {
      List<UUID> readers = audience.of(event);
      EventText text = null;
      for (UUID reader : readers) {
        for (Subscriber subscriber : subscribers.of(reader)) {
          text = text == null ? EventText.of(event) : text;
          subscriber.offer(text);
        }
      }
    }
  }

  @PreDestroy
  void close() {
    if (subscription != null) {
      subscription.close();
    }
  }
}
