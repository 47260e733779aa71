package org.sealward.client.internal.http;

import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.sealward.client.error.ProblemException;

/** Turns an answer that is no success into an exception. */
final class Problems {
  private static final int LONGEST_DETAIL = 500;

  private Problems() {}

  static ProblemException of(HttpResponse<byte[]> answer) {
    JsonNode problem = parse(answer);
    String detail = text(problem, "detail");
    if (detail == null) {
      detail = text(problem, "title");
    }
    return new ProblemException(
        answer.statusCode(),
        uri(problem, "type"),
        detail == null ? null : detail.substring(0, Math.min(LONGEST_DETAIL, detail.length())),
        uri(problem, "instance"));
  }

  /** The seconds of {@code Retry-After}; zero when there is none or it is a date. */
  static Duration retryAfter(HttpResponse<?> answer) {
    String value = answer.headers().firstValue("Retry-After").orElse("");
    return value.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(value)) : Duration.ZERO;
  }

  private static @Nullable JsonNode parse(HttpResponse<byte[]> answer) {
    boolean isProblem =
        answer
            .headers()
            .firstValue("Content-Type")
            .filter(type -> type.startsWith("application/problem+json"))
            .isPresent();
    if (!isProblem) {
      return null;
    }
    try {
      return Json.read(answer.body(), JsonNode.class);
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable String text(@Nullable JsonNode problem, String field) {
    JsonNode value = problem == null ? null : problem.get(field);
    return value != null && value.isString() ? value.getStringValue() : null;
  }

  private static @Nullable URI uri(@Nullable JsonNode problem, String field) {
    String value = text(problem, field);
    try {
      return value == null ? null : URI.create(value);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
