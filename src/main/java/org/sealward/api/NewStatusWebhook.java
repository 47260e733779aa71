package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * A receiver of what is said on the status page.
 *
 * @param address https
 */
@Serdeable
public record NewStatusWebhook(
    @NotNull @Pattern(regexp = "https://[!-~]{1,1990}") String address) {}
