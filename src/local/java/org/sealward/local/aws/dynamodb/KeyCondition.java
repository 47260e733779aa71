package org.sealward.local.aws.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealward.local.aws.wire.JsonObject;

/** Finds the partition key's value in a {@code KeyConditionExpression}. */
final class KeyCondition {
  private static final Pattern EQUALITY =
      Pattern.compile("(?<name>#?[A-Za-z0-9_.-]+)\\s*=\\s*(?<value>:[A-Za-z0-9_]+)");

  private KeyCondition() {}

  /** The one value that the partition key must equal; absent when that is not certain. */
  static Optional<String> partitionKeyValue(JsonObject query, String partitionKey) {
    String expression = query.findText("KeyConditionExpression").orElse("");
    JsonObject names = query.findObject("ExpressionAttributeNames").orElse(JsonObject.EMPTY);
    JsonObject values = query.findObject("ExpressionAttributeValues").orElse(JsonObject.EMPTY);
    List<String> found = new ArrayList<>();
    Matcher equality = EQUALITY.matcher(expression);
    while (equality.find()) {
      String name = equality.group("name");
      String attribute = name.startsWith("#") ? names.findText(name).orElse("") : name;
      if (attribute.equals(partitionKey)) {
        found.add(equality.group("value"));
      }
    }
    return found.size() == 1
        ? values.findObject(found.getFirst()).flatMap(KeyCondition::scalar)
        : Optional.empty();
  }

  /** The text of a string or number attribute; a key of another type is not taken for one. */
  static Optional<String> scalar(JsonObject attribute) {
    if (attribute.names().size() != 1) {
      return Optional.empty();
    }
    return switch (attribute.names().iterator().next()) {
      case "S" -> attribute.findText("S");
      case "N" -> attribute.findText("N");
      default -> Optional.empty();
    };
  }
}
