package org.sealward.local.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected texts are what {@code terraform console} prints for {@code templatefile}. */
class PolicyTemplateTest {
  private static final Map<String, String> VALUES = Map.of("table_arn", "arn:aws:dynamodb:t");

  @Test
  void render_variable_isReplaced() {
    assertThat(PolicyTemplate.render("\"${table_arn}\" \"${ table_arn }/index/*\"", VALUES))
        .isEqualTo("\"arn:aws:dynamodb:t\" \"arn:aws:dynamodb:t/index/*\"");
  }

  @Test
  void render_doubledDollar_becomesALiteralPolicyVariable() {
    assertThat(PolicyTemplate.render("$${cognito-identity.amazonaws.com:sub}", VALUES))
        .isEqualTo("${cognito-identity.amazonaws.com:sub}");
  }

  @Test
  void render_doubledPercent_becomesALiteralDirective() {
    assertThat(PolicyTemplate.render("%%{ if }", VALUES)).isEqualTo("%{ if }");
  }

  @Test
  void render_loneSigns_areLeftAlone() {
    assertThat(PolicyTemplate.render("cost: 5$ or 10% {x}", VALUES))
        .isEqualTo("cost: 5$ or 10% {x}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${unknown}",
        "${jsonencode(table_arn)}",
        "${cognito-identity.amazonaws.com:sub}",
        "%{ if table_arn }x%{ endif }",
        "${table_arn",
        "${}"
      })
  void render_anythingElse_isRefused(String template) {
    assertThatThrownBy(() -> PolicyTemplate.render(template, VALUES))
        .isInstanceOf(PolicyException.class);
  }

  @Test
  void render_valueThatLeavesItsString_isRefused() {
    assertThatThrownBy(
            () -> PolicyTemplate.render("\"${table_arn}\"", Map.of("table_arn", "a\",\"b")))
        .isInstanceOf(PolicyException.class);
  }
}
