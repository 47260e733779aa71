package org.sealward.decryption;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;

/**
 * How much the service decrypts for apps that cannot.
 *
 * @param concurrent pictures at a time; 0: none, ever
 * @param limit from a picture's start to its end
 */
@ConfigurationProperties("sealward.decryption")
record DecryptionProperties(@PositiveOrZero @Max(64) int concurrent, @NotNull Duration limit) {}
