package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;
import org.sealward.envelope.Bytes;

/**
 * A conversation of the caller.
 *
 * @param epoch of the newest membership entry
 * @param membershipHash of the newest membership entry, 32 bytes
 * @param lastSeq sequence number of the newest event in the conversation's stream
 */
@Serdeable
public record ConversationSummary(
    UUID id, long epoch, Bytes membershipHash, Instant createdAt, long lastSeq) {}
