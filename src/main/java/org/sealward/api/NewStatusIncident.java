package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;

/**
 * An outage of which a person tells. Posts say more of it, and that it is over.
 *
 * @param title on one line
 * @param impact {@code minor}, {@code major} or {@code critical}
 * @param from when it began, not in the future
 * @param components ids, such as {@code messages}
 */
@Serdeable
public record NewStatusIncident(
    @NotBlank @Pattern(regexp = StatusText.LINE) String title,
    @NotNull @Pattern(regexp = "minor|major|critical") String impact,
    @NotNull Instant from,
    @NotNull @Size(min = 1, max = 6)
        List<@NotBlank @Pattern(regexp = StatusText.COMPONENT) String> components) {}
