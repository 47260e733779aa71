package org.sealward.local.aws.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.sealward.local.aws.account.Account;
import org.sealward.local.aws.policy.AccessRequest;
import org.sealward.local.aws.policy.Decision;
import org.sealward.local.aws.policy.PolicyDocument;
import org.sealward.local.aws.policy.PolicyEvaluator;
import org.sealward.local.aws.signature.Callers;
import org.sealward.local.aws.signature.Grant;
import org.sealward.local.aws.wire.AwsApi;
import org.sealward.local.aws.wire.AwsException;
import org.sealward.local.aws.wire.AwsReply;
import org.sealward.local.aws.wire.AwsRequest;
import org.sealward.local.aws.wire.JsonObject;

/**
 * The gate before DynamoDB Local: authenticates the caller, asks the policies about everything that
 * the request wants, and forwards it only when all of it is allowed. What is forwarded is the
 * request as the gate read it, written anew.
 */
public final class DynamoDbGate implements AwsApi, AutoCloseable {
  private static final String TARGET = "DynamoDB_20120810.";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Set<String> RELAYED_HEADERS =
      Set.of("content-type", "x-amzn-requestid", "x-amz-crc32");

  /** Decided on like the rest, but not carried out here even where a policy allows them. */
  private static final Set<String> NOT_OFFERED =
      Set.of(
          "CreateTable",
          "DeleteTable",
          "UpdateTable",
          "CreateBackup",
          "EnableKinesisStreamingDestination",
          "ExportTableToPointInTime",
          "RestoreTableToPointInTime",
          "DescribeContinuousBackups",
          "UpdateContinuousBackups",
          "UpdateTimeToLive",
          "PutResourcePolicy",
          "DeleteResourcePolicy");

  private final Account account;
  private final Callers callers;
  private final Map<String, TableDefinition> tables;
  private final RequestReader reader;
  private final Backend backend;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * DynamoDB Local.
   *
   * @param accessKey its database; nobody else knows it
   */
  public record Backend(URI endpoint, String accessKey) {
    @Override
    public String toString() {
      return "Backend[" + endpoint + "]";
    }
  }

  public DynamoDbGate(
      Account account, Callers callers, List<TableDefinition> tables, Backend backend) {
    this.account = account;
    this.callers = callers;
    this.tables =
        tables.stream().collect(Collectors.toUnmodifiableMap(TableDefinition::name, t -> t));
    this.reader =
        new RequestReader(
            tables.stream()
                .collect(
                    Collectors.toMap(TableDefinition::name, t -> t.partitionKey().attribute())));
    this.backend = backend;
  }

  /** Makes the tables that are not there yet, as Terraform would: past the policies. */
  public void createTables() {
    for (TableDefinition table : tables.values()) {
      AwsReply reply = forward("CreateTable", table.toCreateRequest());
      boolean exists =
          reply.status() == 400
              && JsonObject.parse(reply.body())
                  .findText("__type")
                  .orElse("")
                  .endsWith("ResourceInUseException");
      if (reply.status() != 200 && !exists) {
        throw new IllegalStateException("table " + table.name() + " cannot be created");
      }
    }
  }

  @Override
  public AwsReply handle(AwsRequest request) {
    Grant grant = callers.authenticate(request, "dynamodb");
    JsonObject body = request.json();
    List<ItemAccess> accesses = reader.read(request.operation(), body);
    if (accesses.isEmpty()) {
      throw AwsException.validation("the request names nothing");
    }
    for (ItemAccess access : accesses) {
      require(grant, access);
    }
    if (NOT_OFFERED.contains(request.operation())) {
      throw AwsException.unknownOperation(request.operation());
    }
    return request.operation().equals("GetResourcePolicy")
        ? resourcePolicy(accesses.getFirst().resource())
        : forward(request.operation(), body);
  }

  /** The gate itself has it: DynamoDB Local knows no policies. */
  private AwsReply resourcePolicy(String table) {
    String policy =
        policyOf(table)
            .map(PolicyDocument::json)
            .orElseThrow(
                () -> new AwsException("PolicyNotFoundException", "The table has no policy."));
    UUID revision = UUID.nameUUIDFromBytes(policy.getBytes(UTF_8));
    return AwsReply.ok(JsonObject.of("Policy", policy).with("RevisionId", revision.toString()));
  }

  @Override
  public void close() {
    http.close();
  }

  private void require(Grant grant, ItemAccess access) {
    String action = "dynamodb:" + access.action();
    String resource = access.resource().isEmpty() ? "*" : account.tableArn(access.resource());
    AccessRequest question =
        new AccessRequest(grant.principal(), action, resource, access.context());
    Decision decision =
        policyOf(access.resource())
            .map(policy -> PolicyEvaluator.decideTable(question, grant.policies(), policy))
            .orElseGet(() -> PolicyEvaluator.decide(question, grant.policies()));
    if (!decision.allowed()) {
      throw AwsException.accessDenied(
          "User: "
              + grant.principal().sessionArn()
              + " is not authorized to perform: "
              + action
              + " on resource: "
              + resource);
    }
  }

  /** An index has that of its table. */
  private Optional<PolicyDocument> policyOf(String resource) {
    return Optional.ofNullable(tables.get(resource.split("/", 2)[0]))
        .flatMap(TableDefinition::policy);
  }

  private AwsReply forward(String operation, JsonObject body) {
    HttpRequest request =
        HttpRequest.newBuilder(backend.endpoint())
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", TARGET + operation)
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential="
                    + backend.accessKey()
                    + "/20200101/"
                    + account.region()
                    + "/dynamodb/aws4_request, SignedHeaders=host, Signature=0")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toBytes()))
            .build();
    try {
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      Map<String, String> headers = new LinkedHashMap<>();
      response
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (RELAYED_HEADERS.contains(name)) {
                  headers.put(name, values.getFirst());
                }
              });
      return new AwsReply(response.statusCode(), headers, response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
