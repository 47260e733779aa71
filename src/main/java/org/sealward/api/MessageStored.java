package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;

/** Answer to a stored message: the acknowledgement that it is durable. */
@Serdeable
public record MessageStored(UUID messageId, long seq, Instant at) {}
