package org.sealward.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.sealward.envelope.Bytes;

/**
 * An institution's audit records of a period, to be verified without a network (protocol §18.5).
 *
 * @param tagKey by which the institution's leaves are known among all of the stretch
 * @param first the institution's first record ever, which shows that the tag key is its own; null
 *     when there is none
 * @param logKey verifier key of the audit log
 * @param startSize entries of the log before the first one here
 * @param startPeaks the roots of the complete subtrees of the tree of that size, the largest first
 * @param entries all entries of the log from there on, of every institution
 * @param records of this institution, in the order of their leaves
 * @param onward consistency proof from the tree after the last entry to the checkpoint's
 * @param checkpoint a signed note
 */
@Serdeable
public record AuditExport(
    UUID institutionId,
    Instant from,
    Instant to,
    Bytes tagKey,
    @Nullable AccessLogEntry first,
    String logKey,
    long startSize,
    List<Bytes> startPeaks,
    List<Bytes> entries,
    List<Bytes> records,
    List<Bytes> onward,
    String checkpoint) {}
