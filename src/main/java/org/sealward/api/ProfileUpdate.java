package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * Body of {@code PUT /v1/me/profile}: what a specialist tells patients. It is public to every
 * logged-in user and not encrypted.
 *
 * @param specialty a lower-case term such as {@code cardiology}; the key of the search
 * @param languages BCP 47 tags, such as {@code de} or {@code pt-BR}
 * @param accepting whether new patients may ask to be connected
 */
@Serdeable
public record ProfileUpdate(
    @NotBlank @Size(max = 120) String displayName,
    @Pattern(regexp = "[a-z][a-z0-9 -]{1,79}") String specialty,
    @Size(max = 20)
        List<@Pattern(regexp = "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}") String> languages,
    @Size(max = 4000) String about,
    boolean accepting) {}
