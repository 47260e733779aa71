package org.sealward.platform;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;

@Factory
final class SystemClock {
  /**
   * The only source of the present time; UTC, in whole milliseconds as the protocol writes times.
   */
  @Singleton
  Clock clock() {
    return Clock.tickMillis(ZoneOffset.UTC);
  }
}
