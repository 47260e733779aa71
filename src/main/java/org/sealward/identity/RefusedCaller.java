package org.sealward.identity;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.authentication.DefaultAuthorizationExceptionHandler;
import io.micronaut.security.authentication.WwwAuthenticateChallengeProvider;
import io.micronaut.security.config.RedirectConfiguration;
import io.micronaut.security.config.RedirectService;
import io.micronaut.security.errors.PriorToLoginPersistence;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells a caller whose roles do not count why a route is not for them. */
@Singleton
@Replaces(DefaultAuthorizationExceptionHandler.class)
final class RefusedCaller extends DefaultAuthorizationExceptionHandler {
  private final ErrorResponseProcessor<?> responses;

  @Inject
  RefusedCaller(
      ErrorResponseProcessor<?> responses,
      RedirectConfiguration redirects,
      RedirectService redirect,
      List<WwwAuthenticateChallengeProvider<HttpRequest<?>>> challenges,
      @Nullable PriorToLoginPersistence<HttpRequest<?>, MutableHttpResponse<?>> persistence) {
    super(responses, redirects, redirect, challenges, persistence);
    this.responses = responses;
  }

  @Override
  protected MutableHttpResponse<?> httpResponseWithStatus(
      HttpRequest<?> request, AuthorizationException refusal) {
    Authentication caller = refusal.getAuthentication();
    if (caller != null && caller.getRoles().isEmpty()) {
      return responses.processResponse(
          ErrorContext.builder(request).cause(SecondFactors.required()).build(),
          HttpResponse.status(HttpStatus.FORBIDDEN));
    }
    return super.httpResponseWithStatus(request, refusal);
  }
}
