package org.sealward.identity;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.authentication.DefaultAuthorizationExceptionHandler;
import jakarta.inject.Singleton;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;

/** 401 and 403 as problems. */
@Singleton
@Replaces(DefaultAuthorizationExceptionHandler.class)
final class RefusalHandler implements ExceptionHandler<AuthorizationException, HttpResponse<?>> {
  private final ExceptionHandler<Problem, HttpResponse<?>> problems;

  RefusalHandler(ExceptionHandler<Problem, HttpResponse<?>> problems) {
    this.problems = problems;
  }

  @Override
  public HttpResponse<?> handle(HttpRequest request, AuthorizationException refusal) {
    return problems.handle(
        request,
        refusal.isForbidden()
            ? new Problem(GeneralProblem.FORBIDDEN, "The caller's role does not allow this.")
            : new Problem(
                GeneralProblem.UNAUTHENTICATED,
                "Send a current Cognito access token as a bearer token."));
  }
}
