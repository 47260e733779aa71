package org.sealward.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RetriesTest {
  /** Draws the largest wait that the back-off allows. */
  private static final RandomGenerator LARGEST =
      new Random() {
        private static final long serialVersionUID = 1L;

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  private static final Retries RETRIES =
      new Retries(
          3,
          new Backoff(Duration.ofMillis(100), Duration.ofMillis(350), LARGEST),
          Duration.ofSeconds(30));

  @Test
  void backoff_doubles_upToItsCap() {
    assertThat(RETRIES.backoff().before(0)).isEqualTo(Duration.ofMillis(100));
    assertThat(RETRIES.backoff().before(1)).isEqualTo(Duration.ofMillis(200));
    assertThat(RETRIES.backoff().before(2)).isEqualTo(Duration.ofMillis(350));
    assertThat(RETRIES.backoff().before(1000)).isEqualTo(Duration.ofMillis(350));
  }

  @Test
  void backoff_drawsFromNothingToTheCeiling() {
    var backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new Random(7));
    List<Long> waits =
        IntStream.range(0, 2000).mapToObj(_ -> backoff.before(2).toMillis()).toList();

    assertThat(waits).allMatch(wait -> wait >= 0 && wait <= 400);
    assertThat(waits).anyMatch(wait -> wait < 20).anyMatch(wait -> wait > 380);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void passingFailure_isRetried_ifIdempotent(int status) {
    assertThat(RETRIES.after(status, Duration.ZERO, true, 0)).contains(Duration.ofMillis(100));
    assertThat(RETRIES.after(status, Duration.ZERO, false, 0)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 422, 500})
  void lastingFailure_isNeverRetried(int status) {
    assertThat(RETRIES.after(status, Duration.ZERO, true, 0)).isEmpty();
  }

  @Test
  void retryAfter_isWaitedFor_withJitterOnTop() {
    assertThat(RETRIES.after(503, Duration.ofSeconds(2), true, 1))
        .contains(Duration.ofMillis(2200));
    assertThat(RETRIES.after(503, Duration.ofSeconds(31), true, 1)).isEmpty();
  }

  @Test
  void attempts_end() {
    assertThat(RETRIES.after(503, Duration.ZERO, true, 1)).isPresent();
    assertThat(RETRIES.after(503, Duration.ZERO, true, 2)).isEmpty();
    assertThat(RETRIES.after(new ConnectException(), true, 2)).isEmpty();
  }

  @Test
  void brokenConnection_isRetried_ifIdempotentOrNeverMade() {
    assertThat(RETRIES.after(new IOException("reset"), true, 0)).isPresent();
    assertThat(RETRIES.after(new IOException("reset"), false, 0)).isEmpty();
    assertThat(RETRIES.after(new ConnectException(), false, 0)).isPresent();
    assertThat(RETRIES.after(new HttpConnectTimeoutException("late"), false, 0)).isPresent();
  }
}
