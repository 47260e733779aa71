package org.sealward.reference;

import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.core.beans.BeanIntrospector;
import io.micronaut.http.HttpStatus;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.web.router.UriRouteInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.ProblemDocument;
import org.sealward.platform.ProblemType;
import org.sealward.platform.Problems;

/**
 * Completes operations by what the router and the annotations know: who may call, what may fail.
 */
final class Operations {
  /** What any request may meet, wherever it goes. */
  private static final List<ProblemType> ANYWHERE =
      List.of(
          GeneralProblem.NOT_FOUND,
          GeneralProblem.METHOD_NOT_ALLOWED,
          GeneralProblem.NOT_ACCEPTABLE,
          GeneralProblem.REQUEST_TIMEOUT,
          GeneralProblem.CONTENT_TOO_LARGE,
          GeneralProblem.URI_TOO_LONG,
          GeneralProblem.UNSUPPORTED_MEDIA_TYPE,
          GeneralProblem.TOO_MANY_REQUESTS,
          GeneralProblem.HEADERS_TOO_LARGE,
          GeneralProblem.INTERNAL_ERROR,
          GeneralProblem.OVERLOADED);

  private final Map<String, ProblemType> problems = new TreeMap<>();

  Operations() {
    BeanIntrospector.SHARED
        .findIntrospectedTypes(
            type -> type.isPresent() && ProblemType.class.isAssignableFrom(type.getBeanType()))
        .forEach(
            type -> {
              for (Object constant : type.getEnumConstants()) {
                ProblemType problem = (ProblemType) constant;
                problems.put(nameOf(problem), problem);
              }
            });
  }

  /** Every problem type of the service as a Markdown table. */
  String table() {
    return problems.values().stream()
        .sorted(Comparator.comparingInt(ProblemType::status))
        .map(p -> "| `%s` | %d | %s |".formatted(nameOf(p), p.status(), p.title()))
        .collect(Collectors.joining("\n", "| type | status | title |\n|---|---|---|\n", ""));
  }

  void complete(UriRouteInfo<?, ?> route, Map<String, Object> operation) {
    AnnotationMetadata annotations = route.getAnnotationMetadata();
    String controller =
        route.getDeclaringType().getSimpleName().replaceAll("(Controller|Socket)$", "");
    String method = route.getTargetMethod().getMethodName();
    operation.put(
        "operationId",
        controller.substring(0, 1).toLowerCase(Locale.ROOT)
            + controller.substring(1)
            + method.substring(0, 1).toUpperCase(Locale.ROOT)
            + method.substring(1));
    if (operation.get("description") instanceof String text
        && text.equals(operation.get("summary"))) {
      operation.remove("description");
    }
    List<String> roles =
        List.of(annotations.getValue(Secured.class, String[].class).orElse(new String[0]));
    Set<ProblemType> mayFail = new LinkedHashSet<>(List.of(GeneralProblem.INVALID_REQUEST));
    if (operation.containsKey("requestBody")) {
      mayFail.add(GeneralProblem.MALFORMED_JSON);
      mayFail.add(GeneralProblem.INVALID_ENVELOPE);
    }
    if (roles.contains(SecurityRule.IS_ANONYMOUS)) {
      operation.put("security", List.of());
    } else {
      mayFail.add(GeneralProblem.UNAUTHENTICATED);
      if (!roles.contains(SecurityRule.IS_AUTHENTICATED)) {
        mayFail.add(GeneralProblem.FORBIDDEN);
        mayFail.add(known("second-factor-required"));
        operation.put("x-roles", roles);
      }
    }
    for (String name : annotations.stringValues(Problems.class)) {
      mayFail.add(known(name));
    }
    Map<String, Object> responses = Tree.below(operation, "responses");
    responses.forEach((status, response) -> name(status, Tree.map(response)));
    new TreeMap<>(mayFail.stream().collect(Collectors.groupingBy(ProblemType::status)))
        .forEach((status, types) -> responses.put(String.valueOf(status), refusal(types)));
    responses.put("default", refusal(ANYWHERE));
  }

  private ProblemType known(String name) {
    ProblemType problem = problems.get(name);
    if (problem == null) {
      throw new IllegalStateException("no problem " + name);
    }
    return problem;
  }

  /** In place of the generator's "list_1 200 response". */
  private static void name(String status, Map<String, Object> response) {
    if (String.valueOf(response.get("description")).endsWith(status + " response")) {
      response.put("description", HttpStatus.valueOf(Integer.parseInt(status)).getReason());
    }
  }

  private static Map<String, Object> refusal(List<ProblemType> types) {
    Map<String, Object> response = new LinkedHashMap<>();
    response.put(
        "description",
        types.stream()
            .map(type -> "- `%s`: %s".formatted(nameOf(type), type.title()))
            .collect(Collectors.joining("\n")));
    response.put("x-problems", new ArrayList<>(types.stream().map(Operations::nameOf).toList()));
    response.put(
        "content",
        Map.of(
            ProblemDocument.MEDIA_TYPE,
            Map.of("schema", Map.of("$ref", "#/components/schemas/Problem"))));
    return response;
  }

  private static String nameOf(ProblemType type) {
    return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
