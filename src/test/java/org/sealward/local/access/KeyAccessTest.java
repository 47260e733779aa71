package org.sealward.local.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealward.local.access.PlanJson.without;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.Tool;
import org.sealward.local.access.AccessTable.Outcome;

/**
 * The deployed policies give exactly the table, by both evaluators, and each line of them carries
 * weight: without it a named cell changes, in both.
 */
class KeyAccessTest {
  private static final AccessTable EXPECTED =
      AccessTable.read(Path.of("terraform", "policies", "key-access.txt"));

  private static Simulator simulator() {
    Tool.require("node");
    Tool.require("npm");
    return Simulator.in(Path.of(""));
  }

  private static Cells decide(PlannedPolicies planned) {
    return Cells.decide(planned, EXPECTED, Optional.of(simulator()));
  }

  @Test
  void policies_asDeployed_giveTheTableInBoth() {
    Cells cells = decide(new PlanJson().planned());

    assertThat(cells.wrong()).isEmpty();
    assertThat(cells.all()).hasSize(70 * 6);
  }

  /** A change of a policy, and what a cell becomes by it. */
  record Mutation(
      String file, UnaryOperator<String> change, String operation, Asker asker, Outcome becomes) {
    PlannedPolicies planned() {
      return new PlanJson().with(file, change).planned();
    }

    @Override
    public String toString() {
      return "%s: %s, %s: %s".formatted(file, operation, asker, becomes);
    }
  }

  private static List<Mutation> mutations() {
    return List.of(
        new Mutation(
            "owner-identity.json",
            KeyAccessTest::withoutForAny,
            "GetItem, an empty list of keys",
            Asker.OWNER,
            Outcome.ALLOW),
        new Mutation(
            "owner-identity.json",
            text -> withoutNull(withoutForAny(text)),
            "GetItem, no list of keys",
            Asker.OWNER,
            Outcome.ALLOW),
        new Mutation(
            "owner-identity.json",
            text -> text.replaceFirst("(?s)\"ForAllValues:StringEquals\": \\{.*?},\\s*", ""),
            "GetItem, a list of both keys",
            Asker.OTHER,
            Outcome.ALLOW),
        new Mutation(
            "owner-identity.json",
            text -> text.replaceFirst("\\[\"dynamodb:[^]]*]", "\"dynamodb:*\""),
            "DeleteItem, the owner's item",
            Asker.OWNER,
            Outcome.ALLOW),
        new Mutation(
            "owner-identity.json",
            text -> text.replace("\"${private_table_arn}\"", "\"*\""),
            "GetItem, a table of that name outside the EU",
            Asker.OWNER,
            Outcome.ALLOW),
        new Mutation(
            "owner-identity.json",
            text ->
                text.replaceFirst(
                    "(?s)\"StringEquals\": \\{\\s*\"kms:EncryptionContext:identityId\".*?},\\s*",
                    ""),
            "Decrypt, the other's context",
            Asker.OWNER,
            Outcome.ALLOW),
        new Mutation(
            "owner-identity.json",
            text ->
                text.replaceFirst(
                    ",\\s*\"ForAllValues:StringEquals\": \\{ \"kms:EncryptionContextKeys[^}]*}",
                    ""),
            "Decrypt, the owner's context and more",
            Asker.OWNER,
            Outcome.ALLOW),
        new Mutation(
            "identity-pool-trust.json",
            text ->
                text.replace(
                    "amr\": \"authenticated\"", "amr\": [\"authenticated\", \"unauthenticated\"]"),
            "AssumeRole, the owners' role",
            Asker.GUEST,
            Outcome.ALLOW),
        new Mutation(
            "identity-pool-trust.json",
            text -> text.replaceFirst("(?s),\\s*\"ForAnyValue:StringEquals\": \\{[^}]*}", ""),
            "AssumeRole, the owners' role",
            Asker.GUEST,
            Outcome.ALLOW),
        new Mutation(
            "identity-pool-trust.json",
            text -> text.replace("${identity_pool_id}", "eu-central-1:another"),
            "GetItem, the owner's item",
            Asker.OWNER,
            Outcome.NONE),
        new Mutation(
            "private-bundles-table.json",
            text ->
                text.replace("\"Deny\"", "\"Allow\"")
                    .replaceFirst("(?s),\\s*\"Condition\": \\{.*?} }", ""),
            "GetItem, the owner's item",
            Asker.OTHER,
            Outcome.ALLOW),
        new Mutation(
            "private-bundles-table.json",
            text -> text.replace("\"dynamodb:GetItem\",", ""),
            "GetItem, the owner's item",
            Asker.ADMINISTRATOR,
            Outcome.ALLOW),
        new Mutation(
            "private-bundles-table.json",
            text -> text.replace("\"dynamodb:ExportTableToPointInTime\",", ""),
            "ExportTableToPointInTime",
            Asker.ADMINISTRATOR,
            Outcome.ALLOW),
        new Mutation(
            "private-bundles-table.json",
            text -> text.replace("${owner_role_arn}", "arn:aws:iam::111122223333:role/renamed"),
            "GetItem, the owner's item",
            Asker.OWNER,
            Outcome.DENY),
        new Mutation(
            "private-bundles-key.json",
            without("NobodyElseUsesTheKey"),
            "Decrypt, the owner's context",
            Asker.ADMINISTRATOR,
            Outcome.NONE),
        new Mutation(
            "private-bundles-key.json",
            text ->
                text.replace("\"kms:CancelKeyDeletion\"", "\"kms:*\"")
                    .replace("\"kms:Decrypt\",\n        \"kms:Encrypt\"", "\"kms:Encrypt\""),
            "Decrypt, the owner's context",
            Asker.ADMINISTRATOR,
            Outcome.ALLOW),
        new Mutation(
            "service-role.json",
            without("NeverPrivateBundles"),
            "DescribeTable",
            Asker.SERVICE,
            Outcome.NONE),
        new Mutation(
            "service-role.json",
            text ->
                text.replace(
                    "\"dynamodb:*\"",
                    "[\"dynamodb:*Item*\", \"dynamodb:Query\", \"dynamodb:Scan\"]"),
            "CreateBackup",
            Asker.SERVICE,
            Outcome.NONE),
        new Mutation(
            "service-role.json",
            without("NeverPrivateBundlesKey"),
            "PutKeyPolicy",
            Asker.SERVICE,
            Outcome.NONE),
        new Mutation(
            "service-role.json",
            without("NeverAnOwnersContext"),
            "Decrypt, the key of public bundles, the owner's context",
            Asker.SERVICE,
            Outcome.NONE),
        new Mutation(
            "service-role.json",
            without("NeverAnotherRole"),
            "AssumeRole, the owners' role",
            Asker.SERVICE,
            Outcome.NONE),
        new Mutation(
            "operator-role.json",
            text ->
                without("NeverAKey")
                    .apply(text)
                    .replace("\"backup:Describe*\"", "\"backup:Describe*\", \"kms:Decrypt\""),
            "Decrypt, the key of the table at rest",
            Asker.OPERATOR,
            Outcome.NONE),
        new Mutation(
            "operator-role.json",
            text ->
                without("NeverBundles")
                    .apply(text)
                    .replace("\"backup:Describe*\"", "\"backup:Describe*\", \"dynamodb:*\""),
            "PutResourcePolicy",
            Asker.OPERATOR,
            Outcome.ALLOW),
        new Mutation(
            "private-table-store-key.json",
            text -> text.replaceFirst(",\\s*\"kms:ViaService\": \"[^\"]*\"", ""),
            "Decrypt, the key of the table at rest",
            Asker.ADMINISTRATOR,
            Outcome.ALLOW),
        new Mutation(
            "eu-regions.json",
            text -> text.replace("\"eu-west-1\"", "\"eu-west-1\", \"us-east-1\""),
            "GetItem, a table of that name outside the EU",
            Asker.SERVICE,
            Outcome.NONE));
  }

