package org.sealward.reference;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.json.JsonMapper;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.UriRouteMatch;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.sealward.platform.ProblemDocument;

/**
 * In the service of all tests: looks at every answer, whatever the test is about, and notes what
 * the OpenAPI document does not say. {@link ContractExtension} fails the class that met it.
 */
@Requires(property = "sealward.test.contract")
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class ContractFilter implements Ordered {
  static final Queue<String> FAULTS = new ConcurrentLinkedQueue<>();

  private final ApiDocument document;
  private final JsonMapper json;
  private @Nullable Contract contract;

  ContractFilter(ApiDocument document, JsonMapper json) {
    this.document = document;
    this.json = json;
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @ResponseFilter
  void compare(HttpRequest<?> request, HttpResponse<?> response) throws IOException {
    if (!(RouteAttributes.getRouteMatch(request).orElse(null)
        instanceof UriRouteMatch<?, ?> match)) {
      return;
    }
    String path = ApiDocument.path(match.getRouteInfo());
    String operation = match.getRouteInfo().getHttpMethodName() + " " + path;
    // HEAD has no body to look at; the WebSocket's answer is not made yet.
    if (request.getMethod() == HttpMethod.HEAD
        || path.equals("/v1/stream")
        || !contract().has(operation)) {
      return;
    }
    Object body = response.body();
    if (body instanceof ProblemDocument problem) {
      String name = problem.type().toString().replaceFirst("^urn:sealward:problem:", "");
      FAULTS.addAll(contract().faultsOfAnswer(operation, response.code(), name, null));
      contract().faultsOf("Problem", text(problem)).forEach(FAULTS::add);
    } else {
      String shape =
          body != null && body.getClass().getPackageName().startsWith("org.sealward.api")
              ? text(body)
              : null;
      FAULTS.addAll(contract().faultsOfAnswer(operation, response.code(), null, shape));
    }
  }

  private String text(Object body) throws IOException {
    return json.writeValueAsString(body);
  }

  private synchronized Contract contract() throws IOException {
    Contract known = contract;
    if (known == null) {
      known = new Contract(document.asJson());
      contract = known;
    }
    return known;
  }
}
