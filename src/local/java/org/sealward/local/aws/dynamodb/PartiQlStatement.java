package org.sealward.local.aws.dynamodb;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealward.local.aws.wire.AwsException;

/**
 * The action and table of a PartiQL statement. Its keys are not looked for, so no statement has
 * leading keys and a policy that asks for them denies it.
 */
final class PartiQlStatement {
  private static final Pattern STATEMENT =
      Pattern.compile(
          "\\s*(?<verb>SELECT\\b.*?\\bFROM|INSERT\\s+INTO|UPDATE|DELETE\\s+FROM)\\s+"
              + "\"?(?<table>[A-Za-z0-9_.-]+)\"?(?:\\.\"?(?<index>[A-Za-z0-9_.-]+)\"?)?.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private PartiQlStatement() {}

  static ItemAccess access(String statement) {
    Matcher matcher = STATEMENT.matcher(statement);
    if (!matcher.matches()) {
      throw AwsException.validation("statement is not understood here");
    }
    String verb = matcher.group("verb").split("\\s", 2)[0].toUpperCase(Locale.ROOT);
    String action =
        switch (verb) {
          case "SELECT" -> "PartiQLSelect";
          case "INSERT" -> "PartiQLInsert";
          case "UPDATE" -> "PartiQLUpdate";
          default -> "PartiQLDelete";
        };
    String index = matcher.group("index");
    String table = matcher.group("table");
    return ItemAccess.ofTable(action, index == null ? table : table + "/index/" + index);
  }
}
