package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * How long an institution keeps messages and images.
 *
 * @param days 1 to 36500; null for ever
 */
@Serdeable
public record Retention(@Nullable @Min(1) @Max(36_500) Integer days) {}
