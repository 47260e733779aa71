package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.Pattern;

/**
 * Body of {@code POST /v1/institutions/{id}/invitations}.
 *
 * @param role {@code specialist} or {@code institution-admin}
 */
@Serdeable
public record NewInvitation(@Pattern(regexp = "specialist|institution-admin") String role) {}
