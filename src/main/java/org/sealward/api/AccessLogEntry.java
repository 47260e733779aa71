package org.sealward.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import org.sealward.envelope.Bytes;

/**
 * An act that is on record, to be verified (protocol §18.4).
 *
 * @param record an audit record
 * @param tag of its leaf; null when the log has lost it
 * @param proof that the log has the leaf (C2SP tlog-proof); null until a checkpoint has it
 */
@Serdeable
public record AccessLogEntry(Bytes record, @Nullable Bytes tag, @Nullable String proof) {}
