package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;

/**
 * Work that is announced.
 *
 * @param title on one line
 * @param from when it begins
 * @param to when it should be over, at most 31 days later
 * @param components ids, such as {@code messages}
 */
@Serdeable
public record NewStatusMaintenance(
    @NotBlank @Pattern(regexp = StatusText.LINE) String title,
    @NotNull Instant from,
    @NotNull Instant to,
    @NotNull @Size(min = 1, max = 6)
        List<@NotBlank @Pattern(regexp = StatusText.COMPONENT) String> components) {}
