package org.sealward.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.sealward.envelope.SealedMessage;

/**
 * A message as the service holds it.
 *
 * @param seq its place in the conversation's stream
 * @param at when the service stored it
 * @param message null when it has been erased
 */
@Serdeable
public record StoredMessage(long seq, Instant at, @Nullable SealedMessage message) {}
