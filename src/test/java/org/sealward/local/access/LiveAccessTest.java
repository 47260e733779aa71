package org.sealward.local.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.sealward.local.access.PlanJson.without;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.SharedDynamoDb;
import org.sealward.api.Deployment;
import org.sealward.client.internal.cognito.Login;
import org.sealward.envelope.SecretBytes;
import org.sealward.local.access.LiveCalls.Answer;
import org.sealward.local.aws.LocalAws;
import org.sealward.local.aws.signature.AccessKey;
import org.sealward.local.aws.wire.JsonObject;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;

/**
 * The same table by real calls: signed-in users with the temporary credentials that the default
 * run's identity pool gives them, a guest without any, and service, operator and administrator with
 * their own.
 */
class LiveAccessTest {
  private static final String SECRET = "Sw1!correct-login-secret-of-43-characters-000";
  private static final AccessTable EXPECTED =
      AccessTable.read(Path.of("terraform", "policies", "key-access.txt"));

  private static final String UNKNOWN = "UnknownOperationException";

  private static final Map<String, UnaryOperator<String>> CARELESS =
      Map.of(
          "owner-identity.json",
          text ->
              text.replaceFirst(
                      "\\[\"dynamodb:GetItem\", \"dynamodb:PutItem\"[^]]*]", "\"dynamodb:*\"")
                  .replaceFirst("(?s)\"ForAnyValue:StringEquals\": \\{\\s*\"dynamodb.*?},\\s*", "")
                  .replace(",\n        \"Null\": { \"dynamodb:LeadingKeys\": \"false\" }", ""),
          "operator-role.json",
          text ->
              without("NeverAKey")
                  .andThen(without("NeverBundles"))
                  .apply(text)
                  .replace("\"backup:Describe*\"", "\"kms:*\",\"dynamodb:*\""),
          "private-bundles-table.json",
          text ->
              text.replace("\"dynamodb:GetItem\",", "")
                  .replace(
                      "\"dynamodb:EnableKinesisStreamingDestination\"",
                      "\"dynamodb:CreateTableReplica\""),
          "private-bundles-key.json",
          text ->
              administeredByAllPermissions(text)
                  .replaceFirst(
                      "\"kms:CreateGrant\",[^]]*\"kms:ReEncryptTo\"", "\"kms:ReEncryptTo\""),
          "public-bundles-key.json",
          text -> administeredByAllPermissions(without("NobodyElseUsesTheKey").apply(text)));

  @TempDir Path folder;

  private static String administeredByAllPermissions(String text) {
    return text.replace("\"kms:CancelKeyDeletion\"", "\"kms:*\"");
  }

  private List<Answer> answers(Path policies) {
    LocalAws.Options options =
        LocalAws.Options.in(folder.resolve("aws"), Clock.systemUTC(), _ -> {});
    List<Answer> answers = new ArrayList<>();
    try (LocalAws aws = LocalAws.start(SharedDynamoDb.in(options.withPolicies(policies)))) {
      Deployment deployment =
          new Deployment(
              aws.region(),
              aws.userPoolId(),
              aws.clientId(),
              aws.identityPoolId(),
              URI.create(aws.issuer()),
              aws.privateBundlesTable(),
              aws.privateBundlesKeyArn(),
              aws.endpoint(),
              null);
      try (LiveCallers live =
          new LiveCallers(
              deployment,
              List.of(user(aws, "anna@example.org"), user(aws, "ben@example.org")),
              Map.of(
                  Asker.SERVICE,
                  credentials(aws.serviceCredentials()),
                  Asker.OPERATOR,
                  credentials(aws.operatorCredentials()),
                  Asker.ADMINISTRATOR,
                  credentials(aws.administratorCredentials())),
              aws.publicBundlesKeyArn())) {
        LiveCalls calls =
            new LiveCalls(
                live.target(
                    "arn:aws:dynamodb:eu-central-1:111122223333:table/" + aws.privateBundlesTable(),
                    aws.publicBundlesKeyArn()));
        live.callers()
            .forEach(
                (asker, caller) ->
                    Stream.concat(calls.harmless().stream(), calls.lasting().stream())
                        .filter(row -> calls.offered(row, caller))
                        .forEach(row -> answers.add(calls.answer(row, asker, caller, EXPECTED))));
      }
    }
    return answers;
  }

