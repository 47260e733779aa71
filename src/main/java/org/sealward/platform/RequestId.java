package org.sealward.platform;

import io.micronaut.context.propagation.slf4j.MdcPropagationContext;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives every request a correlation id: the client's {@code Sealward-Request-Id} when it is a UUID,
 * else a new one. It goes back in the same header, into the problem document and into every log
 * line as {@code request}.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class RequestId implements Ordered {
  static final String HEADER = "Sealward-Request-Id";
  static final String LOG_KEY = "request";
  private static final String ATTRIBUTE = "org.sealward.request-id";

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @RequestFilter
  @PreMatching
  void assign(HttpRequest<?> request, MutablePropagatedContext context) {
    context.add(new MdcPropagationContext(Map.of(LOG_KEY, of(request).toString())));
  }

  @ResponseFilter
  void report(HttpRequest<?> request, MutableHttpResponse<?> response) {
    response.getHeaders().set(HEADER, of(request).toString());
  }

  /** The same id for the same request, also when it failed before any filter ran. */
  static UUID of(HttpRequest<?> request) {
    UUID known = request.getAttribute(ATTRIBUTE, UUID.class).orElse(null);
    if (known == null) {
      known = accepted(request.getHeaders().get(HEADER));
      request.setAttribute(ATTRIBUTE, known);
    }
    return known;
  }

  private static UUID accepted(@Nullable String offered) {
    if (offered != null && offered.length() == 36) {
      try {
        return UUID.fromString(offered);
      } catch (IllegalArgumentException _) {
        // Not a UUID: it could forge log lines, so it is not used.
      }
    }
    return UUID.randomUUID();
  }
}
