package org.sealward.platform;

import io.micronaut.serde.annotation.Serdeable;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code application/problem+json} (RFC 9457).
 *
 * @param type stable, {@code urn:sealward:problem:…}
 * @param detail absent in every 5xx
 * @param instance {@code urn:uuid:} and the request's correlation id
 */
@Serdeable
public record ProblemDocument(
    URI type, String title, int status, @Nullable String detail, URI instance) {

  public static final String MEDIA_TYPE = "application/problem+json";
}
