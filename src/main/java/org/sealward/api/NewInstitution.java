package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /v1/institutions}.
 *
 * @param canary whether it is for probers alone: in no list but its members', and what is sent
 *     there is kept for a day; null is no
 */
@Serdeable
public record NewInstitution(@NotBlank @Size(max = 200) String name, @Nullable Boolean canary) {}
