package org.sealward.limits;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.http.server.annotation.PreMatching;
import io.micronaut.web.router.RouteAttributes;
import java.security.Principal;
import java.util.OptionalInt;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;

/** The limits that every request meets: of its address before its token is looked at. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class RequestLimits implements Ordered {
  private static final int MOST_HEADERS = 64;
  private static final int MOST_PARAMETERS = 16;
  private static final int MOST_KILOBYTES = 64;

  private final Limits limits;

  RequestLimits(Limits limits) {
    this.limits = limits;
  }

  @RequestFilter
  @PreMatching
  @Order(Ordered.HIGHEST_PRECEDENCE + 100)
  void ofAddress(HttpRequest<?> request) {
    limits.countRequest(request);
    if (request.getHeaders().names().size() > MOST_HEADERS) {
      throw new Problem(
          GeneralProblem.HEADERS_TOO_LARGE, "At most " + MOST_HEADERS + " fields are read.");
    }
    if (request.getParameters().names().size() > MOST_PARAMETERS) {
      throw new Problem(
          GeneralProblem.INVALID_REQUEST, "At most " + MOST_PARAMETERS + " parameters are read.");
    }
  }

  @RequestFilter
  void ofUserAndRoute(HttpRequest<?> request) {
    request.getUserPrincipal().map(Principal::getName).ifPresent(limits::countRequest);
    if (request.getHeaders().contains(HttpHeaders.UPGRADE)) {
      limits.countSocket(request);
    }
    long largest = 1000L * kilobytes(request);
    if (request.getContentLength() > largest && !isPartOfAnImage(request)) {
      throw new Problem(
          GeneralProblem.CONTENT_TOO_LARGE, "The body may have " + largest + " bytes.");
    }
  }

  private static int kilobytes(HttpRequest<?> request) {
    return RouteAttributes.getRouteInfo(request)
        .map(route -> route.getAnnotationMetadata().intValue(MaxBody.class))
        .orElse(OptionalInt.empty())
        .orElse(MOST_KILOBYTES);
  }

  /** Those are streamed, and bounded by the upload. */
  private static boolean isPartOfAnImage(HttpRequest<?> request) {
    return request.getPath().startsWith("/v1/uploads");
  }

  /** Of {@link #ofUserAndRoute}: behind the authentication. */
  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.after();
  }
}
