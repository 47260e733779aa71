package org.sealward.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.api.AvailabilityIncident;
import org.sealward.notify.Mail;
import org.sealward.notify.TestReceiver;
import org.sealward.platform.Transactions;
import org.sealward.servicelevel.BurnRate;

/** From the settings to who is called. */
class AlertChannelsTest {
  private static final TestService SERVICE = TestService.get();
  private static final URI GOOD = URI.create("https://calls.example.org/");

  @Test
  void alert_reachesEachReceiverOfTheSettings() throws Exception {
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    try (TestReceiver receiver = new TestReceiver();
        EmbeddedServer node =
            SERVICE.node(
                Map.of(
                    "sealward.alerts.webhook",
                    receiver.address("/webhook").toString(),
                    "sealward.alerts.webhook-secret",
                    TestReceiver.SECRET,
                    "sealward.alerts.slack",
                    receiver.address("/slack").toString(),
                    "sealward.alerts.mail",
                    "on.call@clinic.example.org",
                    "sealward.mail.smtp",
                    "smtp://127.0.0.1:" + mail.getSmtp().getPort(),
                    "sealward.mail.from",
                    "status@example.org"))) {
      AvailabilityIncident incident =
          new AvailabilityIncident(UUID.randomUUID(), "Standard", Instant.now(), null);
      AlertNotices notices = node.getApplicationContext().getBean(AlertNotices.class);
      Contracts contracts = node.getApplicationContext().getBean(Contracts.class);
      SERVICE
          .bean(Transactions.class)
          .write(
              unit -> {
                notices.raised(
                    unit.connection(),
                    contracts.require("standard"),
                    BurnRate.FASTEST,
                    incident,
                    Instant.now());
                return unit;
              });

      assertThat(mail.waitForIncomingEmail(20_000, 1)).isTrue();
      long end = System.nanoTime() + 20_000_000_000L;
      while (receiver.requests.size() < 2) {
        assertThat(System.nanoTime()).as("within 20 s").isLessThan(end);
        Thread.sleep(20);
      }
      MimeMessage received = mail.getReceivedMessages()[0];
      assertThat(received.getAllRecipients())
          .extracting(Object::toString)
          .containsExactly("on.call@clinic.example.org");
      assertThat(received.getContent().toString()).contains(incident.id().toString());
      assertThat(receiver.requests)
          .anySatisfy(
              request -> {
                assertThat(request.path()).isEqualTo("POST /webhook");
                assertThat(request.signed()).isTrue();
                assertThat(request.body()).contains(incident.id().toString());
              })
          .anySatisfy(
              request -> {
                assertThat(request.path()).isEqualTo("POST /slack");
                assertThat(request.time()).isNull();
                assertThat(request.body()).startsWith("{\"text\":\"Standard is not available");
              });
    } finally {
      mail.stop();
    }
  }

  @Test
  void settings_thatWouldLeakOrReachNobody_areRefused() {
    String secret = TestReceiver.SECRET;
    for (String bad : List.of("http://calls.example.org/", "ftp://127.0.0.1/", "calls")) {
      refused(URI.create(bad), secret, null, null);
      refused(null, null, URI.create(bad), null);
    }
    refused(GOOD, null, null, null);
    refused(GOOD, secret.substring(0, 31), null, null);
    for (String bad : List.of("", "nobody", "a@example.org;b@example.org", "a@example.org,")) {
      refused(null, null, null, bad);
    }
    AlertProperties good =
        new AlertProperties(
            GOOD, secret.substring(0, 32), GOOD.resolve("/T0/key"), "a@b.org , c@d.org");
    assertThat(good.addresses()).containsExactly("a@b.org", "c@d.org");
    assertThat(good.toString()).doesNotContain(secret.substring(0, 32), "T0");
    Mail none = SERVICE.bean(Mail.class);
    assertThatThrownBy(() -> new AlertChannels().mail(none))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("SEALWARD_MAIL_SMTP");
  }

  private static void refused(
      @Nullable URI webhook, @Nullable String secret, @Nullable URI slack, @Nullable String mail) {
    assertThatThrownBy(() -> new AlertProperties(webhook, secret, slack, mail))
        .as("%s %s %s", webhook, slack, mail)
        .isInstanceOf(ConfigurationException.class);
  }
}
