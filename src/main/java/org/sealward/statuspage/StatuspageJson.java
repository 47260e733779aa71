package org.sealward.statuspage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sealward.api.ServiceStatus;
import org.sealward.api.ServiceStatus.Component;
import org.sealward.api.ServiceStatus.Incident;
import org.sealward.api.ServiceStatus.Maintenance;
import org.sealward.api.ServiceStatus.Post;
import org.sealward.envelope.Bytes;
import org.sealward.json.JsonText;

/**
 * The status as version 2 of the API of Atlassian's Statuspage has it, which many programs read.
 * Fields for which there is nothing here are null, as there.
 */
public final class StatuspageJson {
  /** How many incidents or maintenances one answer has. */
  private static final int MOST = 50;

  private static final String UPDATES = "incident_updates";

  private final ServiceStatus status;
  private final StatusPlace place;

  private StatuspageJson(ServiceStatus status, StatusPlace place) {
    this.status = status;
    this.place = place;
  }

  /** Each answer by its name, such as {@code incidents/unresolved}. */
  static Map<String, String> all(ServiceStatus status, StatusPlace place) {
    StatuspageJson json = new StatuspageJson(status, place);
    Map<String, String> all = new TreeMap<>();
    all.put("status", json.answer(Map.of("status", json.overall())));
    all.put("components", json.answer(Map.of("components", json.components())));
    all.put("incidents", json.incidents(_ -> true));
    all.put("incidents/unresolved", json.incidents(one -> one.to() == null));
    all.put("scheduled-maintenances", json.maintenances(_ -> true));
    all.put(
        "scheduled-maintenances/upcoming", json.maintenances(one -> one.equals(Told.SCHEDULED)));
    all.put(
        "scheduled-maintenances/active", json.maintenances(one -> one.equals(Told.IN_PROGRESS)));
    all.put("summary", json.summary());
    return all;
  }

  /**
   * What receivers of webhooks are sent of an incident or a maintenance of the status.
   *
   * @param unsubscribe where the receiver ends this
   * @throws IllegalArgumentException when the status has neither of that id
   */
  public static Bytes webhook(
      ServiceStatus status, StatusPlace place, UUID id, String unsubscribe) {
    return webhook(status, place, new StatuspageJson(status, place).one(id), unsubscribe);
  }

  /**
   * The same when somebody has taken it back or ended it, so that the status may not have it any
   * more.
   *
   * @param before the status that had it
   * @param end what is said of that, without a state
   */
  public static Bytes webhook(
      ServiceStatus before,
      ServiceStatus status,
      StatusPlace place,
      UUID id,
      Post end,
      String unsubscribe) {
    Map<String, @Nullable Object> ended = new StatuspageJson(before, place).one(id);
    String state =
        before.incidents().stream().anyMatch(one -> one.id().equals(id))
            ? Told.RESOLVED
            : Told.COMPLETED;
    List<@Nullable Object> updates = new ArrayList<>();
    updates.add(update(id, new Post(end.id(), state, end.words(), end.at())));
    updates.addAll((List<?>) Objects.requireNonNull(ended.get(UPDATES)));
    ended.put("status", state);
    ended.put("updated_at", Moments.iso(end.at()));
    ended.put("resolved_at", Moments.iso(end.at()));
    ended.put(UPDATES, updates);
    return webhook(status, place, ended, unsubscribe);
  }

  private static Bytes webhook(
      ServiceStatus status,
      StatusPlace place,
      Map<String, @Nullable Object> incident,
      String unsubscribe) {
    Overall overall = Overall.of(status);
    SequencedMap<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("meta", Map.of("unsubscribe", unsubscribe));
    SequencedMap<String, @Nullable Object> page = new LinkedHashMap<>();
    page.put("id", place.id());
    page.put("status_indicator", overall.indicator());
    page.put("status_description", overall.words(status.components()));
    body.put("page", page);
    body.put("incident", incident);
    return Bytes.utf8(JsonText.withNulls(body));
  }

  private Map<String, @Nullable Object> one(UUID id) {
    for (Incident incident : status.incidents()) {
      if (incident.id().equals(id)) {
        return shown(incident);
      }
    }
    for (Maintenance maintenance : status.maintenances()) {
      if (maintenance.id().equals(id)) {
        return shown(maintenance);
      }
    }
    throw new IllegalArgumentException("the status has no " + id);
  }

  private String summary() {
    SequencedMap<String, @Nullable Object> parts = new LinkedHashMap<>();
    parts.put("components", components());
    parts.put(
        "incidents",
        status.incidents().stream().filter(one -> one.to() == null).map(this::shown).toList());
    parts.put(
        "scheduled_maintenances",
        status.maintenances().stream()
            .filter(one -> Told.of(one, status.at()).lasts())
            .map(this::shown)
            .toList());
    parts.put("status", overall());
    return answer(parts);
  }

  private String incidents(Predicate<Incident> wanted) {
    return answer(
        Map.of(
            "incidents",
            status.incidents().stream().filter(wanted).limit(MOST).map(this::shown).toList()));
  }

