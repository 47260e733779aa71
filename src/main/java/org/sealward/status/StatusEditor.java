package org.sealward.status;

import jakarta.inject.Singleton;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.NewStatusIncident;
import org.sealward.api.NewStatusMaintenance;
import org.sealward.api.NewStatusPost;
import org.sealward.api.NewStatusWebhook;
import org.sealward.api.ServiceStatus;
import org.sealward.api.StatusWebhook;
import org.sealward.availability.ContractRecords;
import org.sealward.platform.Act;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.Transactions;
import org.sealward.report.Policy;
import org.sealward.status.Announcements.News;
import org.sealward.status.StatusTables.Kind;
import org.sealward.status.StatusTables.Said;
import org.sealward.status.SubscriberTables.Receiver;

/**
 * What operators do to the status page. Each entry has an id of their choice, which serves once:
 * the same again changes nothing. What is taken back stays on record and is shown no more.
 */
@Singleton
class StatusEditor {
  private static final Duration LONGEST_WORK = Duration.ofDays(31);
  private static final Duration FARTHEST = Duration.ofDays(366);

  private final StatusProperties properties;
  private final StatusBoard board;
  private final Announcements announcements;
  private final Transactions transactions;
  private final Clock clock;

  StatusEditor(
      StatusProperties properties,
      StatusBoard board,
      Announcements announcements,
      Transactions transactions,
      Clock clock) {
    this.properties = properties;
    this.board = board;
    this.announcements = announcements;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Opens an incident of a person. */
  void open(UUID operator, UUID id, NewStatusIncident incident) {
    Policy policy = board.requireOffered();
    Instant now = clock.instant();
    require(!incident.from().isAfter(now), "from is in the future");
    require(
        incident.from().isAfter(now.minus(Duration.ofDays(History.DAYS))),
        "from is longer ago than the page shows");
    requireDistinct(incident.components());
    transactions.write(
        unit -> {
          Connection connection = unit.connection();
          if (StatusTables.add(connection, id, incident, now)) {
            unit.record(Act.of(Act.Kind.STATUS_INCIDENT_OPENED, operator).onObject(id));
            announcements.tell(
                connection,
                new News(
                    id,
                    incident.title(),
                    "Since "
                        + Announcements.moment(incident.from(), policy.contract().zone())
                        + ". Impact: "
                        + incident.impact()
                        + "."));
          } else {
            requireSame(StatusTables.incident(connection, id), incident);
          }
          return id;
        });
  }

  /** Announces work. */
  void announce(UUID operator, UUID id, NewStatusMaintenance maintenance) {
    Policy policy = board.requireOffered();
    Instant now = clock.instant();
    require(maintenance.from().isBefore(maintenance.to()), "from is not before to");
    require(
        !maintenance.to().isAfter(maintenance.from().plus(LONGEST_WORK)),
        "it is longer than 31 days");
    require(maintenance.to().isAfter(now), "it is over already");
    require(maintenance.from().isBefore(now.plus(FARTHEST)), "it is more than a year away");
    requireDistinct(maintenance.components());
    transactions.write(
        unit -> {
          Connection connection = unit.connection();
          if (StatusTables.add(connection, id, maintenance, now)) {
            unit.record(Act.of(Act.Kind.STATUS_MAINTENANCE_ANNOUNCED, operator).onObject(id));
            announcements.tell(
                connection,
                new News(
                    id,
                    maintenance.title(),
                    "Work from %s to %s."
                        .formatted(
                            Announcements.moment(maintenance.from(), policy.contract().zone()),
                            Announcements.moment(maintenance.to(), policy.contract().zone()))));
          } else {
            requireSame(StatusTables.maintenance(connection, id), maintenance);
          }
          return id;
        });
  }

  /** Says something. */
  void post(UUID operator, UUID id, NewStatusPost post) {
    Policy policy = board.requireOffered();
    require(
        post.incident() == null || post.maintenance() == null,
        "it is of an incident or of a maintenance");
    require((post.incident() == null) == (post.state() == null), "an incident has a state, alone");
    transactions.write(
        unit -> {
          Connection connection = unit.connection();
          String title = title(connection, policy, post);
          if (StatusTables.add(connection, id, post, clock.instant())) {
            unit.record(Act.of(Act.Kind.STATUS_POSTED, operator).onObject(id));
            UUID about = post.incident() == null ? post.maintenance() : post.incident();
            if (about != null) {
              announcements.tell(connection, news(about, title, post));
            }
          } else {
            requireSame(StatusTables.post(connection, id), post);
          }
          return id;
        });
  }

  private static News news(UUID about, String title, NewStatusPost post) {
    return new News(
        about, post.state() == null ? title : title + ": " + post.state(), post.words());
  }

  /** Of what the post is about; empty for one that is about the whole page. */
  private static String title(Connection connection, Policy policy, NewStatusPost post)
      throws SQLException {
    if (post.maintenance() != null) {
      return StatusTables.maintenance(connection, post.maintenance())
          .filter(StatusEditor::isShown)
          .map(there -> there.what().title())
          .orElseThrow(StatusEditor::nothing);
    }
    UUID incident = post.incident();
    if (incident == null) {
      return "";
    }
    Optional<String> persons =
        StatusTables.incident(connection, incident)
            .filter(there -> there.withdrawn() == null)
            .map(there -> there.what().title());
    if (persons.isPresent()) {
      return persons.get();
    }
    return ContractRecords.incidents(connection, policy).stream()
        .filter(one -> incident.equals(one.id()))
        .map(one -> one.title())
        .findFirst()
        .orElseThrow(StatusEditor::nothing);
  }

  /** Work that was ended before its time is still something of which to tell. */
  private static boolean isShown(Said<NewStatusMaintenance> maintenance) {
    Instant withdrawn = maintenance.withdrawn();
    return withdrawn == null || withdrawn.isAfter(maintenance.what().from());
  }

  /** Takes something back. */
  void withdraw(UUID operator, Kind kind, UUID id) {
    board.requireOffered();
    transactions.write(
        unit -> {
          Connection connection = unit.connection();
          Said<?> there =
              find(connection, kind, id)
                  .filter(one -> one.withdrawn() == null)
                  .orElseThrow(StatusEditor::nothing);
          Instant now = clock.instant();
          if (there.what() instanceof NewStatusMaintenance work) {
            require(now.isBefore(work.to()), "it is over already");
          }
          @Nullable ServiceStatus before = announcements.before(connection);
          StatusTables.withdraw(connection, kind, id, now);
          unit.record(Act.of(Act.Kind.STATUS_WITHDRAWN, operator).onObject(id));
          switch (there.what()) {
            case NewStatusIncident incident ->
                announcements.tell(
                    connection,
                    new News(id, incident.title() + ": taken back", "It was told in error."),
                    before);
            case NewStatusMaintenance work ->
                announcements.tell(
                    connection,
                    now.isBefore(work.from())
                        ? new News(id, work.title() + ": called off", "It does not take place.")
                        : new News(id, work.title() + ": over", "The work is over."),
                    before);
            default -> {} // A post: what was told of it cannot be taken back.
          }
          return id;
        });
  }

  private static Optional<? extends Said<?>> find(Connection connection, Kind kind, UUID id)
      throws SQLException {
    return switch (kind) {
      case INCIDENT -> StatusTables.incident(connection, id);
      case MAINTENANCE -> StatusTables.maintenance(connection, id);
      case POST -> StatusTables.post(connection, id);
    };
  }

  /** All receivers, without their secrets. */
  List<StatusWebhook> webhooks() {
    board.requireOffered();
    return transactions.read(SubscriberTables::webhooks).stream()
        .map(one -> new StatusWebhook(one.id(), one.address().toString(), null, one.addedAt()))
        .toList();
  }

  /** Adds a receiver. */
  StatusWebhook add(UUID operator, UUID id, NewStatusWebhook webhook) {
    board.requireOffered();
    String secret = properties.secret();
    if (secret == null) {
      throw new Problem(
          StatusProblem.SUBSCRIPTIONS_NOT_OFFERED, "SEALWARD_STATUS_SECRET is not set.");
    }
    require(isAddress(webhook.address()), "address is not one");
    return transactions.write(
        unit -> {
          Connection connection = unit.connection();
          if (SubscriberTables.add(connection, id, webhook.address(), clock.instant())) {
            unit.record(Act.of(Act.Kind.STATUS_WEBHOOK_ADDED, operator).onObject(id));
          }
          Receiver there =
              SubscriberTables.webhook(connection, id)
                  .filter(one -> one.address().toString().equals(webhook.address()))
                  .orElseThrow(StatusEditor::taken);
          return new StatusWebhook(
              id, webhook.address(), new StatusSecret(secret).webhook(id), there.addedAt());
        });
  }

  private static boolean isAddress(String text) {
    try {
      return URI.create(text).getHost() != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** Removes a receiver. */
  void remove(UUID operator, UUID id) {
    board.requireOffered();
    transactions.write(
        unit -> {
          if (!SubscriberTables.remove(unit.connection(), id)) {
            throw nothing();
          }
          unit.record(Act.of(Act.Kind.STATUS_WEBHOOK_REMOVED, operator).onObject(id));
          return id;
        });
  }

  private static <T> void requireSame(Optional<Said<T>> there, T said) {
    if (there.isEmpty()
        || there.get().withdrawn() != null
        || !Objects.equals(there.get().what(), said)) {
      throw taken();
    }
  }

  private static void requireDistinct(List<String> components) {
    require(new HashSet<>(components).size() == components.size(), "components has one twice");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new Problem(GeneralProblem.INVALID_REQUEST, otherwise);
    }
  }

  private static Problem nothing() {
    return new Problem(StatusProblem.STATUS_ENTRY_NOT_FOUND, "Or it was taken back.");
  }

  private static Problem taken() {
    return new Problem(StatusProblem.STATUS_ENTRY_EXISTS, "Choose a new id for another.");
  }
}
