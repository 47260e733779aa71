package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.UUID;

/** Body of {@code POST /v1/connections}: a patient asks to be connected with a specialist. */
@Serdeable
public record NewConnection(UUID specialistId) {}
