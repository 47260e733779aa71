package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.UUID;

/**
 * The caller as the service sees it.
 *
 * @param roles by their group names, sorted: {@code patient}, {@code specialist}, {@code
 *     institution-admin}, {@code reviewer}, {@code operator}
 * @param affiliations what the caller is, or asked to be, at an institution
 */
@Serdeable
public record Me(UUID userId, List<String> roles, List<Affiliation> affiliations) {}
