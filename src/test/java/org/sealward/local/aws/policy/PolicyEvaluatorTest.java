package org.sealward.local.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealward.local.aws.policy.Decision.Allowed;
import org.sealward.local.aws.policy.Decision.ExplicitlyDenied;
import org.sealward.local.aws.policy.Decision.ImplicitlyDenied;
import org.sealward.local.aws.policy.PolicyDocument.Kind;

/** IAM's rules, one by one, as the IAM user guide states them. */
class PolicyEvaluatorTest {
  private static final String TABLE = "arn:aws:dynamodb:eu-central-1:111122223333:table/t";
  private static final Principal ROLE =
      new Principal(
          "arn:aws:iam::111122223333:role/r",
          "arn:aws:sts::111122223333:assumed-role/r/s",
          Map.of("cognito-identity.amazonaws.com:sub", List.of("me")));

  private static RolePolicies identity(String... statements) {
    return RolePolicies.of(parse(Kind.IDENTITY, statements));
  }

  private static PolicyDocument resource(String... statements) {
    return parse(Kind.RESOURCE, statements);
  }

  private static PolicyDocument parse(Kind kind, String... statements) {
    return PolicyDocument.parse(
        "p",
        kind,
        "{\"Version\": \"2012-10-17\", \"Statement\": [" + String.join(",", statements) + "]}");
  }

  private static String statement(String sid, String effect, String action, String more) {
    return """
    {"Sid": "%s", "Effect": "%s", "Action": "%s", "Resource": "%s"%s}\
    """
        .formatted(sid, effect, action, TABLE, more);
  }

  private static String conditional(String condition) {
    return statement("S", "Allow", "dynamodb:GetItem", ", \"Condition\": " + condition);
  }

  private static AccessRequest getItem(Map<String, List<String>> context) {
    return new AccessRequest(ROLE, "dynamodb:GetItem", TABLE, context);
  }

  private static boolean allows(String condition, Map<String, List<String>> context) {
    return PolicyEvaluator.decide(getItem(context), identity(conditional(condition))).allowed();
  }

  @Test
  void decide_nothingMatches_deniesImplicitly() {
    assertThat(
            PolicyEvaluator.decide(
                getItem(Map.of()), identity(statement("S", "Allow", "dynamodb:PutItem", ""))))
        .isEqualTo(new ImplicitlyDenied());
  }

  @Test
  void decide_allowAndDeny_deniesWhateverTheOrder() {
    String allow = statement("A", "Allow", "dynamodb:*", "");
    String deny = statement("D", "Deny", "dynamodb:Get*", "");

    assertThat(PolicyEvaluator.decide(getItem(Map.of()), identity(allow)))
        .isEqualTo(new Allowed("p#A"));
    assertThat(PolicyEvaluator.decide(getItem(Map.of()), identity(allow, deny)))
        .isEqualTo(new ExplicitlyDenied("p#D"));
    assertThat(PolicyEvaluator.decide(getItem(Map.of()), identity(deny, allow)))
        .isEqualTo(new ExplicitlyDenied("p#D"));
  }

