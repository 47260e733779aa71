package org.sealward.status;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sealward.api.AvailabilityIncident;
import org.sealward.api.ServiceStatus;
import org.sealward.availability.ContractRecords;
import org.sealward.envelope.Bytes;
import org.sealward.notify.Mail;
import org.sealward.notify.Notice;
import org.sealward.notify.Outbox;
import org.sealward.platform.Transactions;
import org.sealward.report.Policy;
import org.sealward.status.SubscriberTables.Receiver;
import org.sealward.status.SubscriberTables.Subscriber;
import org.sealward.statuspage.StatusPlace;
import org.sealward.statuspage.StatuspageJson;

/** Tells subscribers and webhooks what is new on the page, in the transaction in which it is. */
@Singleton
class Announcements {
  /** What is longer ago is not news. */
  private static final Duration NEWS = Duration.ofDays(1);

  private static final String BEGUN = "investigating";
  private static final String OVER = "resolved";

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm zzz", Locale.ENGLISH);

  private final StatusProperties properties;
  private final StatusBoard board;
  private final Subscriptions subscriptions;
  private final Transactions transactions;
  private final Clock clock;

  Announcements(
      StatusProperties properties,
      StatusBoard board,
      Subscriptions subscriptions,
      Transactions transactions,
      Clock clock) {
    this.properties = properties;
    this.board = board;
    this.subscriptions = subscriptions;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Something that is new.
   *
   * @param id of the incident or the maintenance
   * @param headline one line
   * @param words plain text
   */
  record News(UUID id, String headline, String words) {}

  /** Tells everybody; what could not be sent is not queued. */
  void tell(Connection connection, News news) throws SQLException {
    tell(connection, news, null);
  }

  /** The document as it is, when a webhook will have to hear of what is about to be ended. */
  @Nullable ServiceStatus before(Connection connection) throws SQLException {
    return receivers(connection).isEmpty() ? null : board.with(connection);
  }

  private List<Receiver> receivers(Connection connection) throws SQLException {
    return properties.secret() == null ? List.of() : SubscriberTables.webhooks(connection);
  }

  /**
   * Tells everybody of something that was taken back or ended.
   *
   * @param before the document that had it; null when nothing has ended
   */
  void tell(Connection connection, News news, @Nullable ServiceStatus before) throws SQLException {
    Instant now = clock.instant();
    String name = board.requireOffered().name();
    URI page = place().page();
    List<Notice> notices = new ArrayList<>();
    List<Subscriber> subscribers =
        subscriptions.offered() ? SubscriberTables.subscribers(connection) : List.of();
    for (Subscriber subscriber : subscribers) {
      URI end = URI.create(page + "/unsubscribe/" + subscriber.id());
      notices.add(
          Notice.of(
                  Mail.CHANNEL,
                  subscriber.email(),
                  name + ": " + news.headline(),
                  """
                  %s

                  %s

                  All of it: %s
                  No more of these mails: %s
                  """
                      .formatted(news.headline(), news.words(), page, end),
                  now)
              .withUnsubscribe(end));
    }
    List<Receiver> receivers = receivers(connection);
    if (!receivers.isEmpty()) {
      ServiceStatus status = board.with(connection);
      if (isShown(before == null ? status : before, news.id())) {
        String body = body(status, news, before, now);
        for (Receiver receiver : receivers) {
          notices.add(Notice.of(StatusWebhooks.CHANNEL, receiver.id().toString(), "", body, now));
        }
      }
    }
    Outbox.add(connection, notices);
  }

  private String body(
      ServiceStatus status, News news, @Nullable ServiceStatus before, Instant now) {
    String page = place().page().toString();
    Bytes body =
        before == null
            ? StatuspageJson.webhook(status, place(), news.id(), page)
            : StatuspageJson.webhook(
                before,
                status,
                place(),
                news.id(),
                new ServiceStatus.Post(UUID.randomUUID(), null, news.words(), now),
                page);
    return new String(body.toArray(), StandardCharsets.UTF_8);
  }

  /** What was over before the days that are shown is not. */
  private static boolean isShown(ServiceStatus status, UUID id) {
    return status.incidents().stream().anyMatch(one -> one.id().equals(id))
        || status.maintenances().stream().anyMatch(one -> one.id().equals(id));
  }

  /** An incident that an alert opened, and what is to be told of it. */
  private record Alerted(AvailabilityIncident incident, String state) {
    UUID id() {
      return Objects.requireNonNull(incident.id());
    }
  }

  /** Tells of incidents that alerts opened, and that they are over; each once, of all nodes. */
  @Scheduled(initialDelay = "7s", fixedDelay = "10s")
  void look() {
    if (properties.contract() == null || board.status().isEmpty()) {
      return;
    }
    Policy policy = board.requireOffered();
    for (Alerted alerted : transactions.read(connection -> untold(connection, policy))) {
      transactions.write(
          unit -> {
            Connection connection = unit.connection();
            if (SubscriberTables.tell(connection, alerted.id(), alerted.state(), clock.instant())) {
              tell(connection, news(connection, policy, alerted));
            }
            return alerted;
          });
    }
  }

  private List<Alerted> untold(Connection connection, Policy policy) throws SQLException {
    Instant news = clock.instant().minus(NEWS);
    List<Alerted> untold = new ArrayList<>();
    for (AvailabilityIncident incident : ContractRecords.incidents(connection, policy)) {
      Instant to = incident.to();
      if (to != null && to.isBefore(news)) {
        continue;
      }
      Alerted begun = new Alerted(incident, BEGUN);
      if (!SubscriberTables.isTold(connection, begun.id(), BEGUN)) {
        untold.add(begun);
      }
      if (to != null && !SubscriberTables.isTold(connection, begun.id(), OVER)) {
        untold.add(new Alerted(incident, OVER));
      }
    }
    return untold;
  }

  private News news(Connection connection, Policy policy, Alerted alerted) throws SQLException {
    AvailabilityIncident incident = alerted.incident();
    ZoneId zone = policy.contract().zone();
    Instant to = incident.to();
    if (alerted.state().equals(OVER) && to != null) {
      return new News(
          alerted.id(),
          incident.title() + ": over",
          "As our probers saw it, from %s to %s."
              .formatted(moment(incident.from(), zone), moment(to, zone)));
    }
    String parts =
        board.with(connection).incidents().stream()
            .filter(one -> one.id().equals(alerted.id()))
            .flatMap(one -> one.components().stream())
            .flatMap(id -> Part.of(id).stream())
            .map(Part::title)
            .collect(Collectors.joining(", "));
    return new News(
        alerted.id(),
        incident.title(),
        "Our probers see it since %s.%s"
            .formatted(
                moment(incident.from(), zone), parts.isEmpty() ? "" : " Affected: " + parts + "."));
  }

  /** A time for people, such as {@code 2026-07-01 14:30 EEST}. */
  static String moment(Instant at, ZoneId zone) {
    return MOMENT.format(at.atZone(zone));
  }

  private StatusPlace place() {
    return StatusPlace.service(
        Objects.requireNonNull(properties.address(), "required with a contract"), true);
  }
}
