package org.sealward.platform;

import io.micronaut.core.convert.exceptions.ConversionErrorException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.json.JsonRefusedException;

/**
 * Says in words for clients what is wrong with a JSON body or a parameter. Serde's messages name
 * classes of the service, so only the field is taken out of them; the messages of our own records'
 * constructors are shown as they are.
 */
final class JsonFault {
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
              "field '%s' does not have the expected form"));

  private JsonFault() {}

  /** A parameter that is not of its type, or a body that is not of its shape. */
  static Problem conversion(ConversionErrorException fault) {
    List<Throwable> chain = chain(fault);
    for (Throwable link : chain) {
      switch (link) {
        case Problem problem -> {
          return problem;
        }
        case JsonRefusedException refused -> {
          return refused(refused, chain).at(refused.pointer());
        }
        default -> {}
      }
    }
    return new Problem(
        GeneralProblem.INVALID_REQUEST, "'" + fault.getArgument().getName() + "' is not valid");
  }

  private static Problem refused(JsonRefusedException refused, List<Throwable> chain) {
    if (refused.isMalformed()) {
      return new Problem(GeneralProblem.MALFORMED_JSON, refused.message());
    }
    return chain.getLast() instanceof InvalidEnvelopeException invalid
        ? envelope(invalid)
        : new Problem(GeneralProblem.INVALID_REQUEST, words(chain).orElse(refused.message()));
  }

  static Problem envelope(InvalidEnvelopeException invalid) {
    return new Problem(
        GeneralProblem.INVALID_ENVELOPE, invalid.failure() + ": " + invalid.getMessage());
  }

  private static Optional<String> words(List<Throwable> chain) {
    return WORDINGS.stream()
        .flatMap(wording -> chain.reversed().stream().flatMap(wording::of))
        .findFirst();
  }

  private static List<Throwable> chain(Throwable fault) {
    return Stream.iterate(fault, link -> link != null, Throwable::getCause).limit(20).toList();
  }
}
