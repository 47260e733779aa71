package org.sealward.availability;

import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sealward.api.AvailabilityAlert;
import org.sealward.api.AvailabilityIncident;
import org.sealward.notify.Notice;
import org.sealward.notify.Outbox;
import org.sealward.report.Policy;
import org.sealward.servicelevel.BurnRate;

/** Tells of alerts, to whom the settings name, as a part of the transaction that makes them so. */
@Singleton
class AlertNotices {
  /** The one receiver of a channel whose address is a setting. */
  private static final String SETTING = "settings";

  private final AlertProperties properties;
  private final JsonMapper json;

  AlertNotices(AlertProperties properties, JsonMapper json) {
    this.properties = properties;
    this.json = json;
  }

  /** The budget burns. */
  void raised(
      Connection connection,
      Policy policy,
      BurnRate rate,
      AvailabilityIncident incident,
      Instant at)
      throws SQLException {
    add(
        connection,
        new News("alert-raised", policy, rate, incident, at),
        policy.name() + " is not available",
        "%s is not available since %s: %d %% of what contract %s allows in a month went within %d h."
            .formatted(
                policy.name(),
                utc(incident.from()),
                rate.percentOfBudget(),
                policy.id(),
                rate.longWindow().toHours()));
  }

  /** It burns no longer. */
  void ended(
      Connection connection,
      Policy policy,
      BurnRate rate,
      AvailabilityIncident incident,
      Instant at)
      throws SQLException {
    String lasted =
        incident.to() == null
            ? "began " + utc(incident.from()) + " and is not over"
            : "lasted from " + utc(incident.from()) + " to " + utc(incident.to());
    add(
        connection,
        new News("alert-ended", policy, rate, incident, at),
        policy.name() + ": alert over",
        "The budget of contract %s burns no longer at the rate \"%s\". The incident %s."
            .formatted(policy.id(), word(rate), lasted));
  }

  private record News(
      String kind, Policy policy, BurnRate rate, AvailabilityIncident incident, Instant at) {}

  private void add(Connection connection, News news, String subject, String words)
      throws SQLException {
    List<Notice> notices = new ArrayList<>();
    if (properties.webhook() != null) {
      Notice notice = Notice.of(AlertChannels.WEBHOOK, SETTING, "", "", news.at());
      notices.add(
          notice.withBody(
              written(
                  new AvailabilityAlert(
                      notice.id(),
                      news.kind(),
                      news.policy().id(),
                      word(news.rate()),
                      news.incident(),
                      news.at()))));
    }
    if (properties.slack() != null) {
      String text = written(Map.of("text", slack(words)));
      notices.add(Notice.of(AlertChannels.SLACK, SETTING, "", text, news.at()));
    }
    String text =
        """
        %s

        Contract: %s
        Rate: %s
        Incident: %s
        """
            .formatted(words, news.policy().id(), word(news.rate()), news.incident().id());
    for (String address : properties.addresses()) {
      notices.add(Notice.of(AlertChannels.MAIL, address, subject, text, news.at()));
    }
    Outbox.add(connection, notices);
  }

  /** So that nothing in it is a command of Slack's. */
  private static String slack(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private String written(Object body) {
    try {
      return json.writeValueAsString(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String word(BurnRate rate) {
    return rate.name().toLowerCase(Locale.ROOT);
  }

  private static String utc(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
