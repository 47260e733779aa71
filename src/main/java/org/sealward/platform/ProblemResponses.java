package org.sealward.platform;

import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.web.router.exceptions.UnsatisfiedRouteException;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.InvalidEnvelopeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Turns every failure of a request into a problem document. Micronaut's own exception handlers
 * choose the status and the headers and then come here, as do its router, its security and {@link
 * FailureHandler}.
 */
@Singleton
final class ProblemResponses implements ErrorResponseProcessor<ProblemDocument> {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemResponses.class);

  /** Longer than any sentence of ours; what a client sent is not echoed at length. */
  private static final int LONGEST_DETAIL = 500;

  private static final int PASSING = 503;
  private static final String RETRY_AFTER_SECONDS = "2";

  @Override
  public MutableHttpResponse<ProblemDocument> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    Problem problem = problemOf(context, response);
    log(context.getRequest(), problem);
    return write(context.getRequest(), response, problem);
  }

  /** The response for a failure that nothing else has dealt with. */
  MutableHttpResponse<ProblemDocument> of(HttpRequest<?> request, Throwable failure) {
    return processResponse(
        ErrorContext.builder(request).cause(failure).build(), HttpResponse.serverError());
  }

  private static Problem problemOf(ErrorContext context, HttpResponse<?> response) {
    ProblemType byStatus = GeneralProblem.of(response.code(), response.reason());
    return switch (context.getRootCause().orElse(null)) {
      case Problem problem -> problem;
      case InvalidEnvelopeException invalid -> JsonFault.envelope(invalid);
      case ConversionErrorException conversion -> JsonFault.conversion(conversion);
      case UnsatisfiedRouteException route ->
          new Problem(
              GeneralProblem.INVALID_REQUEST, "'" + route.getArgument().getName() + "' is missing");
      case Throwable cause when response.code() >= 500 -> Problem.unexpected(cause, byStatus);
      case null, default -> new Problem(byStatus, messages(context));
    };
  }

  private static String messages(ErrorContext context) {
    return context.getErrors().stream()
        .map(Error::getMessage)
        .filter(message -> message != null)
        .collect(Collectors.joining("; "));
  }

  private static void log(HttpRequest<?> request, Problem problem) {
    if (problem.type().status() >= 500) {
      // The route and not the path, which names people and conversations.
      String route = BasicHttpAttributes.getUriTemplate(request).orElse("(no route)");
      String method = request.getMethodName();
      String type = problem.type().name();
      try (var _ = MDC.putCloseable(RequestId.LOG_KEY, RequestId.of(request).toString())) {
        if (problem.type() == GeneralProblem.INTERNAL_ERROR) {
          LOG.error("{} {} answered {}", method, route, type, problem);
        } else {
          LOG.warn("{} {} answered {}: {}", method, route, type, JsonLines.classes(problem));
        }
      }
    }
  }

  private static MutableHttpResponse<ProblemDocument> write(
      HttpRequest<?> request, MutableHttpResponse<?> response, Problem problem) {
    ProblemType type = problem.type();
    String id = RequestId.of(request).toString();
    response.getHeaders().set(RequestId.HEADER, id);
    if (type.status() == PASSING && !response.getHeaders().contains(HttpHeaders.RETRY_AFTER)) {
      response.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    problem.headers().forEach(response.getHeaders()::set);
    MutableHttpResponse<ProblemDocument> written =
        response
            .status(type.status())
            .contentType(ProblemDocument.MEDIA_TYPE)
            .body(
                new ProblemDocument(
                    type.type(),
                    type.title(),
                    type.status(),
                    type.status() < 500 ? shown(problem.detail()) : null,
                    URI.create("urn:uuid:" + id),
                    fragment(problem.pointer())));
    return request.getMethod() == HttpMethod.HEAD ? written.body(null) : written;
  }

  private static @Nullable URI fragment(@Nullable String pointer) {
    try {
      return pointer == null ? null : new URI(null, null, pointer);
    } catch (URISyntaxException e) {
      throw new AssertionError("every text has an encoding as a fragment", e);
    }
  }

  private static @Nullable String shown(String detail) {
    if (detail.isBlank()) {
      return null;
    }
    return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "…";
  }
}
