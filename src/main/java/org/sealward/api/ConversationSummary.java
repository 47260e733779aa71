package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;
import org.sealward.envelope.Bytes;

/**
 * A conversation of the caller; the body of {@code conversation} events, which tell a user that
 * they take part in one.
 *
 * @param epoch of the newest membership entry
 * @param membershipHash of the newest membership entry, 32 bytes
 * @param archived the caller's own mark, which nobody else sees
 */
@Serdeable
public record ConversationSummary(
    UUID id, long epoch, Bytes membershipHash, Instant createdAt, boolean archived) {}
