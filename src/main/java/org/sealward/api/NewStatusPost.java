package org.sealward.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.util.UUID;

/**
 * What a person says on the status page: of an incident or of a maintenance; of neither, it stands
 * at the top of the page until it is taken back or another does.
 *
 * @param incident its id, whoever opened it
 * @param maintenance its id
 * @param state of an incident: {@code investigating}, {@code identified}, {@code monitoring} or
 *     {@code resolved}; null where it is of none
 * @param words plain text, 4000 characters at most
 */
@Serdeable
public record NewStatusPost(
    @Nullable UUID incident,
    @Nullable UUID maintenance,
    @Nullable @Pattern(regexp = "investigating|identified|monitoring|resolved") String state,
    @NotBlank @Pattern(regexp = StatusText.TEXT) String words) {}
