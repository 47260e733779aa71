package org.sealward.identity;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.token.validator.TokenValidator;
import io.micronaut.web.router.RouteAttributes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Ties {@link CognitoTokens} into the HTTP server: bearer token in, {@link Caller} out. */
final class CallerAuthentication {
  private static final String CALLER = "caller";

  private CallerAuthentication() {}

  /** Verifies the bearer token of a request, away from the event loop. */
  @Singleton
  static final class Validator implements TokenValidator<HttpRequest<?>> {
    private final CallerTokens tokens;
    private final Scheduler blocking;

    Validator(CallerTokens tokens, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
      this.tokens = tokens;
      this.blocking = Schedulers.fromExecutorService(blocking);
    }

    @Override
    public Publisher<Authentication> validateToken(String token, @Nullable HttpRequest<?> request) {
      if (request != null && isForEverybody(request)) {
        return Mono.empty();
      }
      return Mono.fromCallable(() -> tokens.verify(token).orElse(null))
          .map(access -> authentication(access.caller()))
          .subscribeOn(blocking);
    }

    /** Such routes ask nobody who they are, and answer also where nobody could tell. */
    private static boolean isForEverybody(HttpRequest<?> request) {
      return RouteAttributes.getRouteInfo(request)
          .filter(
              route ->
                  List.of(route.getAnnotationMetadata().stringValues(Secured.class))
                      .contains(SecurityRule.IS_ANONYMOUS))
          .isPresent();
    }

    private static Authentication authentication(Caller caller) {
      List<String> roles = caller.roles().stream().map(Role::group).toList();
      return Authentication.build(caller.userId().toString(), roles, Map.of(CALLER, caller));
    }
  }

  /** Gives controllers their {@link Caller} argument. */
  @Singleton
  static final class Binder implements TypedRequestArgumentBinder<Caller> {
    @Override
    public Argument<Caller> argumentType() {
      return Argument.of(Caller.class);
    }

    @Override
    public BindingResult<Caller> bind(
        ArgumentConversionContext<Caller> context, HttpRequest<?> request) {
      return () ->
          request
              .getUserPrincipal(Authentication.class)
              .flatMap(user -> Optional.ofNullable((Caller) user.getAttributes().get(CALLER)));
    }
  }
}
