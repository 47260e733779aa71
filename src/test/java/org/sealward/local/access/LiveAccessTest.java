package org.sealward.local.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.api.Deployment;
import org.sealward.client.internal.cognito.Login;
import org.sealward.envelope.SecretBytes;
import org.sealward.local.access.LiveCalls.Answer;
import org.sealward.local.aws.LocalAws;
import org.sealward.local.aws.wire.JsonObject;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;

/**
 * The same table by real calls: signed-in users with the temporary credentials that the default
 * run's identity pool gives them, a guest without any, the service with its own.
 */
class LiveAccessTest {
  private static final String SECRET = "Sw1!correct-login-secret-of-43-characters-000";
  private static final AccessTable EXPECTED =
      AccessTable.read(Path.of("terraform", "policies", "key-access.txt"));

  @TempDir Path folder;

  private List<Answer> answers(Path policies) {
    LocalAws.Options options =
        LocalAws.Options.in(folder.resolve("aws"), Clock.systemUTC(), _ -> {});
    List<Answer> answers = new ArrayList<>();
    try (LocalAws aws =
        LocalAws.start(
            options.withSources(
                new LocalAws.Sources(policies, options.sources().dynamoDbClassPath())))) {
      Deployment deployment =
          new Deployment(
              aws.region(),
              aws.userPoolId(),
              aws.clientId(),
              aws.identityPoolId(),
              URI.create(aws.issuer()),
              aws.privateBundlesTable(),
              aws.privateBundlesKeyArn(),
              aws.endpoint());
      try (LiveCallers live =
          new LiveCallers(
              deployment,
              List.of(user(aws, "anna@example.org"), user(aws, "ben@example.org")),
              Map.of(
                  Asker.SERVICE,
                  StaticCredentialsProvider.create(
                      AwsBasicCredentials.create(
                          aws.serviceCredentials().id(), aws.serviceCredentials().secret()))),
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

  private static Login user(LocalAws aws, String email) {
    aws.createConfirmedUser(email, SECRET.toCharArray(), Set.of());
    return new Login(email, SecretBytes.copyOf(SECRET.getBytes(US_ASCII)), Optional::empty);
  }

  @Test
  void everyOperationOfTheGate_byEverybodyItHasCredentialsFor_isAsInTheTable() {
    List<Answer> answers = answers(Path.of("terraform", "policies"));

    assertThat(answers).allMatch(Answer::right);
    // 50 rows by four callers; the service has no way to take the owners' role here.
    assertThat(answers).hasSize(50 * 4 - 1);
    assertThat(answers.stream().filter(answer -> answer.error().equals("none"))).hasSize(15);
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
            // The gate does not know them, whoever asks.
            "GetRecords, the table's stream",
            "EnableKinesisStreamingDestination",
            "StartAwsBackupJob",
            "CreateTableReplica",
            "GenerateDataKeyPair, the owner's context",
            "GenerateDataKeyPairWithoutPlaintext, the owner's context",
            "GenerateDataKeyWithoutPlaintext, the owner's context",
            "ReEncryptFrom, the owner's context",
            "ReEncryptTo, the owner's context",
            "CreateGrant",
            "PutKeyPolicy",
            "DisableKey",
            "ScheduleKeyDeletion",
            "Decrypt, the key of the table at rest",
            "PutRolePolicy, the owners' role",
            "UpdateAssumeRolePolicy, the owners' role");
    assertThat(EXPECTED.rows().keySet()).containsAll(calls.harmless()).containsAll(calls.lasting());
  }

  /** What infra/aws-account-check.sh starts, against the gate in place of AWS. */
  @Test
  void accountCheck_atTheGate_reportsEveryCallAndWhatIsNotCalled() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (LocalAws aws =
        LocalAws.start(LocalAws.Options.in(folder.resolve("aws"), Clock.systemUTC(), _ -> {}))) {
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
              aws.serviceCredentials().secret());

      assertThat(AccountCheck.run(environment, new PrintStream(out, true, UTF_8))).isZero();
    }
    // 42 rows that change nothing, by four callers; the service takes no role.
    assertThat(out.toString(UTF_8))
        .contains("167 calls, 0 not as in the table")
        .contains("No credentials, not called: operator")
        .contains("No credentials, not called: administrator")
        .contains("if it were allowed:\n  ExportTableToPointInTime\n")
        .contains("\n  PutKeyPolicy\n");
  }

  @Test
  void accountCheck_withoutAnAccount_saysWhatIsMissing() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThat(AccountCheck.run(Map.of(), new PrintStream(out, true, UTF_8))).isEqualTo(3);
    assertThat(out.toString(UTF_8)).startsWith("Not run. These are not set: ACCOUNT_CHECK_STACK, ");
  }

  @Test
  void gate_withACarelessPolicy_answersOtherwise() throws IOException {
    Path policies = Files.createDirectory(folder.resolve("policies"));
    try (Stream<Path> files = Files.list(Path.of("terraform", "policies"))) {
      for (Path file : files.toList()) {
        Files.writeString(
            policies.resolve(file.getFileName().toString()),
            Files.readString(file)
                .replaceFirst(
                    "\\[\"dynamodb:GetItem\", \"dynamodb:PutItem\"[^]]*]", "\"dynamodb:*\"")
                .replaceFirst("(?s)\"ForAnyValue:StringEquals\": \\{\\s*\"dynamodb.*?},\\s*", "")
                .replace(",\n        \"Null\": { \"dynamodb:LeadingKeys\": \"false\" }", ""));
      }
    }

    assertThat(answers(policies).stream().filter(answer -> !answer.right()))
        .extracting(Answer::operation)
        .contains("Scan", "Query, the owner's item", "PartiQL SELECT, all items");
  }
}
