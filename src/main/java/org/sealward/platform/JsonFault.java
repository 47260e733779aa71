package org.sealward.platform;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.json.JsonSyntaxException;
import io.micronaut.serde.exceptions.SerdeException;
import java.time.DateTimeException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sealward.envelope.InvalidEnvelopeException;

/**
 * Says in words for clients what is wrong with a JSON body or a parameter. Serde's messages name
 * classes of the service, so only the field is taken out of them; the messages of our own records'
 * constructors are shown as they are.
 */
final class JsonFault {
  private static final String UNKNOWN_SHAPE = "the body does not have the expected shape";

  /** A message of Serde, and what we make of the field that it names. */
  private record Wording(Pattern pattern, String sentence) {
    Stream<String> of(Throwable link) {
      Matcher matcher = pattern.matcher(link.getMessage() == null ? "" : link.getMessage());
      return matcher.find() ? Stream.of(sentence.formatted(matcher.group(1))) : Stream.empty();
    }
  }

  /** The most telling first; of several links of a chain the innermost. */
  private static final List<Wording> WORDINGS =
      List.of(
          new Wording(Pattern.compile("^Unknown property \\[(\\w+)]"), "unknown field '%s'"),
          new Wording(
              Pattern.compile("^Unable to deserialize .*Null argument specified for \\[(\\w+)]"),
              "field '%s' is missing"),
          new Wording(
              Pattern.compile("Required constructor parameter \\[[^\\]]* (\\w+)]"),
              "field '%s' is missing"),
          new Wording(
              Pattern.compile("^Error decoding property \\[[^\\]]* (\\w+)]"),
              "field '%s' does not have the expected form"),
          new Wording(Pattern.compile("^(Unexpected token \\w+, expected \\w+)"), "%s"));

  private JsonFault() {}

  static Problem syntax(JsonSyntaxException fault) {
    return new Problem(
        GeneralProblem.MALFORMED_JSON,
        fault.getCause() instanceof JsonProcessingException json ? located(json) : "not JSON");
  }

  /** A parameter that is not of its type, or a body that is JSON but not the expected one. */
  static Problem conversion(ConversionErrorException fault) {
    List<Throwable> chain = chain(fault);
    for (Throwable link : chain) {
      switch (link) {
        case Problem problem -> {
          return problem;
        }
        case JsonProcessingException json -> {
          return new Problem(GeneralProblem.MALFORMED_JSON, located(json));
        }
        default -> {}
      }
    }
    boolean body = chain.stream().anyMatch(SerdeException.class::isInstance);
    return new Problem(
        GeneralProblem.INVALID_REQUEST,
        body ? shape(chain) : "'" + fault.getArgument().getName() + "' is not valid");
  }

  private static String shape(List<Throwable> chain) {
    Throwable origin = chain.getLast();
    boolean ours =
        origin instanceof IllegalArgumentException
            || origin instanceof InvalidEnvelopeException
            || origin instanceof DateTimeException;
    String field =
        WORDINGS.stream()
            .flatMap(wording -> chain.reversed().stream().flatMap(wording::of))
            .findFirst()
            .orElse("");
    if (!ours || origin.getMessage() == null) {
      return field.isEmpty() ? UNKNOWN_SHAPE : field;
    }
    return field.isEmpty() ? origin.getMessage() : field + ": " + origin.getMessage();
  }

  private static String located(JsonProcessingException fault) {
    JsonLocation place = fault.getLocation();
    String where =
        place == null
            ? ""
            : "line %d, column %d: ".formatted(place.getLineNr(), place.getColumnNr());
    // What Jackson adds in brackets is about its own configuration.
    return where + fault.getOriginalMessage().replaceAll(" \\(start marker at .*", "");
  }

  private static List<Throwable> chain(Throwable fault) {
    return Stream.iterate(fault, link -> link != null, Throwable::getCause).limit(20).toList();
  }
}
