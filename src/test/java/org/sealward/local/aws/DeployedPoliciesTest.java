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
 * Each line of the deployed documents carries weight: without it, a decision that must be a denial
 * becomes an allowance. The deployed documents themselves are the control of every test.
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
  private static final String OWN = "eu-central-1:0f6f2a2c-8d8b-4c53-9a53-5b9f8c6f1f11";
  private static final String OTHER = "eu-central-1:99999999-8d8b-4c53-9a53-5b9f8c6f1f11";
  private static final Principal OWNER =
      new Principal(
          ACCOUNT.ownerRoleArn(),
          ACCOUNT.sessionArn("sealward-owner", "s"),
          Map.of(
              "cognito-identity.amazonaws.com:sub", List.of(OWN),
              "cognito-identity.amazonaws.com:aud", List.of(ACCOUNT.identityPoolId())));
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

  private static boolean ownerReads(Policies policies, Map<String, List<String>> context) {
    return PolicyEvaluator.decideTable(
            table(OWNER, "dynamodb:GetItem", context), policies.owner(), policies.privateTable())
        .allowed();
  }

  private static boolean ownerDecrypts(Policies policies, Map<String, List<String>> context) {
    return PolicyEvaluator.decideKey(
            key(OWNER, "kms:Decrypt", context), policies.owner(), policies.privateKey())
        .allowed();
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

  private static Map<String, List<String>> encryptionContext(String identityId) {
    return Map.of(
        "kms:EncryptionContext:identityId", List.of(identityId),
        "kms:EncryptionContextKeys", List.of("identityId"));
  }

  @Test
  void owner_ownKey_isAllowed_andEveryOtherListIsNot() {
    Policies policies = deployed();

    assertThat(ownerReads(policies, leadingKeys(OWN))).isTrue();
    assertThat(ownerReads(policies, leadingKeys(OTHER))).isFalse();
    assertThat(ownerReads(policies, leadingKeys(OWN, OTHER))).isFalse();
    assertThat(ownerReads(policies, leadingKeys())).isFalse();
    assertThat(ownerReads(policies, Map.of())).isFalse();
  }

  @Test
  void withoutForAnyValue_anEmptyListIsAllowed() {
    Policies policies =
        mutated(
            "owner-identity.json",
            text -> text.replaceFirst("(?s)\"ForAnyValue:StringEquals\": \\{.*?},\\s*", ""));

    assertThat(ownerReads(policies, leadingKeys())).isTrue();
    assertThat(ownerReads(policies, leadingKeys(OTHER))).isFalse();
  }

  @Test
  void withoutForAllValues_aMixedListIsAllowed() {
    Policies policies =
        mutated(
            "owner-identity.json",
            text -> text.replaceFirst("(?s)\"ForAllValues:StringEquals\": \\{.*?},\\s*", ""));

    assertThat(ownerReads(policies, leadingKeys(OWN, OTHER))).isTrue();
  }

  @Test
  void withForAllValuesAlone_aRequestWithoutKeysIsAllowed() {
    Policies policies =
        mutated(
            "owner-identity.json",
            text ->
                text.replaceFirst("(?s)\"ForAnyValue:StringEquals\": \\{.*?},\\s*", "")
                    .replace(",\n        \"Null\": { \"dynamodb:LeadingKeys\": \"false\" }", ""));

    assertThat(ownerReads(policies, Map.of())).isTrue();
  }

  @Test
  void withoutItsContextCondition_anotherOwnersDataKeyIsAllowed() {
    assertThat(ownerDecrypts(deployed(), encryptionContext(OWN))).isTrue();
    assertThat(ownerDecrypts(deployed(), encryptionContext(OTHER))).isFalse();

    Policies policies =
        mutated(
            "owner-identity.json",
            text ->
                text.replaceFirst(
                    "(?s)\"StringEquals\": \\{\\s*\"kms:EncryptionContext:identityId\".*?},\\s*",
                    ""));

    assertThat(ownerDecrypts(policies, encryptionContext(OTHER))).isTrue();
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
  void service_inAnOwnersContext_isDeniedWithAnyKey() {
    Policies policies = deployed();
    Map<String, List<String>> both =
        Map.of(
            "kms:EncryptionContext:purpose", List.of("public-bundles"),
            "kms:EncryptionContext:identityId", List.of(OWN));

    assertThat(
            PolicyEvaluator.decide(
                    new AccessRequest(
                        SERVICE, "kms:Decrypt", ACCOUNT.keyArn(ACCOUNT.publicKeyId()), both),
                    policies.service())
                .toString())
        .contains("NeverAnOwnersContext");
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
  void trust_ofGuestsOrAnotherPool_isDenied() {
    assertThat(trusted(ACCOUNT.identityPoolId(), "authenticated")).isTrue();
    assertThat(trusted(ACCOUNT.identityPoolId(), "unauthenticated")).isFalse();
    assertThat(trusted("eu-central-1:another", "authenticated")).isFalse();
  }

  private boolean trusted(String identityPool, String method) {
    Principal federated =
        new Principal(
            ACCOUNT.ownerRoleArn(),
            ACCOUNT.sessionArn("sealward-owner", "s"),
            Map.of(
                "cognito-identity.amazonaws.com:aud", List.of(identityPool),
                "cognito-identity.amazonaws.com:amr", List.of(method, "provider")));
    return PolicyEvaluator.decideTrust(
            new AccessRequest(
                federated, "sts:AssumeRoleWithWebIdentity", ACCOUNT.ownerRoleArn(), Map.of()),
            "cognito-identity.amazonaws.com",
            deployed().identityPoolTrust())
        .allowed();
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
