package org.sealward.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.local.aws.account.Account;
import org.sealward.local.aws.policy.AccessRequest;
import org.sealward.local.aws.policy.Decision;
import org.sealward.local.aws.policy.PolicyEvaluator;
import org.sealward.local.aws.policy.PolicyException;
import org.sealward.local.aws.policy.Principal;

/**
 * The deployed documents beside the table of access: what keeps the service out does so more than
 * once, and what this evaluator does not know stops it.
 */
class DeployedPoliciesTest {
  private static final Account ACCOUNT =
      new Account(
          "eu-central-1",
          "eu-central-1_AbCdEfGhI",
          "client",
          "eu-central-1:11111111-2222-4333-8444-555555555555",
          "aaaaaaaa-2222-4333-8444-555555555555",
          "bbbbbbbb-2222-4333-8444-555555555555");
  private static final String OTHER = "eu-central-1:99999999-8d8b-4c53-9a53-5b9f8c6f1f11";
  private static final Principal SERVICE =
      new Principal(
          ACCOUNT.serviceRoleArn(),
          ACCOUNT.sessionArn("sealward-service", "s"),
          Map.of("aws:RequestedRegion", List.of("eu-central-1")));

  @TempDir Path folder;

  private Policies deployed() {
    return Policies.load(Path.of("terraform", "policies"), ACCOUNT);
  }

  private Policies mutated(String name, UnaryOperator<String> change) {
    return Policies.load(TestCloud.mutatedPolicies(folder, name, change), ACCOUNT);
  }

  private static boolean serviceReads(Policies policies) {
    return PolicyEvaluator.decideTable(
            table(SERVICE, "dynamodb:GetItem", leadingKeys(OTHER)),
            policies.service(),
            policies.privateTable())
        .allowed();
  }

  private static AccessRequest table(
      Principal principal, String action, Map<String, List<String>> context) {
    return new AccessRequest(principal, action, ACCOUNT.tableArn(Account.PRIVATE_TABLE), context);
  }

  private static AccessRequest key(
      Principal principal, String action, Map<String, List<String>> context) {
    return new AccessRequest(principal, action, ACCOUNT.keyArn(ACCOUNT.privateKeyId()), context);
  }

  private static Map<String, List<String>> leadingKeys(String... keys) {
    return Map.of("dynamodb:LeadingKeys", List.of(keys));
  }

  @Test
  void service_isKeptFromPrivateBundles_byEachOfTwoDenials() {
    UnaryOperator<String> allowed =
        text ->
            text.replace(
                    "\"${public_table_arn}\"",
                    "[\"${public_table_arn}\", \"${private_table_arn}\"]")
                .replace("\"dynamodb:PutItem\"", "[\"dynamodb:GetItem\", \"dynamodb:PutItem\"]");
    UnaryOperator<String> allowedAndNotDenied =
        text ->
            allowed.apply(
                text.replaceFirst("(?s)\\{\\s*\"Sid\": \"NeverPrivateBundles\",.*?},\\s*", ""));

    assertThat(serviceReads(mutated("service-role.json", allowed))).isFalse();
    assertThat(serviceReads(mutated("service-role.json", allowedAndNotDenied))).isFalse();

    Path both = TestCloud.mutatedPolicies(folder, "service-role.json", allowedAndNotDenied);
    replace(both.resolve("private-bundles-table.json"), "\"dynamodb:GetItem\",", "");
    assertThat(serviceReads(Policies.load(both, ACCOUNT))).isTrue();
  }

  @Test
  void service_isKeptFromThePrivateKey_evenIfItsOwnPolicyAllowedIt() {
    UnaryOperator<String> allowedAndNotDenied =
        text ->
            text.replace("\"${public_key_arn}\"", "[\"${public_key_arn}\", \"${private_key_arn}\"]")
                .replaceFirst("(?s)\\{\\s*\"Sid\": \"NeverPrivateBundlesKey\",.*?},\\s*", "");
    Map<String, List<String>> purpose =
        Map.of(
            "kms:EncryptionContext:purpose", List.of("public-bundles"),
            "kms:EncryptionContextKeys", List.of("purpose"));
    Policies policies = mutated("service-role.json", allowedAndNotDenied);

    assertThat(
            PolicyEvaluator.decide(key(SERVICE, "kms:GenerateDataKey", purpose), policies.service())
                .allowed())
        .isTrue();
    assertThat(
            PolicyEvaluator.decideKey(
                    key(SERVICE, "kms:GenerateDataKey", purpose),
                    policies.service(),
                    policies.privateKey())
                .allowed())
        .isFalse();
  }

  @Test
  void service_outsideTheEu_isDeniedWhatItIsAllowedInIt() {
    assertThat(servicePuts("eu-central-1").allowed()).isTrue();
    assertThat(servicePuts("us-east-1").toString()).contains("eu-regions.json#OnlyInTheEu");
  }

  private Decision servicePuts(String region) {
    return PolicyEvaluator.decide(
        new AccessRequest(
            new Principal(
                SERVICE.roleArn(),
                SERVICE.sessionArn(),
                Map.of("aws:RequestedRegion", List.of(region))),
            "dynamodb:PutItem",
            ACCOUNT.tableArn(Account.PUBLIC_TABLE),
            Map.of()),
        deployed().service());
  }

  @Test
  void load_documentWithAnUnknownOperator_stopsTheStart() {
    assertThatThrownBy(
            () ->
                mutated(
                    "service-role.json",
                    text -> text.replaceFirst("\"StringEquals\"", "\"StringEqualsIgnoreCase\"")))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("service-role.json: PublicBundlesKey: operator is not known here");
  }

  private static void replace(Path file, String part, String by) {
    try {
      String text = Files.readString(file);
      assertThat(text).contains(part);
      Files.writeString(file, text.replace(part, by));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
