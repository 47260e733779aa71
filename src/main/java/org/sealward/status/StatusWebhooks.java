package org.sealward.status;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.sealward.notify.Channel;
import org.sealward.notify.Delivery;
import org.sealward.notify.Notice;
import org.sealward.notify.Webhook;
import org.sealward.platform.Transactions;
import org.sealward.status.SubscriberTables.Receiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers to the webhooks that operators added; notices name them by their ids. */
@Singleton
class StatusWebhooks implements Channel {
  static final String CHANNEL = "status-webhook";

  private static final Logger LOG = LoggerFactory.getLogger(StatusWebhooks.class);

  private final StatusProperties properties;
  private final Webhook webhook;
  private final Transactions transactions;

  StatusWebhooks(StatusProperties properties, Webhook webhook, Transactions transactions) {
    this.properties = properties;
    this.webhook = webhook;
    this.transactions = transactions;
  }

  @Override
  public String name() {
    return CHANNEL;
  }

  @Override
  public Duration longest() {
    return Webhook.LONGEST;
  }

  @Override
  public Delivery deliver(Notice notice) {
    String secret = properties.secret();
    if (secret == null) {
      return Delivery.FAILED;
    }
    UUID id = UUID.fromString(notice.receiver());
    try {
      Optional<Receiver> receiver =
          transactions.read(connection -> SubscriberTables.webhook(connection, id));
      return receiver
          .map(
              one ->
                  webhook.post(
                      "a webhook of the status page",
                      one.address(),
                      new StatusSecret(secret).webhook(id),
                      notice.body()))
          .orElse(Delivery.GONE);
    } catch (RuntimeException e) {
      LOG.warn("a webhook of the status page is not known", e);
      return Delivery.FAILED;
    }
  }
}
