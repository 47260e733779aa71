package org.sealward.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.util.UUID;

/**
 * A conversation in which something happened.
 *
 * @param seq of its newest event; 0 when the caller is no member any more
 * @param conversation as it is now; null when the caller is no member any more
 */
@Serdeable
public record ConversationChange(UUID id, long seq, @Nullable ConversationSummary conversation) {}
