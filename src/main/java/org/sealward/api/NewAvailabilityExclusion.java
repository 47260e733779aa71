package org.sealward.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;

/**
 * A time for which the provider does not answer, and what shows that.
 *
 * @param from when it began
 * @param to when it was over
 * @param cause {@code hosting-provider} or {@code planned-maintenance}
 * @param statement what happened
 * @param link where others tell of it, an https address; null where nobody does
 * @param by who says so, such as a name and an office
 */
@Serdeable
public record NewAvailabilityExclusion(
    @NotNull Instant from,
    @NotNull Instant to,
    @NotNull @Pattern(regexp = "hosting-provider|planned-maintenance") String cause,
    @NotBlank @Size(max = 2000) String statement,
    @Nullable @Pattern(regexp = "https://[!-~]{1,1990}") String link,
    @NotBlank @Size(max = 200) String by) {}
