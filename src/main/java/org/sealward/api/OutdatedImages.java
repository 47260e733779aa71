package org.sealward.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.UUID;

/**
 * Images that no grant lets the caller open with the keys they asked about.
 *
 * @param total how many there are, on all pages
 * @param items a page of their ids, in order
 * @param next the last id of this page, or null on the last one
 */
@Serdeable
public record OutdatedImages(long total, List<UUID> items, @Nullable UUID next) {}
