package org.sealward.image;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.List;
import org.sealward.platform.Problem;

/** The protocol version, on every request and response, refusals included. */
@ServerFilter({"/v1/uploads", "/v1/uploads/**"})
final class TusFilter {

  @ResponseFilter
  @Order(Ordered.HIGHEST_PRECEDENCE)
  void announce(MutableHttpResponse<?> response) {
    response.header(TusHeaders.TUS_RESUMABLE, TusHeaders.VERSION);
    response.header(TusHeaders.TUS_VERSION, TusHeaders.VERSION);
  }

  @RequestFilter
  @Order(Ordered.LOWEST_PRECEDENCE)
  void check(HttpRequest<?> request) {
    if (request.getMethod() != HttpMethod.OPTIONS
        && !request
            .getHeaders()
            .getAll(TusHeaders.TUS_RESUMABLE)
            .equals(List.of(TusHeaders.VERSION))) {
      throw new Problem(
          ImageProblem.TUS_VERSION_NOT_SUPPORTED, "Send Tus-Resumable: " + TusHeaders.VERSION);
    }
  }
}
