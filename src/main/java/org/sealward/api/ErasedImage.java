package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.UUID;

/** Body of the event {@code image-erased}, in the streams of its owner and its readers. */
@Serdeable
public record ErasedImage(UUID imageId) {}
