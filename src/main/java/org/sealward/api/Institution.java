package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.UUID;

/** A medical institution. */
@Serdeable
public record Institution(UUID id, String name) {}
