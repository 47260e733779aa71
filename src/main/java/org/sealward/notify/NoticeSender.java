package org.sealward.notify;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sealward.platform.Loop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what is in the outbox, at least once. Each channel has a thread of its own on every
 * node, so that a mail server which hangs holds up no webhook.
 */
@Context
class NoticeSender implements ApplicationEventListener<ServerStartupEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeSender.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String GIVEN_UP = "given_up";

  private final NoticeTable table;
  private final MeterRegistry metrics;
  private final List<String> names;
  private final List<Loop> loops;
  private volatile Map<String, Duration> waiting = Map.of();

  NoticeSender(List<Channel> channels, NoticeTable table, MeterRegistry metrics) {
    this.table = table;
    this.metrics = metrics;
    this.names = channels.stream().map(Channel::name).toList();
    this.loops =
        channels.stream()
            .map(channel -> new Loop("notices by " + channel.name(), _ -> advance(channel)))
            .toList();
    for (Channel channel : channels) {
      for (Delivery outcome : Delivery.values()) {
        var _ = counter(channel.name(), tag(outcome)); // A rate needs the zero that it begins from.
      }
      var _ = counter(channel.name(), GIVEN_UP);
      Gauge.builder("sealward.notices.waiting", () -> seconds(channel))
          .description("For how long the oldest notice of a channel has waited")
          .baseUnit("seconds")
          .tag("channel", channel.name())
          .register(metrics);
    }
  }

  private Counter counter(String channel, String outcome) {
    return Counter.builder("sealward.notices")
        .description("Tries to tell somebody outside of the service something, by how they went")
        .tag("channel", channel)
        .tag("outcome", outcome)
        .register(metrics);
  }

  private static String tag(Delivery outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  private double seconds(Channel channel) {
    return waiting.getOrDefault(channel.name(), Duration.ZERO).toMillis() / 1e3;
  }

  @Override
  public void onApplicationEvent(ServerStartupEvent event) {
    loops.forEach(Loop::start);
  }

  private void advance(Channel channel) throws InterruptedException {
    if (send(channel) < NoticeTable.CLAIMED_AT_ONCE) {
      Thread.sleep(PAUSE);
    }
  }

  /**
   * Delivers some of what is due, all at once.
   *
   * @return how many
   */
  int send(Channel channel) {
    List<NoticeTable.Due> due = table.claim(channel.name(), channel.longest());
    List<Thread> deliveries =
        due.stream().map(one -> Thread.startVirtualThread(() -> deliver(channel, one))).toList();
    deliveries.forEach(NoticeSender::await);
    return due.size();
  }

  /** What is on its way when the service stops is waited for, or the receiver gets it again. */
  private static void await(Thread delivery) {
    boolean interrupted = Thread.interrupted();
    while (delivery.isAlive()) {
      try {
        delivery.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Channel channel, NoticeTable.Due due) {
    try {
      Delivery outcome = channel.deliver(due.notice());
      counter(channel.name(), tag(outcome)).increment();
      switch (outcome) {
        case TAKEN -> table.taken(due);
        case GONE -> {
          LOG.warn("notice {} is given up: its receiver is gone", due.notice().id());
          table.gone(due);
        }
        case FAILED -> table.failed(due, Backoff.after(due.tries() - 1));
      }
    } catch (RuntimeException e) {
      // It is due again when the claim has ended.
      LOG.warn("notice {} could not be delivered or noted down", due.notice().id(), e);
    }
  }

  /** Gives up what nobody took in time, and looks how long the rest has waited. */
  @Scheduled(initialDelay = "15s", fixedDelay = "15s")
  void look() {
    table
        .giveUp(names)
        .forEach(
            (channel, many) -> {
              LOG.warn("{} notices by {} are given up: nobody took them", many, channel);
              counter(channel, GIVEN_UP).increment(many);
            });
    waiting = table.waiting();
  }

  @Scheduled(initialDelay = "1h", fixedDelay = "1h")
  void sweep() {
    table.deleteOld();
  }

  @PreDestroy
  void close() {
    loops.forEach(Loop::close);
  }
}
