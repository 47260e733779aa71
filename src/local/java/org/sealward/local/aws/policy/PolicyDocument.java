package org.sealward.local.aws.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sealward.local.aws.wire.AwsException;
import org.sealward.local.aws.wire.JsonObject;

/** A rendered policy, read in full: what is not understood is refused, never skipped. */
public final class PolicyDocument {
  private static final String LANGUAGE = "2012-10-17";

  /** Where a policy hangs decides which elements it has. */
  public enum Kind {
    /** Attached to a role: no principal. */
    IDENTITY,
    /** Attached to a table or key: names principals. */
    RESOURCE,
    /** A role's trust policy: names principals, has no resource. */
    TRUST
  }

  private final String name;
  private final String json;
  private final List<Statement> statements;

  private PolicyDocument(String name, String json, List<Statement> statements) {
    this.name = name;
    this.json = json;
    this.statements = List.copyOf(statements);
  }

  /**
   * Reads a rendered policy.
   *
   * @param name for messages
   * @throws PolicyException when any part of it is not known here
   */
  public static PolicyDocument parse(String name, Kind kind, String json) {
    try {
      JsonObject document = JsonObject.parse(json);
      requireOnly(document, Set.of("Version", "Id", "Statement"));
      if (!document.findText("Version").equals(Optional.of(LANGUAGE))) {
        throw new PolicyException("Version must be " + LANGUAGE);
      }
      List<Statement> statements = new ArrayList<>();
      Set<String> sids = new HashSet<>();
      for (JsonObject element : document.objects("Statement")) {
        Statement statement = statement(element, kind);
        if (!sids.add(statement.sid())) {
          throw new PolicyException("Sid is used twice: " + statement.sid());
        }
        statements.add(statement);
      }
      if (statements.isEmpty()) {
        throw new PolicyException("there is no statement");
      }
      return new PolicyDocument(name, json, statements);
    } catch (PolicyException e) {
      throw new PolicyException(name + ": " + e.getMessage());
    } catch (AwsException e) {
      throw new PolicyException(name + ": " + e.text());
    }
  }

  /** As it was read. */
  public String json() {
    return json;
  }

  List<Statement> statements() {
    return statements;
  }

  @Override
  public String toString() {
    return name;
  }

  private static Statement statement(JsonObject element, Kind kind) {
    String sid = element.findText("Sid").orElseThrow(() -> new PolicyException("a Sid is missing"));
    try {
      requireOnly(
          element,
          switch (kind) {
            case IDENTITY -> Set.of("Sid", "Effect", "Action", "Resource", "Condition");
            case RESOURCE ->
                Set.of("Sid", "Effect", "Principal", "Action", "Resource", "Condition");
            case TRUST -> Set.of("Sid", "Effect", "Principal", "Action", "Condition");
          });
      Effect effect =
          switch (element.text("Effect")) {
            case "Allow" -> Effect.ALLOW;
            case "Deny" -> Effect.DENY;
            default -> throw new PolicyException("Effect must be Allow or Deny");
          };
      return new Statement(
          sid,
          effect,
          kind == Kind.IDENTITY ? List.of() : principals(element),
          actions(element),
          kind == Kind.TRUST ? List.of() : resources(element),
          conditions(element, effect));
    } catch (PolicyException e) {
      throw new PolicyException(sid + ": " + e.getMessage());
    }
  }

  private static List<String> principals(JsonObject element) {
    if ("*".equals(element.value("Principal"))) {
      return List.of("*");
    }
    JsonObject principal = element.object("Principal");
    requireOnly(principal, Set.of("AWS", "Federated"));
    List<String> principals = new ArrayList<>();
    for (String type : principal.names()) {
      principals.addAll(texts(type, principal.value(type)));
    }
    return nonEmpty("Principal", principals);
  }

  private static List<String> actions(JsonObject element) {
    List<String> actions = nonEmpty("Action", texts("Action", element.value("Action")));
    for (String action : actions) {
      if (!KnownActions.matchesAny(action)) {
        throw new PolicyException("action is not known here: " + action);
      }
    }
    return actions;
  }

  private static List<String> resources(JsonObject element) {
    List<String> resources = nonEmpty("Resource", texts("Resource", element.value("Resource")));
    for (String resource : resources) {
      if (resource.contains("${")) {
        throw new PolicyException("a variable in a resource is not supported: " + resource);
      }
      if (!resource.equals("*") && !resource.toLowerCase(Locale.ROOT).startsWith("arn:")) {
        throw new PolicyException("resource is not an ARN: " + resource);
      }
    }
    return resources;
  }

  private static List<Condition> conditions(JsonObject element, Effect effect) {
    List<Condition> conditions = new ArrayList<>();
    JsonObject operators = element.findObject("Condition").orElse(JsonObject.EMPTY);
    for (String operator : operators.names()) {
      JsonObject keys = operators.object(operator);
      if (keys.names().isEmpty()) {
        throw new PolicyException(operator + " names no key");
      }
      for (String key : keys.names()) {
        conditions.add(Condition.parse(operator, key, texts(key, keys.value(key)), effect));
      }
    }
    return conditions;
  }

  /** A string or a list of strings, as IAM allows in most places. */
  private static List<String> texts(String where, @Nullable Object value) {
    return switch (value) {
      case null -> List.of();
      case String text -> List.of(text);
      case List<?> list -> {
        List<String> texts = new ArrayList<>();
        for (Object entry : list) {
          if (!(entry instanceof String text)) {
            throw new PolicyException(where + " must hold strings");
          }
          texts.add(text);
        }
        yield texts;
      }
      default -> throw new PolicyException(where + " must be a string or a list of strings");
    };
  }

  private static List<String> nonEmpty(String where, List<String> values) {
    if (values.isEmpty()) {
      throw new PolicyException(where + " is missing");
    }
    return values;
  }

  private static void requireOnly(JsonObject object, Set<String> known) {
    for (String name : object.names()) {
      if (!known.contains(name)) {
        throw new PolicyException("element is not known here: " + name);
      }
    }
  }
}
