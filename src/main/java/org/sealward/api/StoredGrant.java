package org.sealward.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import org.sealward.envelope.SignedGrant;
import org.sealward.envelope.SignedRevocation;

/**
 * A grant as the service holds it.
 *
 * @param revocation null while the grant holds
 */
@Serdeable
public record StoredGrant(SignedGrant grant, @Nullable SignedRevocation revocation) {}
