package org.sealward.platform;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.exceptions.response.ErrorContext;

/** Gives a problem document to error responses that were answered with a status alone. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class EmptyErrors {
  private final ProblemResponses problems;

  EmptyErrors(ProblemResponses problems) {
    this.problems = problems;
  }

  @ResponseFilter
  void describe(HttpRequest<?> request, MutableHttpResponse<?> response) {
    if (response.code() >= 400
        && response.body() == null
        && request.getMethod() != HttpMethod.HEAD) {
      problems.processResponse(ErrorContext.builder(request).build(), response);
    }
  }
}
