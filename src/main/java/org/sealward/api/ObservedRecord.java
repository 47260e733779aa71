package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.NotNull;
import org.sealward.envelope.Bytes;

/**
 * An observation and its prober's signature (protocol §19.1).
 *
 * @param record the bytes that are signed
 * @param signature 64 bytes
 */
@Serdeable
public record ObservedRecord(@NotNull Bytes record, @NotNull Bytes signature) {}
