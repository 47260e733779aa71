package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.Deployment;
import org.sealward.attacks.Attack.By;
import org.sealward.client.internal.cognito.AwsClients;
import org.sealward.client.internal.cognito.OwnerCredentials;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ParameterizedStatement;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ReplicationGroupUpdate;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;

/**
 * Every way past "the owner, and the own item alone": real calls of the AWS SDK with the temporary
 * credentials of two users, at the gate that decides by the deployed policies, before DynamoDB
 * Local. What AWS itself would decide, {@code infra/aws-account-check.sh} asks.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OwnerPolicyTest {
  private static final String ID = "identityId";
  private static final String SEALED = "sealed";

  /** A user's own clients of AWS, as their app has them. */
  private static final class Owner implements AutoCloseable {
    final OwnerCredentials credentials;
    final String identity;
    final DynamoDbClient tables;
    final KmsClient keys;

    Owner(Deployment deployment, TestUser user) {
      credentials = new OwnerCredentials(deployment, user::idToken, Clock.systemUTC());
      identity = credentials.identityId();
      tables = AwsClients.dynamoDb(deployment, credentials);
      keys = AwsClients.kms(deployment, credentials);
    }

    @Override
    public void close() {
      tables.close();
      keys.close();
      credentials.close();
    }
  }

  private final TestService service = TestService.get();
  private TestUser annaUser;
  private TestUser benUser;
  private Deployment deployment;
  private String table;
  private Owner anna;
  private Owner ben;

  @BeforeAll
  void signIn() {
    annaUser = TestUser.in(service);
    benUser = TestUser.in(service);
    deployment = annaUser.get("/v1/deployment").as(Deployment.class);
    table = deployment.privateBundleTable();
    anna = new Owner(deployment, annaUser);
    ben = new Owner(deployment, benUser);
    for (Owner owner : List.of(anna, ben)) {
      owner.tables.putItem(r -> r.tableName(table).item(item(owner.identity)));
    }
  }

  @AfterAll
  void signOut() {
    anna.close();
    ben.close();
  }

  private static Map<String, AttributeValue> key(String identity) {
    return Map.of(ID, AttributeValue.fromS(identity));
  }

  private static Map<String, AttributeValue> item(String identity) {
    return Map.of(
        ID, AttributeValue.fromS(identity), SEALED, AttributeValue.fromS("of " + identity));
  }

  /** The control: the owner reads the own item, and its content is that which the owner wrote. */
  private void annaReadsHerOwn() {
    assertThat(anna.tables.getItem(r -> r.tableName(table).key(key(anna.identity))).item())
        .isEqualTo(item(anna.identity));
  }

  private static void denied(ThrowingCallable call) {
    assertThatThrownBy(call).satisfies(OwnerPolicyTest::isAccessDenied);
  }

  private static void isAccessDenied(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"));
  }

  @Test
  @Attack(
      on = "Scan",
      by = By.AWS_CALLER,
      proves = "an owner cannot scan the table, not even with a filter for the own item")
  void scan_isDenied() {
    denied(() -> anna.tables.scan(r -> r.tableName(table)));
    denied(
        () ->
            anna.tables.scan(
                r ->
                    r.tableName(table)
                        .filterExpression(ID + " = :own")
                        .expressionAttributeValues(
                            Map.of(":own", AttributeValue.fromS(anna.identity)))));
    annaReadsHerOwn();
  }

  @Test
  @Attack(
      on = "Query without the key",
      by = By.AWS_CALLER,
      proves = "an owner cannot query the table: without a key, by another's key, or by the own")
  void query_isDenied() {
    denied(() -> query(anna, ben.identity));
    denied(() -> query(anna, anna.identity));
    denied(
        () ->
            anna.tables.query(
                r ->
                    r.tableName(table)
                        .keyConditionExpression("begins_with(" + ID + ", :any)")
                        .expressionAttributeValues(
                            Map.of(":any", AttributeValue.fromS("eu-central-1:")))));
    annaReadsHerOwn();
  }

  private void query(Owner owner, String identity) {
    owner.tables.query(
        r ->
            r.tableName(table)
                .keyConditionExpression(ID + " = :id")
                .expressionAttributeValues(Map.of(":id", AttributeValue.fromS(identity))));
  }

  @Test
  @Attack(
      on = "BatchGetItem of mixed keys",
      by = By.AWS_CALLER,
      proves = "another's item is not read or written in one batch with the own")
  void batchOfMixedKeys_isDenied() {
    for (List<String> identities :
        List.of(
            List.of(anna.identity, ben.identity),
            List.of(ben.identity, anna.identity),
            List.of(anna.identity))) {
      denied(
          () ->
              anna.tables.batchGetItem(
                  r ->
                      r.requestItems(
                          Map.of(
                              table,
                              KeysAndAttributes.builder()
                                  .keys(identities.stream().map(OwnerPolicyTest::key).toList())
                                  .build()))));
      denied(
          () ->
              anna.tables.batchWriteItem(
                  r -> r.requestItems(Map.of(table, identities.stream().map(this::put).toList()))));
    }
    annaReadsHerOwn();
  }

  private WriteRequest put(String identity) {
    return WriteRequest.builder()
        .putRequest(PutRequest.builder().item(item(identity)).build())
        .build();
  }

  @Test
  @Attack(
      on = "PartiQL",
      by = By.AWS_CALLER,
      proves = "no PartiQL statement is carried out: single, in a batch, or in a transaction")
  void partiQl_isDenied() {
    String all = "SELECT * FROM \"" + table + "\"";
    String own = all + " WHERE " + ID + " = '" + anna.identity + "'";
    String both = all + " WHERE " + ID + " IN ['" + anna.identity + "','" + ben.identity + "']";
    for (String statement :
        List.of(
            all,
            own,
            both,
            "UPDATE \"" + table + "\" SET sealed = 'x' WHERE " + ID + " = '" + ben.identity + "'",
            "DELETE FROM \"" + table + "\" WHERE " + ID + " = '" + anna.identity + "'",
            "INSERT INTO \"" + table + "\" VALUE {'" + ID + "': '" + ben.identity + "'}")) {
      denied(() -> anna.tables.executeStatement(r -> r.statement(statement)));
      denied(
          () ->
              anna.tables.batchExecuteStatement(
                  r -> r.statements(BatchStatementRequest.builder().statement(statement).build())));
      denied(
          () ->
              anna.tables.executeTransaction(
                  r ->
                      r.transactStatements(
                          ParameterizedStatement.builder().statement(statement).build())));
    }
    annaReadsHerOwn();
  }

  @Test
  @Attack(
      on = "TransactGetItems",
      by = By.AWS_CALLER,
      proves =
          "a transaction reaches another's item neither beside the own nor by a condition, which"
              + " would tell what is in it")
  void transaction_beyondTheOwnItem_isDenied() {
    denied(() -> transactGet(anna.identity, ben.identity));
    denied(() -> transactGet(ben.identity));
    denied(() -> transactPut(anna.identity, ben.identity));
    denied(
        () ->
            anna.tables.transactWriteItems(
                r ->
                    r.transactItems(
                        putting(anna.identity),
                        TransactWriteItem.builder()
                            .conditionCheck(
                                ConditionCheck.builder()
                                    .tableName(table)
                                    .key(key(ben.identity))
                                    .conditionExpression("attribute_exists(sealed)")
                                    .build())
                            .build())));
    transactPut(anna.identity);
    transactGet(anna.identity);
  }

  private void transactGet(String... identities) {
    List<TransactGetItem> items = new ArrayList<>();
    for (String identity : identities) {
      items.add(TransactGetItem.builder().get(g -> g.tableName(table).key(key(identity))).build());
    }
    anna.tables.transactGetItems(r -> r.transactItems(items));
  }

  private void transactPut(String... identities) {
    List<TransactWriteItem> items = new ArrayList<>();
    for (String identity : identities) {
      items.add(putting(identity));
    }
    anna.tables.transactWriteItems(r -> r.transactItems(items));
  }

  private TransactWriteItem putting(String identity) {
    return TransactWriteItem.builder()
        .put(Put.builder().tableName(table).item(item(identity)).build())
        .build();
  }

  @Test
  @Attack(on = "index", by = By.AWS_CALLER, proves = "no index is queried or scanned")
  void index_isDenied() {
    denied(
        () ->
            anna.tables.query(
                r ->
                    r.tableName(table)
                        .indexName("by-owner")
                        .keyConditionExpression(ID + " = :id")
                        .expressionAttributeValues(
                            Map.of(":id", AttributeValue.fromS(anna.identity)))));
    denied(() -> anna.tables.scan(r -> r.tableName(table).indexName("by-owner")));
    annaReadsHerOwn();
  }

  @Test
  @Attack(
      on = "stream",
      by = By.AWS_CALLER,
      proves = "nobody turns on a stream of the table, to DynamoDB's or to Kinesis")
  void stream_isDenied() {
    denied(
        () ->
            anna.tables.updateTable(
                r ->
                    r.tableName(table)
                        .streamSpecification(
                            s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE))));
    denied(
        () ->
            anna.tables.enableKinesisStreamingDestination(
                r ->
                    r.tableName(table)
                        .streamArn("arn:aws:kinesis:eu-central-1:111122223333:stream/of-anna")));
    annaReadsHerOwn();
  }

  @Test
  @Attack(
      on = "export",
      by = By.AWS_CALLER,
      proves = "no copy of the table is made: export, backup, restore or replica")
  void export_isDenied() {
    denied(
        () ->
            anna.tables.exportTableToPointInTime(
                r -> r.s3Bucket("bucket-of-anna").tableArn(arn())));
    denied(() -> anna.tables.createBackup(r -> r.tableName(table).backupName("of-anna")));
    denied(
        () ->
            anna.tables.restoreTableToPointInTime(
                r ->
                    r.sourceTableName(table)
                        .targetTableName("table-of-anna")
                        .useLatestRestorableTime(true)));
    denied(
        () ->
            anna.tables.updateTable(
                r ->
                    r.tableName(table)
                        .replicaUpdates(
                            ReplicationGroupUpdate.builder()
                                .create(c -> c.regionName("eu-west-1"))
                                .build())));
    annaReadsHerOwn();
  }

  private String arn() {
    return "arn:aws:dynamodb:" + deployment.region() + ":111122223333:table/" + table;
  }

  @Test
  @Attack(
      on = "missing key under ForAllValues",
      by = By.AWS_CALLER,
      proves =
          "a request that names no key of the condition at all is denied, of which ForAllValues"
              + " alone would say that all of them are right")
  void requestWithoutTheConditionsKey_isDenied() {
    denied(() -> anna.tables.getItem(r -> r.tableName(table).key(Map.of())));
    denied(
        () ->
            anna.tables.getItem(
                r -> r.tableName(table).key(Map.of("other", AttributeValue.fromS("x")))));
    denied(() -> anna.tables.describeTable(r -> r.tableName(table)));
    denied(() -> decrypt(anna, dataKey(anna, own(anna)), Map.of()));
    annaReadsHerOwn();
  }

  @Test
  @Attack(
      on = "unauthenticated identity",
      by = By.AWS_CALLER,
      proves =
          "who has not signed in gets no identity, no credentials, not even for an identity that is"
              + " known, and reads nothing without any")
  void guest_getsNothing() {
    try (CognitoIdentityClient pool = identityPool();
        DynamoDbClient tables =
            AwsClients.dynamoDb(deployment, AnonymousCredentialsProvider.create());
        KmsClient keys = AwsClients.kms(deployment, AnonymousCredentialsProvider.create())) {
      SdkBytes annas = dataKey(anna, own(anna));
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> pool.getId(r -> r.identityPoolId(deployment.identityPoolId())),
              () -> pool.getCredentialsForIdentity(r -> r.identityId(anna.identity)),
              () -> tables.getItem(r -> r.tableName(table).key(key(anna.identity))),
              () -> keys.decrypt(r -> r.ciphertextBlob(annas).encryptionContext(own(anna))))) {
        assertThatThrownBy(call)
            .isInstanceOfSatisfying(
                AwsServiceException.class,
                e ->
                    assertThat(e.awsErrorDetails().errorCode())
                        .isIn(
                            "NotAuthorizedException",
                            "MissingAuthenticationTokenException",
                            "AccessDeniedException"));
      }
    }
    annaReadsHerOwn();
  }

  private CognitoIdentityClient identityPool() {
    return CognitoIdentityClient.builder()
        .region(Region.of(deployment.region()))
        .endpointOverride(service.aws().endpoint())
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  @Test
  @Attack(
      on = "another user",
      by = By.AWS_CALLER,
      proves =
          "another signed-in user neither reads nor writes an item, nor takes its owner's identity"
              + " with a token of their own")
  void otherUser_isDenied() {
    List<Consumer<DynamoDbClient>> acts =
        List.of(
            db -> db.getItem(r -> r.tableName(table).key(key(anna.identity))),
            db -> db.putItem(r -> r.tableName(table).item(item(anna.identity))),
            db ->
                db.updateItem(
                    r ->
                        r.tableName(table)
                            .key(key(anna.identity))
                            .updateExpression("SET sealed = :s")
                            .expressionAttributeValues(
                                Map.of(":s", AttributeValue.fromS("of " + anna.identity)))));
    for (Consumer<DynamoDbClient> act : acts) {
      denied(() -> act.accept(ben.tables));
    }
    denied(() -> ben.tables.deleteItem(r -> r.tableName(table).key(key(anna.identity))));
    denied(() -> anna.tables.deleteItem(r -> r.tableName(table).key(key(anna.identity))));
    String provider = deployment.issuer().toString().replaceFirst("^https?://", "");
    try (CognitoIdentityClient pool = identityPool()) {
      assertThatThrownBy(
              () ->
                  pool.getCredentialsForIdentity(
                      r -> r.identityId(anna.identity).logins(Map.of(provider, benUser.idToken()))))
          .isInstanceOf(AwsServiceException.class);
      assertThat(
              pool.getCredentialsForIdentity(
                      r -> r.identityId(anna.identity).logins(Map.of(provider, annaUser.idToken())))
                  .credentials())
          .isNotNull();
    }
    acts.forEach(act -> act.accept(anna.tables));
    annaReadsHerOwn();
  }

  private static Map<String, String> own(Owner owner) {
    return Map.of(ID, owner.identity);
  }

  private SdkBytes dataKey(Owner owner, Map<String, String> context) {
    return owner
        .keys
        .generateDataKey(
            r ->
                r.keyId(deployment.privateBundleKey())
                    .keySpec(DataKeySpec.AES_256)
                    .encryptionContext(context))
        .ciphertextBlob();
  }

  private void decrypt(Owner owner, SdkBytes dataKey, Map<String, String> context) {
    owner.keys.decrypt(
        r ->
            r.keyId(deployment.privateBundleKey())
                .ciphertextBlob(dataKey)
                .encryptionContext(context));
  }

  @Test
  @Attack(
      on = "KMS without a context",
      by = By.AWS_CALLER,
      proves = "no data key is made or opened without an encryption context")
  void kms_withoutAContext_isDenied() {
    SdkBytes annas = dataKey(anna, own(anna));
    denied(() -> dataKey(anna, Map.of()));
    denied(() -> decrypt(anna, annas, Map.of()));
    decrypt(anna, annas, own(anna));
  }

  @Test
  @Attack(
      on = "KMS with a foreign context",
      by = By.AWS_CALLER,
      proves =
          "no data key is made or opened with another's context, with more than the own, or by"
              + " another user; nor is anything else done with the key")
  void kms_withAForeignContext_isDenied() {
    SdkBytes annas = dataKey(anna, own(anna));
    Map<String, String> more = Map.of(ID, anna.identity, "purpose", "public-bundles");
    for (Map<String, String> context :
        List.of(own(ben), more, Map.of("IdentityId", anna.identity))) {
      denied(() -> dataKey(anna, context));
      denied(() -> decrypt(anna, annas, context));
    }
    denied(() -> decrypt(ben, annas, own(anna)));
    denied(() -> dataKey(ben, own(anna)));
    denied(
        () ->
            anna.keys.encrypt(
                r ->
                    r.keyId(deployment.privateBundleKey())
                        .plaintext(SdkBytes.fromUtf8String("x"))
                        .encryptionContext(own(anna))));
    denied(
        () ->
            anna.keys.reEncrypt(
                r ->
                    r.ciphertextBlob(annas)
                        .sourceKeyId(deployment.privateBundleKey())
                        .sourceEncryptionContext(own(anna))
                        .destinationKeyId(deployment.privateBundleKey())
                        .destinationEncryptionContext(own(ben))));
    decrypt(anna, annas, own(anna));
  }
}
