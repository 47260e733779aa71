package org.sealward.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WebhookTest {
  private static final Clock CLOCK =
      InstantSource.fixed(Instant.parse("2030-01-01T00:00:00Z")).withZone(ZoneOffset.UTC);

  private final TestReceiver receiver = new TestReceiver();
  private final Webhook webhook = new Webhook(CLOCK);

  @AfterEach
  void stop() {
    webhook.close();
    receiver.close();
  }

  private Delivery post(String path) {
    return webhook.post("them", receiver.address(path), TestReceiver.SECRET, "{\"a\":\"б\"}");
  }

  @Test
  void post_isSigned_unlessTheAddressIsTheSecret() {
    assertThat(post("/hook")).isEqualTo(Delivery.TAKEN);
    assertThat(webhook.post("them", receiver.address("/secret"), "{\"a\":1}"))
        .isEqualTo(Delivery.TAKEN);

    assertThat(receiver.requests)
        .containsExactly(
            new TestReceiver.Request("POST /hook", "1893456000", true, "{\"a\":\"б\"}"),
            new TestReceiver.Request("POST /secret", null, false, "{\"a\":1}"));
  }

  @Test
  void post_withAnotherSecret_isNotOurs() {
    webhook.post("them", receiver.address("/hook"), TestReceiver.SECRET + "x", "{}");

    assertThat(receiver.requests.getFirst().signed()).isFalse();
  }

  @Test
  void answer_saysHowItWent_andNoRedirectIsFollowed() {
    Map<Integer, Delivery> expected =
        Map.of(
            200, Delivery.TAKEN,
            202, Delivery.TAKEN,
            302, Delivery.FAILED,
            308, Delivery.FAILED,
            400, Delivery.FAILED,
            404, Delivery.FAILED,
            410, Delivery.GONE,
            503, Delivery.FAILED);
    expected.forEach(
        (status, delivery) -> {
          receiver.status = status;
          assertThat(post("/hook")).as("%s", status).isEqualTo(delivery);
        });
    assertThat(receiver.requests)
        .hasSize(expected.size())
        .allMatch(request -> request.path().equals("POST /hook"));
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void receiver_thatDoesNotAnswer_orNeverEnds_holdsUpNothing() {
    Webhook impatient = new Webhook(CLOCK, Duration.ofMillis(500));
    receiver.hold = new CountDownLatch(1);
    assertThat(impatient.post("them", receiver.address("/"), "{}")).isEqualTo(Delivery.FAILED);
    receiver.hold.countDown();
    receiver.endless = true;
    receiver.status = 200;
    assertThat(impatient.post("them", receiver.address("/"), "{}")).isEqualTo(Delivery.FAILED);
    impatient.close();
    receiver.endless = false;
    assertThat(post("/hook")).isEqualTo(Delivery.TAKEN);
  }

  /** An address may be the secret by which one may post there. */
  @Test
  void log_hasNeitherAddressesNorSecrets() {
    try (LogLines log = new LogLines()) {
      receiver.status = 403;
      post("/services/T0/B0/of-the-address");
      receiver.close();
      post("/services/T0/B0/of-the-address");
      webhook.post("them", URI.create("http://no-such.invalid/of-the-address"), "{}");

      assertThat(log.all()).hasSize(3).contains("them answers 403");
      assertThat(log.all())
          .noneMatch(line -> line.matches(".*(of-the-address|127\\.0\\.0\\.1|invalid|secret).*"));
    }
  }
}
