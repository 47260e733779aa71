package org.sealward.limits;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.convert.format.ReadableBytes;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;

/**
 * How much is too much.
 *
 * @param userRequests of one user in a minute; a third of it may come at once
 * @param addressRequests of one address in a minute, whoever is behind it, likewise
 * @param addressSockets WebSockets that one address opens in a minute, likewise
 * @param socketFrames that one WebSocket sends in a minute, likewise
 * @param addressConnections of one address at a time
 * @param uploadBytes that one user sends in a day
 * @param headTime for the header of a request to arrive, from its first byte
 * @param bodyTime for its body to arrive; for an upload, between one piece and the next
 * @param trustedProxies addresses or networks ({@code 10.0.0.0/8}) whose {@code X-Forwarded-For} is
 *     believed; none when absent
 */
@Context
@ConfigurationProperties("sealward.limits")
record LimitsProperties(
    @Positive @Max(MOST) long userRequests,
    @Positive @Max(MOST) long addressRequests,
    @Positive @Max(MOST) long addressSockets,
    @Positive @Max(MOST) long socketFrames,
    @Positive int addressConnections,
    @Positive @ReadableBytes long uploadBytes,
    @NotNull Duration headTime,
    @NotNull Duration bodyTime,
    @Nullable List<String> trustedProxies) {

  private static final long MOST = 1_000_000;

  LimitsProperties {
    trustedProxies = trustedProxies == null ? null : List.copyOf(trustedProxies);
  }
}
