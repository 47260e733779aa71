package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.UUID;

/**
 * Conversations of the caller in which something happened since a cursor, in the order of their
 * newest event; each at most once, as it is now.
 *
 * @param timeline that sequence numbers belong to; another one than before means that the service
 *     was restored, and the newest numbers may have been given again
 * @param cursor to ask with the next time, kept as it is
 * @param more whether there is more to ask for at once
 */
@Serdeable
public record Changes(UUID timeline, List<ConversationChange> items, String cursor, boolean more) {}
