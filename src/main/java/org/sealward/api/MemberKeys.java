package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.UUID;

/** A member of a conversation has published keys; which ones, the directory tells. */
@Serdeable
public record MemberKeys(UUID userId, int version) {}
