package org.sealward.keyvault;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.sealward.aws.AwsCalls;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.SecretBytes;
import org.sealward.envelope.VaultItem;
import org.sealward.identity.CognitoProperties;
import org.sealward.platform.Problem;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;

/**
 * The table of sealed private bundles, reached with the caller's credentials only (protocol §5).
 * What it stores is sealed under the passphrase already; it adds the lock of KMS.
 */
@Singleton
class PrivateKeyVault {
  private final KeyVaultProperties properties;
  private final Region region;
  private final SdkHttpClient http;
  private final AwsCalls calls;

  PrivateKeyVault(
      KeyVaultProperties properties,
      CognitoProperties cognito,
      SdkHttpClient http,
      AwsCalls calls) {
    this.properties = properties;
    this.region = Region.of(cognito.region());
    this.http = http;
    this.calls = calls;
  }

  /** The caller's sealed bundle, as JSON. */
  Optional<Bytes> get(CallerCredentials caller) {
    return withClients(
        caller,
        clients -> {
          Map<String, AttributeValue> found =
              clients
                  .dynamo()
                  .getItem(
                      r ->
                          r.tableName(properties.table())
                              .key(Map.of("identityId", text(caller.identityId())))
                              .consistentRead(true))
                  .item();
          return found.isEmpty() ? Optional.empty() : Optional.of(unlock(clients.kms(), found));
        });
  }

  /**
   * Stores the caller's sealed bundle in place of one of an earlier revision.
   *
   * @throws Problem {@link VaultProblem#REVISION_CONFLICT} when the stored one is as new or newer
   */
  void put(CallerCredentials caller, long revision, Bytes content) {
    withClients(
        caller,
        clients -> {
          VaultItem item = lock(clients.kms(), caller.identityId(), revision, content);
          try {
            return clients
                .dynamo()
                .putItem(
                    r ->
                        r.tableName(properties.table())
                            .item(attributes(item))
                            .conditionExpression(
                                "attribute_not_exists(identityId) OR revision < :revision")
                            .expressionAttributeValues(Map.of(":revision", number(revision))));
          } catch (ConditionalCheckFailedException _) {
            throw new Problem(
                VaultProblem.REVISION_CONFLICT,
                "Fetch the stored one, then seal a later revision.");
          }
        });
  }

  private VaultItem lock(KmsClient kms, String identityId, long revision, Bytes content) {
    var generated =
        kms.generateDataKey(
            r ->
                r.keyId(properties.key())
                    .keySpec(DataKeySpec.AES_256)
                    .encryptionContext(Map.of("identityId", identityId)));
    try (SecretBytes dataKey = SecretBytes.copyOf(generated.plaintext().asByteArrayUnsafe())) {
      return VaultItem.lock(
          identityId, revision, bytes(generated.ciphertextBlob()), dataKey, content);
    }
  }

  private Bytes unlock(KmsClient kms, Map<String, AttributeValue> attributes) {
    var item =
        new VaultItem(
            required(attributes, "identityId").s(),
            Long.parseLong(required(attributes, "revision").n()),
            bytes(required(attributes, "encryptedDataKey").b()),
            bytes(required(attributes, "nonce").b()),
            bytes(required(attributes, "ciphertext").b()));
    var decrypted =
        kms.decrypt(
            r ->
                r.keyId(properties.key())
                    .ciphertextBlob(blob(item.encryptedDataKey()))
                    .encryptionContext(Map.of("identityId", item.identityId())));
    try (SecretBytes dataKey = SecretBytes.copyOf(decrypted.plaintext().asByteArrayUnsafe())) {
      return item.unlock(dataKey);
    }
  }

  private static Map<String, AttributeValue> attributes(VaultItem item) {
    return Map.of(
        "identityId", text(item.identityId()),
        "revision", number(item.revision()),
        "encryptedDataKey", binary(item.encryptedDataKey()),
        "nonce", binary(item.nonce()),
        "ciphertext", binary(item.ciphertext()));
  }

  private static AttributeValue required(Map<String, AttributeValue> attributes, String name) {
    return Objects.requireNonNull(attributes.get(name), () -> "an item without " + name);
  }

  private record Clients(DynamoDbClient dynamo, KmsClient kms) {}

  private <T> T withClients(CallerCredentials caller, Function<Clients, T> work) {
    var credentials = StaticCredentialsProvider.create(caller.credentials());
    try (DynamoDbClient dynamo =
            DynamoDbClient.builder()
                .region(region)
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(calls.configuration())
                .build();
        KmsClient kms =
            KmsClient.builder()
                .region(region)
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(calls.configuration())
                .build()) {
      return work.apply(new Clients(dynamo, kms));
    } catch (AwsServiceException e) {
      if (isDenial(e)) {
        throw new Problem(VaultProblem.VAULT_DENIED, "The vault's policies denied the caller.");
      }
      throw new Problem(VaultProblem.VAULT_UNAVAILABLE, "vault", e);
    } catch (SdkException e) {
      throw new Problem(VaultProblem.VAULT_UNAVAILABLE, "vault", e);
    }
  }

  /** Whether a policy denied the call, and nothing else went wrong. */
  static boolean isDenial(AwsServiceException answer) {
    return answer.statusCode() == 400
        && "AccessDeniedException".equals(answer.awsErrorDetails().errorCode());
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  private static AttributeValue binary(Bytes value) {
    return AttributeValue.fromB(blob(value));
  }

  private static SdkBytes blob(Bytes value) {
    return SdkBytes.fromByteArray(value.toArray());
  }

  private static Bytes bytes(SdkBytes value) {
    return Bytes.of(value.asByteArrayUnsafe());
  }
}
