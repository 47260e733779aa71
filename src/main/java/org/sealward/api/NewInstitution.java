package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** Body of {@code POST /v1/institutions}. */
@Serdeable
public record NewInstitution(@NotBlank @Size(max = 200) String name) {}