  private static String withoutForAny(String text) {
    return text.replaceFirst("(?s)\"ForAnyValue:StringEquals\": \\{.*?},\\s*", "");
  }

  private static String withoutNull(String text) {
    return text.replace(",\n        \"Null\": { \"dynamodb:LeadingKeys\": \"false\" }", "");
  }

  /** All of them at once, since starting the other evaluator takes longer than evaluating. */
  static Stream<Arguments> decidedMutations() {
    List<Mutation> mutations = mutations();
    List<Cells> decided =
        Cells.decide(
            mutations.stream().map(Mutation::planned).toList(), EXPECTED, Optional.of(simulator()));
    return IntStream.range(0, mutations.size())
        .mapToObj(index -> Arguments.of(mutations.get(index), decided.get(index).wrong()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("decidedMutations")
  void mutation_ofAPolicy_turnsACellRedInBoth(Mutation mutation, List<Cell> wrong) {
    Outcome before = EXPECTED.of(mutation.operation(), mutation.asker());

    assertThat(wrong)
        .contains(
            new Cell(
                mutation.operation(),
                mutation.asker(),
                before,
                mutation.becomes(),
                Optional.of(mutation.becomes())));
    assertThat(before).isNotEqualTo(mutation.becomes());
    assertThat(wrong).allMatch(cell -> cell.simulated().equals(Optional.of(cell.ours())));
  }

  /**
   * The conditions overlap: this one alone may go, since ForAnyValue refuses an absent list too.
   */
  @Test
  void owner_withoutNullAlone_getsNothingMore() {
    assertThat(
            decide(new PlanJson().with("owner-identity.json", KeyAccessTest::withoutNull).planned())
                .wrong())
        .isEmpty();
  }

  @Test
  void plan_withAPolicyThatIsNotKnownYet_isRefusedWithItsName() {
    String plan =
        new PlanJson()
            .json()
            .replaceFirst(
                "(\"type\":\"aws_dynamodb_resource_policy\".*?)\"policy\"", "$1\"other\"");

    assertThatThrownBy(() -> PlannedPolicies.of(plan))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("aws_dynamodb_resource_policy.private_bundles: policy is known only");
  }

  @Test
  void plan_thatAttachesAnotherPolicy_isRefused() {
    String plan =
        new PlanJson()
            .json()
            .replaceFirst(
                "\\{\"address\":\"module.stack.aws_cognito_identity_pool",
                "{\"address\":\"a.b\",\"type\":\"aws_iam_role_policy_attachment\",\"name\":\"b\","
                    + "\"values\":{\"role\":\"sealward-service\"}},$0");

    assertThatThrownBy(() -> PlannedPolicies.of(plan))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("a.b attaches a policy that is not evaluated here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws_iam_policy_attachment",
        "aws_iam_role_policy_attachments_exclusive",
        "aws_kms_key_policy"
      })
  void plan_thatGivesAPolicyInAWayThatIsNotFollowed_isRefused(String type) {
    String plan =
        new PlanJson()
            .json()
            .replaceFirst(
                "\\{\"address\":\"module.stack.aws_cognito_identity_pool",
                "{\"address\":\"a.b\",\"type\":\"" + type + "\",\"name\":\"b\",\"values\":{}},$0");

    assertThatThrownBy(() -> PlannedPolicies.of(plan))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("a.b gives a policy that is not evaluated here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"managed_policy_arns\":[\"arn:aws:iam::aws:policy/AdministratorAccess\"]",
        "\"inline_policy\":[{\"name\":\"more\",\"policy\":\"{}\"}]"
      })
  void plan_withARoleThatHasPoliciesOfItsOwn_isRefused(String attribute) {
    String none = attribute.replaceFirst(":.*", ":[]");
    String role = "\"values\":{\"name\":\"sealward-service\"";
    String plan = new PlanJson().json();

    assertThat(plan).contains(role);
    assertThatThrownBy(() -> PlannedPolicies.of(plan.replace(role, role + "," + attribute)))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("aws_iam_role.service has " + none.split("\"", -1)[1]);
    assertThat(PlannedPolicies.of(plan.replace(role, role + "," + none)))
        .isEqualTo(new PlanJson().planned());
  }

  @Test
  void cell_thatIsRightByOneEvaluatorAlone_isWrong() {
    Cell right =
        new Cell("Scan", Asker.OWNER, Outcome.DENY, Outcome.DENY, Optional.of(Outcome.DENY));

    assertThat(right.right()).isTrue();
    for (Outcome other : List.of(Outcome.ALLOW, Outcome.NONE)) {
      assertThat(
              new Cell("Scan", Asker.OWNER, Outcome.DENY, Outcome.DENY, Optional.of(other)).right())
          .isFalse();
      assertThat(
              new Cell("Scan", Asker.OWNER, Outcome.DENY, other, Optional.of(Outcome.DENY)).right())
          .isFalse();
    }
  }

  /** Terraform knows the id of a role only after apply; what is written for it tells which. */
  @Test
  void plan_thatDoesNotKnowTheRoleOfAPolicyYet_isReadByItsConfiguration() {
    String address = "\"address\":\"module.stack.aws_iam_role_policy.operator\"";
    String unknown =
        new PlanJson()
            .json()
            .replaceFirst(
                "(" + Pattern.quote(address) + ".*?)\"role\":\"sealward-operator\",", "$1");
    String configuration =
        """
        ,"configuration":{"root_module":{"module_calls":{"stack":{"module":{"resources":[
          {"address":"aws_iam_role_policy.operator",
           "expressions":{"role":{"references":["aws_iam_role.ROLE.id","aws_iam_role.ROLE"]}}}]}}}}}}
        """;
    String start = unknown.substring(0, unknown.length() - 1);

    assertThatThrownBy(() -> PlannedPolicies.of(unknown))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("aws_iam_role_policy.operator: the plan does not say of what role");
    assertThat(PlannedPolicies.of(start + configuration.replace("ROLE", "operator")).roles())
        .isEqualTo(new PlanJson().planned().roles());
    assertThat(PlannedPolicies.of(start + configuration.replace("ROLE", "service")).roles())
        .isNotEqualTo(new PlanJson().planned().roles());
  }

  @Test
  void plan_thatIsNone_isRefused() {
    assertThatThrownBy(() -> PlannedPolicies.of("{}"))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("not a plan");
  }

  @Test
  void table_withAnotherRowOrWord_isRefused() {
    assertThatThrownBy(() -> AccessTable.parse(List.of("Scan allow - - deny deny maybe")))
        .hasMessageContaining("maybe");
    assertThatThrownBy(
            () ->
                Cells.decide(
                    new PlanJson().planned(),
                    AccessTable.parse(List.of("Scan - - - deny deny deny")),
                    Optional.empty()))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("other operations");
  }
}
