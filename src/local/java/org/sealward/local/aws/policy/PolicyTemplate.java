package org.sealward.local.aws.policy;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Renders a template as Terraform's {@code templatefile} does, for the part of its language that
 * policies need: a variable in dollar-brace is replaced, a doubled dollar sign before the brace
 * stands for a literal one, and so does a doubled per-cent sign. Any other expression or directive
 * is refused.
 */
public final class PolicyTemplate {
  private static final Pattern SEQUENCE =
      Pattern.compile(
          "(?<escape>\\$\\$\\{|%%\\{)|\\$\\{(?<expression>[^}]*)}|(?<other>\\$\\{|%\\{)");
  private static final Pattern NAME = Pattern.compile("\\s*([a-z][a-z0-9_]*)\\s*");
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9:/_.+=@,-]+");

  private PolicyTemplate() {}

  /**
   * Fills in the values.
   *
   * @throws PolicyException for a name without a value, or a value that could break out of a JSON
   *     string
   */
  public static String render(String template, Map<String, String> values) {
    StringBuilder rendered = new StringBuilder();
    Matcher matcher = SEQUENCE.matcher(template);
    while (matcher.find()) {
      String escape = matcher.group("escape");
      String expression = matcher.group("expression");
      if (escape != null) {
        matcher.appendReplacement(rendered, Matcher.quoteReplacement(escape.substring(1)));
      } else if (expression != null) {
        matcher.appendReplacement(rendered, Matcher.quoteReplacement(value(expression, values)));
      } else {
        throw new PolicyException("template directive is not supported: " + matcher.group());
      }
    }
    return matcher.appendTail(rendered).toString();
  }

  private static String value(String expression, Map<String, String> values) {
    Matcher name = NAME.matcher(expression);
    if (!name.matches()) {
      throw new PolicyException("template expression is not supported: ${" + expression + "}");
    }
    String value = values.get(name.group(1));
    if (value == null) {
      throw new PolicyException("template variable has no value: " + name.group(1));
    }
    if (!VALUE.matcher(value).matches()) {
      throw new PolicyException("value is not plain text: " + name.group(1));
    }
    return value;
  }
}