  private static AwsCredentialsProvider credentials(AccessKey key) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret()));
  }

  private static Login user(LocalAws aws, String email) {
    aws.createConfirmedUser(email, SECRET.toCharArray(), Set.of());
    return new Login(email, SecretBytes.copyOf(SECRET.getBytes(US_ASCII)), Optional::empty);
  }

  @Test
  void everyOperationOfTheGate_byEverybody_isAsInTheTable() {
    List<Answer> answers = answers(Path.of("terraform", "policies"));

    assertThat(answers).allMatch(Answer::right);
    // 61 rows by six callers; three of them have no way to take the owners' role here.
    assertThat(answers).hasSize(61 * 6 - 3);
    // Eight of the owner, six of the other user, the service's data key, and what an
    // administrator sees of the table.
    assertThat(answers.stream().filter(answer -> answer.error().equals("none"))).hasSize(17);
    // Allowed, and not carried out here.
    assertThat(answers.stream().filter(a -> a.error().equals(UNKNOWN)))
        .allMatch(answer -> answer.asker() == Asker.ADMINISTRATOR)
        .extracting(Answer::operation)
        .containsExactlyInAnyOrder(
            "CreateBackup",
            // Of this row the restore alone is called: here is no copy to scan.
            "RestoreTableToPointInTime, and Scan of the copy",
            "CreateTableReplica",
            "UpdateTable",
            "DeleteTable",
            "UpdateContinuousBackups",
            "PutResourcePolicy",
            "DeleteResourcePolicy",
            "PutKeyPolicy",
            "ScheduleKeyDeletion");
  }

  /** What no call stands for: named, so that nothing is left out in silence. */
  @Test
  void rowsWithoutACall_areThese() {
    SdkBytes blob = SdkBytes.fromUtf8String("data key");
    LiveCalls calls =
        new LiveCalls(
            new LiveCalls.Target(
                "t", "arn", "k", "p", List.of("a", "b"), List.of(blob, blob, blob)));

    assertThat(calls.without(EXPECTED.rows().keySet().stream()))
        .containsExactly(
            // No request has such a list: GetItem names one key.
            "GetItem, a list of both keys",
            "GetItem, an empty list of keys",
            "GetItem, no list of keys",
            // The gate is in one region.
            "GetItem, a table of that name outside the EU",
            // The stream is off, and a request needs a place in it.
            "GetRecords, the table's stream",
            // It is a call of AWS Backup.
            "StartAwsBackupJob",
            // DynamoDB Local encrypts no table at rest.
            "Decrypt, the key of the table at rest",
            // There is no IAM here.
            "PutRolePolicy, the owners' role",
            "UpdateAssumeRolePolicy, the owners' role");
    assertThat(EXPECTED.rows().keySet()).containsAll(calls.harmless()).containsAll(calls.lasting());
  }

  /** What infra/aws-account-check.sh starts, against the gate in place of AWS. */
  @Test
  void accountCheck_atTheGate_reportsEveryCallAndWhatIsNotCalled() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (LocalAws aws =
        LocalAws.start(
            SharedDynamoDb.in(
                LocalAws.Options.in(folder.resolve("aws"), Clock.systemUTC(), _ -> {})))) {
      user(aws, "anna@example.org");
      user(aws, "ben@example.org");
      JsonObject stack =
          JsonObject.of(
                  "identity",
                  JsonObject.of("user_pool_id", aws.userPoolId())
                      .with("client_id", aws.clientId())
                      .with("identity_pool_id", aws.identityPoolId())
                      .with("issuer", aws.issuer()))
              .with(
                  "keyvault",
                  JsonObject.of("private_table_name", aws.privateBundlesTable())
                      .with(
                          "private_table_arn",
                          "arn:aws:dynamodb:eu-central-1:111122223333:table/"
                              + aws.privateBundlesTable())
                      .with("private_key_arn", aws.privateBundlesKeyArn())
                      .with("public_key_arn", aws.publicBundlesKeyArn()));
      Map<String, String> environment =
          Map.of(
              "ACCOUNT_CHECK_ENDPOINT",
              aws.endpoint().toString(),
              "ACCOUNT_CHECK_STACK",
              new String(stack.toBytes(), UTF_8),
              "ACCOUNT_CHECK_OWNER_EMAIL",
              "anna@example.org",
              "ACCOUNT_CHECK_OWNER_SECRET",
              SECRET,
              "ACCOUNT_CHECK_OTHER_EMAIL",
              "ben@example.org",
              "ACCOUNT_CHECK_OTHER_SECRET",
              SECRET,
              "ACCOUNT_CHECK_SERVICE_KEY_ID",
              aws.serviceCredentials().id(),
              "ACCOUNT_CHECK_SERVICE_KEY",
              aws.serviceCredentials().secret(),
              "ACCOUNT_CHECK_ADMINISTRATOR_KEY_ID",
              aws.administratorCredentials().id(),
              "ACCOUNT_CHECK_ADMINISTRATOR_KEY",
              aws.administratorCredentials().secret());

      assertThat(AccountCheck.run(environment, new PrintStream(out, true, UTF_8))).isZero();
    }
    // 47 rows that change nothing, by five callers; two of them take no role.
    assertThat(out.toString(UTF_8))
        .contains("233 calls, 0 not as in the table")
        .contains("No credentials, not called: operator")
        .doesNotContain("not called: administrator")
        .contains("if it were allowed:\n  ExportTableToPointInTime\n")
        .contains("\n  PutKeyPolicy\n");
  }

  @Test
  void accountCheck_withoutAnAccount_saysWhatIsMissing() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThat(AccountCheck.run(Map.of(), new PrintStream(out, true, UTF_8))).isEqualTo(3);
    assertThat(out.toString(UTF_8)).startsWith("Not run. These are not set: ACCOUNT_CHECK_STACK, ");
  }

  /**
   * Each document made careless, at the same time: what is denied otherwise is denied by it, and a
   * call that asks for two permissions asks for both.
   */
  @Test
  void gate_withCarelessPolicies_answersOtherwise() throws IOException {
    Path policies = Files.createDirectory(folder.resolve("policies"));
    try (Stream<Path> files = Files.list(Path.of("terraform", "policies"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        String text = Files.readString(file);
        String changed = CARELESS.getOrDefault(name, UnaryOperator.identity()).apply(text);
        assertThat(changed.equals(text)).as(name).isNotEqualTo(CARELESS.containsKey(name));
        Files.writeString(policies.resolve(name), changed);
      }
    }

    assertThat(answers(policies).stream().filter(answer -> !answer.right()))
        .extracting(Answer::operation, Answer::asker, Answer::error)
        .contains(
            tuple("Scan", Asker.OWNER, "none"),
            tuple("Query, the owner's item", Asker.OWNER, "none"),
            tuple("PartiQL SELECT, all items", Asker.OWNER, "none"),
            tuple("GetItem, the owner's item", Asker.OPERATOR, "none"),
            tuple("GetItem, the owner's item", Asker.ADMINISTRATOR, "none"),
            tuple("PutResourcePolicy", Asker.OPERATOR, UNKNOWN),
            tuple("EnableKinesisStreamingDestination", Asker.OPERATOR, UNKNOWN),
            tuple("EnableKinesisStreamingDestination", Asker.ADMINISTRATOR, UNKNOWN),
            tuple("CreateTableReplica", Asker.ADMINISTRATOR, "AccessDeniedException"),
            tuple("GenerateDataKeyPair, the owner's context", Asker.OPERATOR, UNKNOWN),
            tuple(
                "GenerateDataKeyPairWithoutPlaintext, the owner's context",
                Asker.OPERATOR,
                UNKNOWN),
            tuple("GenerateDataKeyWithoutPlaintext, the owner's context", Asker.OPERATOR, UNKNOWN),
            tuple("ReEncryptFrom, the owner's context", Asker.OPERATOR, UNKNOWN),
            tuple("CreateGrant", Asker.OPERATOR, UNKNOWN),
            tuple("PutKeyPolicy", Asker.OPERATOR, UNKNOWN),
            tuple("DisableKey", Asker.ADMINISTRATOR, UNKNOWN),
            tuple("ScheduleKeyDeletion", Asker.OPERATOR, UNKNOWN))
        // The key's policy still denies that, whatever it allows of the other end.
        .doesNotContain(tuple("ReEncryptTo, the owner's context", Asker.OPERATOR, UNKNOWN))
        // And with the replica, not the table's other changes.
        .doesNotContain(tuple("UpdateTable", Asker.ADMINISTRATOR, "AccessDeniedException"));
  }
}
