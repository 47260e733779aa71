package org.sealward.notify;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.sealward.TestService;
import org.sealward.platform.Transactions;

/** The outbox of a test service, and a node that has just started and sends what is in it. */
public final class TestOutbox {
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final NoticeSender sender;
  private final List<Channel> channels;

  private record By(String name, Duration longest, Function<Notice, Delivery> delivery)
      implements Channel {
    @Override
    public Delivery deliver(Notice notice) {
      return delivery.apply(notice);
    }
  }

  /** A channel that posts to a receiver. */
  public static Channel to(TestReceiver receiver, String name, Clock clock) {
    Webhook webhook = new Webhook(clock);
    return new By(
        name,
        Webhook.LONGEST,
        notice -> webhook.post(name, receiver.address("/"), TestReceiver.SECRET, notice.body()));
  }

  /** A node with these channels. */
  public TestOutbox(TestService service, Clock clock, Channel... channels) {
    this.channels = List.of(channels);
    sender = new NoticeSender(this.channels, table(service, clock), metrics);
  }

  /** A mail server that takes nothing, to which notices are sent all the same. */
  public static Mail mail() {
    return new Mail(
        new MailProperties(URI.create("smtp://127.0.0.1:1"), null, null, "status@example.org"));
  }

  static NoticeTable table(TestService service, Clock clock) {
    return new NoticeTable(service.bean(Transactions.class), clock);
  }

  NoticeSender sender() {
    return sender;
  }

  /** Makes every try that is due. */
  public int send() {
    return channels.stream().mapToInt(sender::send).sum();
  }

  /** As operators see them. */
  double count(String outcome) {
    return metrics.get("sealward.notices").tag("outcome", outcome).counter().count();
  }

  double waiting() {
    return metrics.get("sealward.notices.waiting").gauge().value();
  }

  /** What {@code select} says of the table, each row as one text. */
  public static List<String> rows(TestService service, String select, Object... values)
      throws Exception {
    try (Connection connection = service.database().asService();
        PreparedStatement statement = connection.prepareStatement(select)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<String> found = new ArrayList<>();
        while (rows.next()) {
          found.add(rows.getString(1));
        }
        return found;
      }
    }
  }
}
