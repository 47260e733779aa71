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
 * @param pointer the place in the body, as a JSON pointer in a URI fragment ({@code #/a/0}); absent
 *     when it is not about one
 */
@Serdeable
public record ProblemDocument(
    URI type,
    String title,
    int status,
    @Nullable String detail,
    URI instance,
    @Nullable URI pointer) {

  public static final String MEDIA_TYPE = "application/problem+json";
}
