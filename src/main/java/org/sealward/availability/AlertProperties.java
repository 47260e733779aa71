package org.sealward.availability;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.exceptions.ConfigurationException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sealward.notify.Mail;
import org.sealward.notify.Webhook;
import org.sealward.platform.SafeAddress;

/**
 * Who is told when a budget burns: {@code SEALWARD_ALERTS_…}.
 *
 * @param webhook an https address, or http on this computer
 * @param webhookSecret of the signature, 32 characters at least; required with a webhook
 * @param slack address of an incoming webhook of Slack, or of what takes the same; a secret
 * @param mail e-mail addresses, with commas between them
 */
@ConfigurationProperties("sealward.alerts")
record AlertProperties(
    @Nullable URI webhook,
    @Nullable String webhookSecret,
    @Nullable URI slack,
    @Nullable String mail) {
  /** The property that a deployment with a webhook has. */
  static final String WEBHOOK = "sealward.alerts.webhook";

  /** The property that a deployment with Slack has. */
  static final String SLACK = "sealward.alerts.slack";

  /** The property that a deployment with addresses has. */
  static final String MAIL = "sealward.alerts.mail";

  AlertProperties {
    if (webhook != null) {
      if (!SafeAddress.is(webhook)) {
        throw wrong("WEBHOOK must be an https address, such as https://calls.example.org/sealward");
      }
      if (webhookSecret == null || webhookSecret.length() < Webhook.SHORTEST_SECRET) {
        throw wrong(
            "WEBHOOK_SECRET must have at least 32 characters: the webhook verifies by it that an"
                + " alert is ours");
      }
    }
    if (slack != null && !SafeAddress.is(slack)) {
      throw wrong("SLACK must be the https address of an incoming webhook");
    }
    if (mail != null && !parsed(mail).stream().allMatch(Mail::isAddress)) {
      throw wrong("MAIL must be e-mail addresses with commas between them");
    }
  }

  private static ConfigurationException wrong(String what) {
    return new ConfigurationException("SEALWARD_ALERTS_" + what);
  }

  /** Whom a mail is sent. */
  List<String> addresses() {
    return mail == null ? List.of() : parsed(mail);
  }

  private static List<String> parsed(String mail) {
    return Arrays.stream(mail.split(",", -1)).map(String::strip).toList();
  }

  /** Neither the secret nor Slack's address, which is one, is shown. */
  @Override
  public String toString() {
    return "AlertProperties[webhook=" + webhook + ", mail=" + mail + "]";
  }
}
