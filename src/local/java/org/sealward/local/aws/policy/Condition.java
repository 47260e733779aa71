package org.sealward.local.aws.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealward.local.aws.policy.ConditionKey.Multiplicity;

/**
 * One operator on one key. A value may hold the policy variable {@code
 * ${cognito-identity.amazonaws.com:sub}}; where the request has no such key the condition does not
 * hold.
 *
 * @param values at least one, any of which may match
 */
record Condition(Quantifier quantifier, Operator operator, String key, List<String> values) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
  private static final String KNOWN_VARIABLE = "cognito-identity.amazonaws.com:sub";

  enum Quantifier {
    /** The key's only value. */
    ONE,
    /** Every value of the key; holds when there is none. */
    FOR_ALL_VALUES,
    /** At least one value of the key. */
    FOR_ANY_VALUE
  }

  enum Operator {
    STRING_EQUALS,
    STRING_NOT_EQUALS,
    NULL
  }

  Condition {
    values = List.copyOf(values);
  }

  /**
   * @throws PolicyException for an operator, key, variable or combination that is not known here
   */
  static Condition parse(String operatorName, String key, List<String> values, Effect effect) {
    int colon = operatorName.indexOf(':');
    Quantifier quantifier =
        switch (colon < 0 ? "" : operatorName.substring(0, colon)) {
          case "" -> Quantifier.ONE;
          case "ForAllValues" -> Quantifier.FOR_ALL_VALUES;
          case "ForAnyValue" -> Quantifier.FOR_ANY_VALUE;
          default -> throw new PolicyException("operator is not known here: " + operatorName);
        };
    Operator operator =
        switch (operatorName.substring(colon + 1)) {
          case "StringEquals" -> Operator.STRING_EQUALS;
          case "StringNotEquals" -> Operator.STRING_NOT_EQUALS;
          case "Null" -> Operator.NULL;
          default -> throw new PolicyException("operator is not known here: " + operatorName);
        };
    if (values.isEmpty()) {
      throw new PolicyException(operatorName + " on " + key + " has no value");
    }
    Multiplicity multiplicity = ConditionKey.multiplicity(key);
    if (operator == Operator.NULL) {
      checkNull(quantifier, key, values);
    } else if ((quantifier == Quantifier.ONE) != (multiplicity == Multiplicity.SINGLE)) {
      throw new PolicyException(operatorName + " does not fit the key " + key);
    }
    checkVariables(operatorName, values, effect);
    return new Condition(quantifier, operator, key, values);
  }

  boolean holds(AccessRequest request) {
    Optional<List<String>> actual = request.values(key);
    return switch (operator) {
      case NULL -> values.getFirst().equals("true") == actual.isEmpty();
      case STRING_EQUALS, STRING_NOT_EQUALS -> holds(request, actual);
    };
  }

  private boolean holds(AccessRequest request, Optional<List<String>> actual) {
    List<String> resolved = new ArrayList<>();
    for (String value : values) {
      Optional<String> text = resolve(value, request);
      if (text.isEmpty()) {
        return false;
      }
      resolved.add(text.get());
    }
    boolean negated = operator == Operator.STRING_NOT_EQUALS;
    return switch (quantifier) {
      case ONE ->
          actual.isEmpty() ? negated : resolved.contains(actual.get().getFirst()) != negated;
      case FOR_ALL_VALUES ->
          actual.orElse(List.of()).stream().allMatch(v -> resolved.contains(v) != negated);
      case FOR_ANY_VALUE ->
          actual.orElse(List.of()).stream().anyMatch(v -> resolved.contains(v) != negated);
    };
  }

  private static Optional<String> resolve(String value, AccessRequest request) {
    if (!VARIABLE.matcher(value).find()) {
      return Optional.of(value);
    }
    return request
        .values(KNOWN_VARIABLE)
        .map(List::getFirst)
        .map(sub -> VARIABLE.matcher(value).replaceAll(Matcher.quoteReplacement(sub)));
  }

  private static void checkNull(Quantifier quantifier, String key, List<String> values) {
    boolean plain = values.size() == 1 && List.of("true", "false").contains(values.getFirst());
    if (quantifier != Quantifier.ONE || !plain) {
      throw new PolicyException("Null on " + key + " takes \"true\" or \"false\" alone");
    }
  }

  private static void checkVariables(String operatorName, List<String> values, Effect effect) {
    for (String value : values) {
      Matcher variables = VARIABLE.matcher(value);
      String rest = variables.replaceAll("");
      if (rest.contains("${")) {
        throw new PolicyException("unfinished variable under " + operatorName + ": " + value);
      }
      variables.reset();
      while (variables.find()) {
        if (!variables.group(1).equals(KNOWN_VARIABLE)) {
          throw new PolicyException("policy variable is not known here: " + variables.group());
        }
        if (effect == Effect.DENY) {
          throw new PolicyException("a Deny must not rest on a policy variable: " + value);
        }
      }
    }
  }
}
