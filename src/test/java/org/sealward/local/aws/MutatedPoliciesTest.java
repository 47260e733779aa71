package org.sealward.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealward.local.aws.TestCloud.errorOf;
import static org.sealward.local.aws.TestCloud.item;
import static org.sealward.local.aws.TestCloud.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.local.aws.TestCloud.SignedIn;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The denials of the other tests come from the policies and from nothing else: with a careless
 * document the same requests go through.
 */
class MutatedPoliciesTest {
  @TempDir Path data;
  private Path policies;

  @BeforeEach
  void makeFolder() throws IOException {
    policies = Files.createDirectory(data.resolve("policies"));
  }

  private TestCloud cloud() {
    return new TestCloud(data.resolve("aws"), TestCloud.withPolicies(policies));
  }

  @Test
  void careless_ownerPolicy_letsOwnersScanAndUsePartiQl() {
    TestCloud.mutatedPolicies(
        policies,
        "owner-identity.json",
        text ->
            text.replace(
                    "[\"dynamodb:GetItem\", \"dynamodb:PutItem\", \"dynamodb:UpdateItem\"]",
                    "\"dynamodb:*\"")
                .replaceFirst("(?s)\"ForAnyValue:StringEquals\": \\{.*?},\\s*", "")
                .replace(",\n        \"Null\": { \"dynamodb:LeadingKeys\": \"false\" }", ""));
    try (TestCloud cloud = cloud()) {
      SignedIn anna = cloud.newUser("anna@example.org");
      SignedIn ben = cloud.newUser("ben@example.org");
      String table = cloud.aws.privateBundlesTable();
      cloud
          .dynamoDb(ben.credentials())
          .putItem(r -> r.tableName(table).item(item(ben.identityId())));
      DynamoDbClient db = cloud.dynamoDb(anna.credentials());

      assertThat(db.scan(r -> r.tableName(table)).items()).containsExactly(item(ben.identityId()));
      assertThat(db.executeStatement(r -> r.statement("SELECT * FROM \"" + table + "\"")).items())
          .containsExactly(item(ben.identityId()));
      assertThat(errorOf(() -> db.getItem(r -> r.tableName(table).key(key(ben.identityId())))))
          .isEqualTo("AccessDeniedException");
    }
  }

  @Test
  void ownerPolicy_withoutConditions_letsOwnersReadOthers() {
    TestCloud.mutatedPolicies(
        policies,
        "owner-identity.json",
        text -> text.replaceAll("(?s),\\s*\"Condition\": \\{.*?\\n      }", ""));
    try (TestCloud cloud = cloud()) {
      SignedIn anna = cloud.newUser("anna@example.org");
      SignedIn ben = cloud.newUser("ben@example.org");

      assertThat(
              errorOf(
                  () ->
                      cloud
                          .dynamoDb(anna.credentials())
                          .getItem(
                              r ->
                                  r.tableName(cloud.aws.privateBundlesTable())
                                      .key(key(ben.identityId())))))
          .isEqualTo("none");
    }
  }

  @Test
  void servicePolicy_thatAllowsPrivateBundles_failsAtTheTablesOwnPolicy() throws IOException {
    TestCloud.mutatedPolicies(
        policies,
        "service-role.json",
        text ->
            text.replace(
                    "\"${public_table_arn}\"",
                    "[\"${public_table_arn}\", \"${private_table_arn}\"]")
                .replace("\"dynamodb:PutItem\"", "[\"dynamodb:GetItem\", \"dynamodb:PutItem\"]")
                .replaceFirst("(?s)\\{\\s*\"Sid\": \"NeverPrivateBundles\",.*?},\\s*", ""));
    try (TestCloud cloud = cloud()) {
      assertThat(errorOf(() -> serviceReads(cloud))).isEqualTo("AccessDeniedException");
    }

    Path tablePolicy = policies.resolve("private-bundles-table.json");
    Files.writeString(
        tablePolicy, Files.readString(tablePolicy).replace("\"dynamodb:GetItem\",", ""));
    try (TestCloud cloud = cloud()) {
      assertThat(errorOf(() -> serviceReads(cloud))).isEqualTo("none");
    }
  }

  @Test
  void trustPolicy_ofAnotherPool_stopsAllCredentials() {
    TestCloud.mutatedPolicies(
        policies,
        "identity-pool-trust.json",
        text -> text.replace("${identity_pool_id}", "eu-central-1:another"));
    try (TestCloud cloud = cloud()) {
      cloud.signUp("anna@example.org", TestCloud.PASSWORD);
      String token = cloud.signIn("anna@example.org", TestCloud.PASSWORD).idToken();

      assertThat(errorOf(() -> cloud.credentials(cloud.identityId(token), token)))
          .isEqualTo("InvalidIdentityPoolConfigurationException");
    }
  }

  private static void serviceReads(TestCloud cloud) {
    cloud
        .dynamoDb(cloud.serviceCredentials())
        .getItem(
            r -> r.tableName(cloud.aws.privateBundlesTable()).key(key("eu-central-1:somebody")));
  }
}
