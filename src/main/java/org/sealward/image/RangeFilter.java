package org.sealward.image;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import org.sealward.platform.Problem;

/** Tells whoever asked for bytes that are not there how many there are (RFC 9110 §15.5.17). */
@ServerFilter("/v1/images/*/content")
final class RangeFilter {
  private static final String CONTENT_RANGE = "org.sealward.image.content-range";

  static Problem unsatisfiable(HttpRequest<?> request, long length) {
    request.setAttribute(CONTENT_RANGE, "bytes */" + length);
    return new Problem(ImageProblem.RANGE_NOT_SATISFIABLE, "It has " + length + " bytes.");
  }

  @ResponseFilter
  void tellLength(HttpRequest<?> request, MutableHttpResponse<?> response) {
    request
        .getAttribute(CONTENT_RANGE, String.class)
        .ifPresent(range -> response.header(HttpHeaders.CONTENT_RANGE, range));
  }
}
