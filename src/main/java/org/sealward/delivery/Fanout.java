package org.sealward.delivery;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.conversation.Audience;
import org.sealward.platform.Erasures;
import org.sealward.platform.Event;
import org.sealward.platform.EventTail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each new event of the log to the sockets on this node of the people whom it is for. */
@Singleton
class Fanout implements ApplicationEventListener<ServerStartupEvent>, EventTail.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Fanout.class);

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
    subscription = tail.subscribe(this);
  }

  @Override
  public void accept(List<Event> events) {
    try {
      events.forEach(this::deliver);
    } catch (RuntimeException e) {
      LOG.error("new events could not be handed out: the clients are going to ask for them", e);
      subscribers.closeAll();
    }
  }

  /** Positions of the old timeline count for nothing: the clients come back and start again. */
  @Override
  public void timelineChanged() {
    subscribers.closeAll();
  }

  private void deliver(Event event) {
    EventText text = null;
    for (UUID reader : audience.of(event)) {
      for (Subscriber subscriber : subscribers.of(reader)) {
        text = text == null ? EventText.of(event) : text;
        subscriber.offer(text);
      }
    }
    if (event.kind().equals(Erasures.ACCOUNT)) {
      subscribers.closeErased(event.stream());
    }
  }

  @PreDestroy
  void close() {
    if (subscription != null) {
      subscription.close();
    }
  }
}
