package org.sealward.statuspage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.sealward.api.ServiceStatus;
import org.sealward.api.ServiceStatus.Availability;
import org.sealward.api.ServiceStatus.Component;
import org.sealward.api.ServiceStatus.Incident;
import org.sealward.api.ServiceStatus.Maintenance;
import org.sealward.api.ServiceStatus.Post;

/**
 * The page for people. It does not load itself anew: that would take readers away from where they
 * are (WCAG 2.2.1, 3.2.5); a link does.
 */
final class StatusPage {
  private final ServiceStatus status;
  private final StatusPlace place;
  private final Moments moments;
  private final StringBuilder html = new StringBuilder();

  private StatusPage(ServiceStatus status, StatusPlace place) {
    this.status = status;
    this.place = place;
    this.moments = new Moments(status.zone());
  }

  static String of(ServiceStatus status, StatusPlace place) {
    StatusPage page = new StatusPage(status, place);
    page.write();
    return PageFrame.of(status.name() + ": status", page.html.toString());
  }

  private void write() {
    Overall overall = Overall.of(status);
    html.append("<main>\n<h1>").append(Markup.escaped(status.name())).append(": status</h1>\n");
    html.append(
        "<p class=\"now %s\">%s</p>\n"
            .formatted(overall.indicator(), overall.words(status.components())));
    html.append(
        "<p>As of %s. <a href=\"%s\">Look again</a></p>\n"
            .formatted(moments.html(status.at()), place.copy() ? StatusFiles.PAGE : "status"));
    lost();
    Post notice = status.notice();
    if (notice != null) {
      html.append(
          "<p class=\"say\">%s</p>\n<p>Said %s.</p>\n"
              .formatted(Markup.escaped(notice.words()), moments.html(notice.at())));
    }
    incidents("What is wrong now", status.incidents().stream().filter(this::lasts).toList());
    maintenances("Maintenance", status.maintenances().stream().filter(this::lasts).toList());
    components();
    availability();
    heading("Past incidents");
    List<Incident> past = status.incidents().stream().filter(one -> !lasts(one)).toList();
    past.forEach(this::incident);
    if (past.isEmpty()) {
      html.append("<p>None in the days shown above.</p>\n");
    }
    maintenances(
        "Past maintenance", status.maintenances().stream().filter(one -> !lasts(one)).toList());
    follow();
    html.append("</main>\n<footer><p>Times are those of ")
        .append(Markup.escaped(status.zone()))
        .append(".</p></footer>\n");
  }

  private boolean lasts(Incident incident) {
    return incident.to() == null;
  }

  private boolean lasts(Maintenance maintenance) {
    return Told.of(maintenance, status.at()).lasts();
  }

  /** Why not all of this is new. */
  private void lost() {
    if (status.lostAt() == null) {
      return;
    }
    String since =
        status.components().stream()
            .filter(one -> one.id().equals(Overall.SITE) && one.state().equals(Overall.DOWN))
            .findFirst()
            .map(
                one ->
                    "The service could not be reached from here since " + moments.html(one.since()))
            .orElse("The service cannot get at its records");
    html.append(
        "<p class=\"say\">%s. What else stands here is as it was known at %s.</p>\n"
            .formatted(since, moments.html(status.lostAt())));
  }

  private void components() {
    heading("Parts of the service");
    html.append(
        """
        <p>A bar is a day, the last one is today. Taller and red or amber: it was down for a tenth of the time or \
        more, or for less. An empty frame: nobody could say for some time. A stump: not watched yet.</p>
        """);
    for (Component one : status.components()) {
      html.append(
          """
          <section class="part" id="%s">
          <div><h3>%s</h3><p><strong class="%s">%s</strong> since %s</p></div>
          %s</section>
          """
              .formatted(
                  Markup.escaped(one.id()),
                  Markup.escaped(one.name()),
                  Markup.escaped(one.state()),
                  Overall.state(one),
                  moments.html(one.since()),
                  Bars.of(one)));
    }
  }

  private void availability() {
    Availability promise = status.availability();
    if (promise == null) {
      return;
    }
    heading("The promise");
    String link = place.link("v1/availability/" + promise.contract() + "/" + promise.month());
    html.append(
        "<p>%s to date: <strong>%s %%</strong>. Promised: %s %%. <a href=\"%s\">The report, and how to check it</a></p>\n"
            .formatted(
                Markup.escaped(promise.month()),
                Markup.escaped(promise.percent()),
                Markup.escaped(promise.target()),
                Markup.escaped(link)));
  }

  private void incidents(String heading, List<Incident> incidents) {
    if (!incidents.isEmpty()) {
      heading(heading);
      incidents.forEach(this::incident);
    }
  }

  private void incident(Incident incident) {
    String end =
        incident.to() == null
            ? "until now"
            : "to %s (%s)"
                .formatted(
                    moments.html(incident.to()),
                    Moments.length(incident.to().toEpochMilli() - incident.from().toEpochMilli()));
    article(
        "incident-" + incident.id(),
        incident.title(),
        "From %s %s. Impact: %s. %s"
            .formatted(
                moments.html(incident.from()),
                end,
                Markup.escaped(incident.impact()),
                affected(incident.components())),
        Told.of(incident));
  }

  private void maintenances(String heading, List<Maintenance> maintenances) {
    if (maintenances.isEmpty()) {
      return;
    }
    heading(heading);
    for (Maintenance one : maintenances) {
      article(
          "maintenance-" + one.id(),
          one.title(),
          "From %s to %s. %s"
              .formatted(
                  moments.html(one.from()), moments.html(one.to()), affected(one.components())),
          Told.of(one, status.at()));
    }
  }

  private void article(String id, String title, String facts, Told told) {
    html.append("<article id=\"%s\">\n<h3>%s</h3>\n".formatted(id, Markup.escaped(title)));
    html.append("<p>").append(facts).append("</p>\n<ul class=\"posts\">\n");
    for (Post post : told.posts()) {
      html.append(
          "<li>%s <strong>%s</strong><div class=\"words\">%s</div></li>\n"
              .formatted(
                  moments.html(post.at()),
                  Told.words(Objects.requireNonNull(post.state())),
                  Markup.escaped(post.words())));
    }
    html.append("</ul>\n</article>\n");
  }

  private String affected(List<String> ids) {
    String names =
        status.components().stream()
            .filter(one -> ids.contains(one.id()))
            .map(one -> Markup.escaped(one.name()))
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : "Affected: " + names + ".";
  }

  private void follow() {
    heading("Be told of changes");
    if (place.subscriptions()) {
      LinkedHashMap<String, String> fields = new LinkedHashMap<>();
      fields.put("email", "E-mail address");
      html.append(
          Question.html(
              new Question.Form(
                  "status/subscriptions", fields, new LinkedHashMap<>(), "Send me a code")));
    } else if (place.copy()) {
      html.append(
          "<p>This is a copy, kept elsewhere. <a href=\"%s\">The service's own page</a></p>\n"
              .formatted(Markup.escaped(place.service().resolve("status").toString())));
    }
    html.append(
        "<p><a href=\"%s\">Feed (Atom)</a> · <a href=\"api/v2/summary.json\">For programs (JSON)</a></p>\n"
            .formatted(StatusFiles.FEED));
  }

  private void heading(String text) {
    html.append("<h2>").append(text).append("</h2>\n");
  }
}
