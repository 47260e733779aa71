package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.UUID;

/** A confirmed specialist, as patients find them. */
@Serdeable
public record SpecialistProfile(
    UUID userId,
    UUID institutionId,
    String institutionName,
    String displayName,
    String specialty,
    List<String> languages,
    String about,
    boolean accepting) {}
