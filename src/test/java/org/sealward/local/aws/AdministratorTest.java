package org.sealward.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealward.local.aws.TestCloud.errorOf;
import static org.sealward.local.aws.TestCloud.item;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sealward.local.aws.TestCloud.SignedIn;
import org.sealward.local.aws.account.Account;
import org.sealward.local.aws.wire.JsonObject;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ReplicationGroupUpdate;

/** Who may do everything in the account but what table and key deny. */
@ExtendWith(SharedCloud.class)
class AdministratorTest {
  private static final String TABLES = "arn:aws:dynamodb:eu-central-1:111122223333:table/";

  private final TestCloud cloud;
  private final DynamoDbClient tables;

  AdministratorTest(TestCloud cloud) {
    this.cloud = cloud;
    this.tables =
        cloud.dynamoDb(
            AwsBasicCredentials.create(
                cloud.aws.administratorCredentials().id(),
                cloud.aws.administratorCredentials().secret()));
  }

  @Test
  void administrator_readsTheTablesPolicy_asItIsInForce() throws IOException {
    String policy =
        tables
            .getResourcePolicy(r -> r.resourceArn(TABLES + cloud.aws.privateBundlesTable()))
            .policy();

    assertThat(JsonObject.parse(policy))
        .isEqualTo(
            JsonObject.parse(
                Files.readString(Path.of("terraform", "policies", "private-bundles-table.json"))
                    .replace("${private_table_arn}", TABLES + Account.PRIVATE_TABLE)
                    .replace(
                        "${owner_role_arn}", "arn:aws:iam::111122223333:role/sealward-owner")));
    assertThat(
            errorOf(
                () ->
                    tables.getResourcePolicy(
                        r -> r.resourceArn(TABLES + cloud.aws.publicBundlesTable()))))
        .isEqualTo("PolicyNotFoundException");
  }

  @Test
  void administrator_readsAllPublicBundles_andNoPrivateOnes() {
    SignedIn anna = cloud.newUser("anna-administrator@example.org");
    cloud
        .dynamoDb(anna.credentials())
        .putItem(r -> r.tableName(cloud.aws.privateBundlesTable()).item(item(anna.identityId())));

    assertThat(errorOf(() -> tables.scan(r -> r.tableName(cloud.aws.publicBundlesTable()))))
        .isEqualTo("none");
    assertThat(errorOf(() -> tables.scan(r -> r.tableName(cloud.aws.privateBundlesTable()))))
        .isEqualTo("AccessDeniedException");
  }

  @Test
  void replicas_changedInAWayThatIsNotKnown_areRefused() {
    assertThat(
            errorOf(
                () ->
                    tables.updateTable(
                        r ->
                            r.tableName(cloud.aws.privateBundlesTable())
                                .replicaUpdates(
                                    ReplicationGroupUpdate.builder()
                                        .delete(d -> d.regionName("eu-west-1"))
                                        .build()))))
        .isEqualTo("ValidationException");
  }
}
