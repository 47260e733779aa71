package org.sealward.image;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.convert.format.ReadableBytes;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/**
 * Limits of uploads.
 *
 * @param maxLength bytes of ciphertext, as in {@code 1GB}; {@code
 *     micronaut.server.max-request-size} has to allow for it
 * @param uploadLifetime how long an unfinished upload is kept after the last request that went on
 *     with it, and never longer than six days after it began
 * @param unclaimedLifetime how long a finished upload is kept whose key is given to nobody
 */
@ConfigurationProperties("sealward.images")
record ImageProperties(
    @Positive @ReadableBytes long maxLength,
    @NotNull Duration uploadLifetime,
    @NotNull Duration unclaimedLifetime) {}
