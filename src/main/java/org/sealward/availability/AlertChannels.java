package org.sealward.availability;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.exceptions.ConfigurationException;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.sealward.notify.Channel;
import org.sealward.notify.Delivery;
import org.sealward.notify.Mail;
import org.sealward.notify.Notice;
import org.sealward.notify.Webhook;

/** How alerts get to who is called. No other notices are before them in these channels. */
@Factory
final class AlertChannels {
  static final String WEBHOOK = "alerts-webhook";
  static final String SLACK = "alerts-slack";
  static final String MAIL = "alerts-mail";

  private record Alerting(String name, Duration longest, Function<Notice, Delivery> delivery)
      implements Channel {
    @Override
    public Delivery deliver(Notice notice) {
      return delivery.apply(notice);
    }
  }

  @Singleton
  @Requires(property = AlertProperties.WEBHOOK)
  Channel webhook(AlertProperties properties, Webhook webhook) {
    URI address = Objects.requireNonNull(properties.webhook());
    String secret = Objects.requireNonNull(properties.webhookSecret());
    return new Alerting(
        WEBHOOK, Webhook.LONGEST, notice -> webhook.post(WEBHOOK, address, secret, notice.body()));
  }

  @Singleton
  @Requires(property = AlertProperties.SLACK)
  Channel slack(AlertProperties properties, Webhook webhook) {
    URI address = Objects.requireNonNull(properties.slack());
    return new Alerting(
        SLACK, Webhook.LONGEST, notice -> webhook.post(SLACK, address, notice.body()));
  }

  @Singleton
  @Requires(property = AlertProperties.MAIL)
  Channel mail(Mail mail) {
    if (!mail.offered()) {
      throw new ConfigurationException("SEALWARD_ALERTS_MAIL needs SEALWARD_MAIL_SMTP");
    }
    return new Alerting(MAIL, Mail.LONGEST, mail::send);
  }
}
