package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.sealward.envelope.SignedEntry;

/**
 * A membership entry as the service holds it.
 *
 * @param seq its place in the conversation's stream
 * @param at when the service stored it
 */
@Serdeable
public record StoredEntry(long seq, Instant at, SignedEntry entry) {}
