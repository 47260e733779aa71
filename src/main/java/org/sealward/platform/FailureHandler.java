package org.sealward.platform;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/**
 * The handler of last resort, for {@link Problem} and for everything unexpected; Micronaut prefers
 * its handlers of more specific exceptions.
 */
@Singleton
final class FailureHandler implements ExceptionHandler<Throwable, HttpResponse<?>> {
  private final ProblemResponses responses;

  FailureHandler(ProblemResponses responses) {
    this.responses = responses;
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public HttpResponse<?> handle(HttpRequest request, Throwable failure) {
    return responses.of(request, failure);
  }
}
