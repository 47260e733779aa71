package org.sealward.platform;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;

@Factory
final class SystemClock {
  /** The only source of the present time; UTC. */
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }
}
