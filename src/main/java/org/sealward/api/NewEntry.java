package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.sealward.envelope.EpochWrap;
import org.sealward.envelope.SignedEntry;

/**
 * Body of {@code POST /v1/conversations} and {@code POST /v1/conversations/{id}/entries}: a
 * membership entry with its new epoch key, wrapped once for every member (protocol §6).
 *
 * @param wraps of the entry's own epoch for each member, and of earlier epochs for members that may
 *     read history
 */
@Serdeable
public record NewEntry(SignedEntry entry, @Size(max = 4096) List<EpochWrap> wraps) {}
