package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.UUID;

/** Body of the event {@code account-erased}, the last one that a user's stream is given. */
@Serdeable
public record ErasedAccount(UUID userId) {}
