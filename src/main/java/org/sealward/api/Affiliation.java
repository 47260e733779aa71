package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;

/**
 * A user's place at an institution.
 *
 * @param role {@code specialist} or {@code institution-admin}
 * @param state {@code pending} until an institution admin confirms it, then {@code active}
 */
@Serdeable
public record Affiliation(
    UUID userId, UUID institutionId, String role, String state, Instant since) {}
