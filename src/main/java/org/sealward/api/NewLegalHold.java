package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.UUID;

/**
 * Asks for a legal hold.
 *
 * @param userId the person
 */
@Serdeable
public record NewLegalHold(UUID userId, LegalHold.Reason reason) {}
