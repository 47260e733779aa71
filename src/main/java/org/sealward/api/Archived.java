package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;

/** Body of {@code PUT /v1/conversations/{id}/archived}. */
@Serdeable
public record Archived(boolean archived) {}
