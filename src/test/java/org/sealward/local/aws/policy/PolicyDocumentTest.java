package org.sealward.local.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.local.aws.policy.PolicyDocument.Kind;

class PolicyDocumentTest {
  private static final String STATEMENT =
      """
      {"Sid": "S", "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*"%s}
      """;

  private static String document(String statements) {
    return "{\"Version\": \"2012-10-17\", \"Statement\": [" + statements + "]}";
  }

  private static String withCondition(String operator, String key, String value) {
    return document(
        STATEMENT.formatted(
            ", \"Condition\": {\"%s\": {\"%s\": \"%s\"}}".formatted(operator, key, value)));
  }

  private static PolicyDocument identity(String json) {
    return PolicyDocument.parse("test", Kind.IDENTITY, json);
  }

  @Test
  void parse_knownParts_isAccepted() {
    assertThat(identity(withCondition("StringEquals", "kms:EncryptionContext:a", "b")).statements())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "StringLike",
        "StringEqualsIgnoreCase",
        "StringEqualsIfExists",
        "ArnLike",
        "Bool",
        "NumericLessThan",
        "ForAllValues:StringLike",
        "ForSomeValues:StringEquals",
        "stringequals"
      })
  void parse_unknownOperator_isRefusedByName(String operator) {
    assertThatThrownBy(() -> identity(withCondition(operator, "aws:PrincipalArn", "x")))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("test: S: operator is not known here: " + operator);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"aws:SourceIp", "dynamodb:Attributes", "kms:GrantOperations", "LeadingKeys"})
  void parse_unknownConditionKey_isRefusedByName(String key) {
    assertThatThrownBy(() -> identity(withCondition("StringEquals", key, "x")))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("condition key is not known here: " + key);
  }

  @ParameterizedTest
  @CsvSource({
    "StringEquals, dynamodb:LeadingKeys",
    "ForAllValues:StringEquals, aws:PrincipalArn",
    "ForAnyValue:StringEquals, kms:EncryptionContext:a"
  })
  void parse_operatorThatDoesNotFitTheKey_isRefused(String operator, String key) {
    assertThatThrownBy(() -> identity(withCondition(operator, key, "x")))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("does not fit the key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"${aws:username}", "${*}", "${cognito-identity.amazonaws.com:sub"})
  void parse_unknownVariable_isRefused(String value) {
    assertThatThrownBy(
            () -> identity(withCondition("StringEquals", "kms:EncryptionContext:a", value)))
        .isInstanceOf(PolicyException.class);
  }

  @Test
  void parse_variableInADeny_isRefused() {
    String deny =
        withCondition(
                "StringNotEquals",
                "kms:EncryptionContext:a",
                "${cognito-identity.amazonaws.com:sub}")
            .replace("Allow", "Deny");

    assertThatThrownBy(() -> identity(deny))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("a Deny must not rest on a policy variable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dynamodb:GetItems", "dynamo:*", "*:GetItem", "lambda:*", "GetItem"})
  void parse_unknownAction_isRefusedByName(String action) {
    String json = document(STATEMENT.formatted("").replace("dynamodb:GetItem", action));

    assertThatThrownBy(() -> identity(json))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("action is not known here: " + action);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "dynamodb:*", "DynamoDB:getitem", "kms:Generate*", "s3:GetObject"})
  void parse_knownAction_isAccepted(String action) {
    assertThat(
            identity(document(STATEMENT.formatted("").replace("dynamodb:GetItem", action)))
                .statements())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ", \"NotAction\": \"dynamodb:Scan\"",
        ", \"NotResource\": \"*\"",
        ", \"Principal\": \"*\"",
        ", \"Conditions\": {}"
      })
  void parse_unknownElement_isRefused(String element) {
    assertThatThrownBy(() -> identity(document(STATEMENT.formatted(element))))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("element is not known here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Statement\": []}",
        "{\"Version\": \"2008-10-17\", \"Statement\": []}",
        "{\"Version\": \"2012-10-17\", \"Statement\": []}",
        "{\"Version\": \"2012-10-17\", \"Version\": \"2012-10-17\", \"Statement\": []}",
        "not json",
        "[]"
      })
  void parse_brokenDocument_isRefused(String json) {
    assertThatThrownBy(() -> identity(json)).isInstanceOf(PolicyException.class);
  }

  @Test
  void parse_sameSidTwice_isRefused() {
    String statement = STATEMENT.formatted("");

    assertThatThrownBy(() -> identity(document(statement + "," + statement)))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("Sid is used twice");
  }

  @Test
  void parse_resourcePolicyWithoutPrincipal_isRefused() {
    assertThatThrownBy(
            () -> PolicyDocument.parse("test", Kind.RESOURCE, document(STATEMENT.formatted(""))))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("Principal");
  }

  @Test
  void parse_unknownPrincipalType_isRefused() {
    String statement = STATEMENT.formatted(", \"Principal\": {\"Service\": \"ec2.amazonaws.com\"}");

    assertThatThrownBy(() -> PolicyDocument.parse("test", Kind.RESOURCE, document(statement)))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("element is not known here: Service");
  }
}
