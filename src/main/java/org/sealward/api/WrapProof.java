package org.sealward.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.sealward.envelope.SignedBundle;
import org.sealward.envelope.SignedEntry;
import org.sealward.envelope.SignedGrant;

/**
 * That keys stood in the log of keys when something was wrapped for them (protocol §11.10), for
 * somebody who is offline.
 *
 * @param format 1
 * @param at when the client had looked
 * @param entry the membership entry whose epoch key was wrapped; null for an image
 * @param grant the grant with an image's key; null for an epoch key
 * @param author of entry or grant
 * @param recipient for whom was wrapped
 * @param proof C2SP tlog-proof, of the recipient's leaf
 * @param log as the client believed it
 */
@Serdeable
public record WrapProof(
    int format,
    Instant at,
    @Nullable SignedEntry entry,
    @Nullable SignedGrant grant,
    SignedBundle author,
    SignedBundle recipient,
    String proof,
    LogDescription log) {}