  private String maintenances(Predicate<String> state) {
    return answer(
        Map.of(
            "scheduled_maintenances",
            status.maintenances().stream()
                .filter(one -> state.test(Told.of(one, status.at()).state()))
                .limit(MOST)
                .map(this::shown)
                .toList()));
  }

  private String answer(Map<String, ?> parts) {
    SequencedMap<String, @Nullable Object> page = new LinkedHashMap<>();
    page.put("id", place.id());
    page.put("name", status.name());
    page.put("url", place.page().toString());
    page.put("time_zone", status.zone());
    page.put("updated_at", Moments.iso(status.at()));
    SequencedMap<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("page", page);
    answer.putAll(parts);
    return JsonText.withNulls(answer);
  }

  private Map<String, String> overall() {
    Overall overall = Overall.of(status);
    return new TreeMap<>(
        Map.of(
            "indicator", overall.indicator(), "description", overall.words(status.components())));
  }

  private List<Map<String, @Nullable Object>> components() {
    return status.components().stream().map(this::shown).toList();
  }

  private List<Map<String, @Nullable Object>> components(Collection<String> ids) {
    return status.components().stream()
        .filter(one -> ids.contains(one.id()))
        .map(this::shown)
        .toList();
  }

  private Map<String, @Nullable Object> shown(Component component) {
    SequencedMap<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", component.id());
    shown.put("name", component.name());
    shown.put("status", state(component));
    shown.put("created_at", Moments.iso(component.since()));
    shown.put("updated_at", Moments.iso(component.since()));
    shown.put("position", status.components().indexOf(component) + 1);
    shown.put("description", null);
    shown.put("showcase", true);
    shown.put("start_date", null);
    shown.put("group_id", null);
    shown.put("page_id", place.id());
    shown.put("group", false);
    shown.put("only_show_if_degraded", false);
    return shown;
  }

  /** There is no word for what nobody knows; it is not shown as good. */
  private static String state(Component component) {
    return switch (component.state()) {
      case "operational" -> "operational";
      case "partial-outage" -> "partial_outage";
      case Overall.DOWN -> "major_outage";
      case "maintenance" -> "under_maintenance";
      default -> "degraded_performance"; // degraded, unknown
    };
  }

  private Map<String, @Nullable Object> shown(Incident incident) {
    Told told = Told.of(incident);
    Instant monitoring =
        told.posts().reversed().stream()
            .filter(post -> "monitoring".equals(post.state()))
            .findFirst()
            .map(Post::at)
            .orElse(null);
    SequencedMap<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", incident.id().toString());
    shown.put("name", incident.title());
    shown.put("status", told.state());
    shown.put("created_at", Moments.iso(incident.from()));
    shown.put("updated_at", Moments.iso(told.changed()));
    shown.put("monitoring_at", time(monitoring));
    shown.put("resolved_at", time(incident.to()));
    shown.put("impact", incident.impact());
    shown.put("shortlink", place.anchor("incident-" + incident.id()));
    shown.put("started_at", Moments.iso(incident.from()));
    shown.put("page_id", place.id());
    shown.put(UPDATES, updates(told));
    shown.put("components", components(incident.components()));
    shown.put("reminder_intervals", null);
    return shown;
  }

  private Map<String, @Nullable Object> shown(Maintenance maintenance) {
    Told told = Told.of(maintenance, status.at());
    boolean over = told.state().equals(Told.COMPLETED);
    SequencedMap<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", maintenance.id().toString());
    shown.put("name", maintenance.title());
    shown.put("status", told.state());
    shown.put("created_at", Moments.iso(told.began()));
    shown.put("updated_at", Moments.iso(told.changed()));
    shown.put("monitoring_at", null);
    shown.put("resolved_at", over ? Moments.iso(maintenance.to()) : null);
    shown.put("impact", "maintenance");
    shown.put("shortlink", place.anchor("maintenance-" + maintenance.id()));
    shown.put("started_at", Moments.iso(maintenance.from()));
    shown.put("page_id", place.id());
    shown.put(UPDATES, updates(told));
    shown.put("components", components(maintenance.components()));
    shown.put("scheduled_for", Moments.iso(maintenance.from()));
    shown.put("scheduled_until", Moments.iso(maintenance.to()));
    return shown;
  }

  private static List<Map<String, @Nullable Object>> updates(Told told) {
    return told.posts().stream().map(post -> update(told.id(), post)).toList();
  }

  private static Map<String, @Nullable Object> update(UUID of, Post post) {
    SequencedMap<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", post.id().toString());
    shown.put("status", post.state());
    shown.put("body", post.words());
    shown.put("incident_id", of.toString());
    shown.put("created_at", Moments.iso(post.at()));
    shown.put("updated_at", Moments.iso(post.at()));
    shown.put("display_at", Moments.iso(post.at()));
    shown.put("affected_components", null);
    shown.put("deliver_notifications", true);
    shown.put("custom_tweet", null);
    shown.put("tweet_id", null);
    return shown;
  }

  private static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : Moments.iso(at);
  }
}