  @Test
  void decide_actionInOtherCase_matches() {
    assertThat(
            PolicyEvaluator.decide(
                    getItem(Map.of()), identity(statement("S", "Allow", "DynamoDB:getitem", "")))
                .allowed())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "me, me, true",
    "me, other, false",
    "me, '', false",
  })
  void forAllAndForAny_oneOrTwoKeys_needEveryKeyToBeOwn(
      String first, String second, boolean expected) {
    String both =
        """
        {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": "${cognito-identity.amazonaws.com:sub}"},
         "ForAnyValue:StringEquals": {"dynamodb:LeadingKeys": "${cognito-identity.amazonaws.com:sub}"}}\
        """;

    assertThat(allows(both, Map.of("dynamodb:LeadingKeys", List.of(first, second))))
        .isEqualTo(expected);
  }

  @Test
  void forAllValues_absentOrEmptyKey_holds() {
    String condition = "{\"ForAllValues:StringEquals\": {\"dynamodb:LeadingKeys\": \"me\"}}";

    assertThat(allows(condition, Map.of())).isTrue();
    assertThat(allows(condition, Map.of("dynamodb:LeadingKeys", List.of()))).isTrue();
  }

  @Test
  void forAnyValue_absentOrEmptyKey_doesNotHold() {
    String condition = "{\"ForAnyValue:StringEquals\": {\"dynamodb:LeadingKeys\": \"me\"}}";

    assertThat(allows(condition, Map.of())).isFalse();
    assertThat(allows(condition, Map.of("dynamodb:LeadingKeys", List.of()))).isFalse();
    assertThat(allows(condition, Map.of("dynamodb:LeadingKeys", List.of("me", "other")))).isTrue();
  }

  @Test
  void null_false_holdsOnlyForAPresentKey() {
    String condition = "{\"Null\": {\"dynamodb:LeadingKeys\": \"false\"}}";

    assertThat(allows(condition, Map.of())).isFalse();
    assertThat(allows(condition, Map.of("dynamodb:LeadingKeys", List.of("me")))).isTrue();
  }

  @Test
  void null_true_holdsOnlyForAnAbsentKey() {
    String condition = "{\"Null\": {\"dynamodb:EnclosingOperation\": \"true\"}}";

    assertThat(allows(condition, Map.of())).isTrue();
    assertThat(allows(condition, Map.of("dynamodb:EnclosingOperation", List.of("x")))).isFalse();
  }

  @Test
  void stringEquals_absentKey_doesNotHold() {
    assertThat(allows("{\"StringEquals\": {\"kms:EncryptionContext:a\": \"b\"}}", Map.of()))
        .isFalse();
  }

  @Test
  void stringNotEquals_absentKey_holds() {
    assertThat(allows("{\"StringNotEquals\": {\"kms:EncryptionContext:a\": \"b\"}}", Map.of()))
        .isTrue();
  }

  @Test
  void stringEquals_otherCase_doesNotHold() {
    String condition = "{\"StringEquals\": {\"kms:EncryptionContext:a\": \"b\"}}";

    assertThat(allows(condition, Map.of("kms:EncryptionContext:a", List.of("b")))).isTrue();
    assertThat(allows(condition, Map.of("kms:EncryptionContext:a", List.of("B")))).isFalse();
    assertThat(allows(condition, Map.of("kms:EncryptionContext:A", List.of("b")))).isFalse();
  }

  @Test
  void variable_callerWithoutTheKey_doesNotHold() {
    Principal noUser = new Principal(ROLE.roleArn(), ROLE.sessionArn(), Map.of());
    String condition =
        "{\"ForAllValues:StringEquals\":"
            + " {\"dynamodb:LeadingKeys\": \"${cognito-identity.amazonaws.com:sub}\"}}";

    assertThat(
            PolicyEvaluator.decide(
                    new AccessRequest(noUser, "dynamodb:GetItem", TABLE, Map.of()),
                    identity(conditional(condition)))
                .allowed())
        .isFalse();
  }

  @Test
  void variable_valueWithWildcards_isTakenLiterally() {
    assertThat(
            allows(
                "{\"StringEquals\":"
                    + " {\"kms:EncryptionContext:a\": \"${cognito-identity.amazonaws.com:sub}\"}}",
                Map.of("kms:EncryptionContext:a", List.of("*"))))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "*, true",
    "arn:aws:dynamodb:eu-central-1:111122223333:table/t, true",
    "arn:aws:dynamodb:*:111122223333:table/?, true",
    "arn:aws:dynamodb:eu-central-1:*, false",
    "arn:aws:dynamodb:eu-central-1:111122223333:table/T, false",
    "arn:aws:dynamodb:eu-central-1:111122223333:table/t/index/*, false"
  })
  void decide_resourcePattern_matchesPartByPart(String pattern, boolean expected) {
    String statement = statement("S", "Allow", "dynamodb:GetItem", "").replace(TABLE, pattern);

    assertThat(PolicyEvaluator.decide(getItem(Map.of()), identity(statement)).allowed())
        .isEqualTo(expected);
  }

  @Test
  void decideTable_eitherAllows_isAllowedUnlessEitherDenies() {
    RolePolicies silent = identity(statement("N", "Allow", "dynamodb:PutItem", ""));
    RolePolicies allowing = identity(statement("A", "Allow", "dynamodb:GetItem", ""));
    PolicyDocument tableAllows =
        resource(
            statement(
                "T",
                "Allow",
                "dynamodb:GetItem",
                ", \"Principal\": {\"AWS\": \"" + ROLE.roleArn() + "\"}"));
    PolicyDocument tableDeniesOthers =
        resource(
            statement(
                "D",
                "Deny",
                "dynamodb:GetItem",
                ", \"Principal\": \"*\", \"Condition\": {\"StringNotEquals\":"
                    + " {\"aws:PrincipalArn\": \"arn:aws:iam::111122223333:role/another\"}}"));

    assertThat(PolicyEvaluator.decideTable(getItem(Map.of()), silent, tableAllows).allowed())
        .isTrue();
    assertThat(PolicyEvaluator.decideTable(getItem(Map.of()), allowing, tableDeniesOthers))
        .isEqualTo(new ExplicitlyDenied("p#D"));
    assertThat(PolicyEvaluator.decideTable(getItem(Map.of()), silent, tableDeniesOthers).allowed())
        .isFalse();
  }

  @Test
  void decideKey_roleAllowedButKeyPolicySilent_isDenied() {
    String use = statement("A", "Allow", "kms:Decrypt", "").replace(TABLE, "*");
    String delegation =
        use.replace("}", ", \"Principal\": {\"AWS\": \"arn:aws:iam::111122223333:root\"}}");
    String other =
        use.replace("}", ", \"Principal\": {\"AWS\": \"arn:aws:iam::444455556666:root\"}}");
    AccessRequest decrypt = new AccessRequest(ROLE, "kms:Decrypt", TABLE, Map.of());
    RolePolicies silent = identity(statement("N", "Allow", "kms:Encrypt", ""));

    assertThat(PolicyEvaluator.decideKey(decrypt, identity(use), resource(delegation)).allowed())
        .isTrue();
    assertThat(PolicyEvaluator.decideKey(decrypt, silent, resource(delegation)).allowed())
        .isFalse();
    assertThat(PolicyEvaluator.decideKey(decrypt, identity(use), resource(other)).allowed())
        .isFalse();
  }

  @Test
  void decide_severalPoliciesOfARole_anyAllowsAndAnyDenies() {
    PolicyDocument allow = parse(Kind.IDENTITY, statement("A", "Allow", "dynamodb:GetItem", ""));
    PolicyDocument silent = parse(Kind.IDENTITY, statement("N", "Allow", "dynamodb:PutItem", ""));
    PolicyDocument deny = parse(Kind.IDENTITY, statement("D", "Deny", "*", ""));

    assertThat(PolicyEvaluator.decide(getItem(Map.of()), RolePolicies.of(silent, allow)))
        .isEqualTo(new Allowed("p#A"));
    assertThat(PolicyEvaluator.decide(getItem(Map.of()), RolePolicies.of(allow, deny)))
        .isEqualTo(new ExplicitlyDenied("p#D"));
    assertThat(
            PolicyEvaluator.decide(
                getItem(Map.of()), new RolePolicies(List.of(), Optional.empty())))
        .isEqualTo(new ImplicitlyDenied());
  }

  @Test
  void boundary_limitsWhatTheRolesOwnPoliciesAllow() {
    String allow = statement("A", "Allow", "dynamodb:GetItem", "");

    assertThat(PolicyEvaluator.decide(getItem(Map.of()), bounded(allow, allow)).allowed()).isTrue();
    assertThat(
            PolicyEvaluator.decide(
                getItem(Map.of()), bounded(allow, statement("N", "Allow", "dynamodb:PutItem", ""))))
        .isEqualTo(new ImplicitlyDenied());
    assertThat(
            PolicyEvaluator.decide(
                getItem(Map.of()), bounded(allow, allow, statement("D", "Deny", "*", ""))))
        .isEqualTo(new ExplicitlyDenied("p#D"));
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:iam::111122223333:role/r, false",
    "arn:aws:sts::111122223333:assumed-role/r/s, true"
  })
  void boundary_limitsWhatATableAllowsToTheRoleButNotToTheSession(
      String principal, boolean expected) {
    PolicyDocument table =
        resource(
            statement(
                "T",
                "Allow",
                "dynamodb:GetItem",
                ", \"Principal\": {\"AWS\": \"" + principal + "\"}"));
    String silent = statement("N", "Allow", "dynamodb:PutItem", "");
    String allow = statement("A", "Allow", "dynamodb:GetItem", "");

    assertThat(
            PolicyEvaluator.decideTable(getItem(Map.of()), bounded(silent, silent), table)
                .allowed())
        .isEqualTo(expected);
    assertThat(
            PolicyEvaluator.decideTable(getItem(Map.of()), bounded(silent, allow), table).allowed())
        .isTrue();
  }

  private static RolePolicies bounded(String policy, String... boundary) {
    return new RolePolicies(
        List.of(parse(Kind.IDENTITY, policy)), Optional.of(parse(Kind.IDENTITY, boundary)));
  }
}
