package org.sealward.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * One page of a list.
 *
 * @param next opaque cursor of the next page, or null on the last one
 */
@Serdeable
public record Page<T>(List<T> items, @Nullable String next) {}
