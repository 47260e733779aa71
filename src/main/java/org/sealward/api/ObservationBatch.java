package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;

/**
 * What a prober saw since the last batch (protocol §19.2).
 *
 * @param location the prober's
 * @param sentAt by the prober's clock
 * @param observations in the order of their numbers; none, to ask where to go on
 */
@Serdeable
public record ObservationBatch(
    @NotNull @Pattern(regexp = "[a-z][a-z0-9-]{0,31}") String location,
    @NotNull Instant sentAt,
    @NotNull @Size(max = ObservationBatch.MOST) List<@NotNull @Valid ObservedRecord> observations) {
  /** Observations in one batch: four hours of them, as far as they are taken every 15 seconds. */
  public static final int MOST = 1000;
}
