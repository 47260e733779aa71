package org.sealward.notify;

import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Mail to whom the service knows by nothing but an e-mail address. */
@Singleton
@Requires(property = MailProperties.SMTP)
record MailChannel(Mail mail) implements Channel {
  @Override
  public String name() {
    return Mail.CHANNEL;
  }

  @Override
  public Duration longest() {
    return Mail.LONGEST;
  }

  @Override
  public Delivery deliver(Notice notice) {
    return mail.send(notice);
  }
}
