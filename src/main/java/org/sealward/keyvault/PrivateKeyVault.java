package org.sealward.keyvault;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sealward.aws.AwsCalls;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EnvelopeException;
import org.sealward.envelope.SecretBytes;
import org.sealward.envelope.VaultItem;
import org.sealward.identity.CognitoProperties;
import org.sealward.platform.Problem;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
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
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;

/**
 * The table of sealed private bundles, reached with the caller's credentials only (protocol §5).
 * What it stores is sealed under the passphrase already; it adds the lock of KMS.
 */
@Singleton
class PrivateKeyVault {
  /** In bytes, as KMS has it. */
  private static final int LONGEST_ENCRYPTED_KEY = 6144;

  private final KeyVaultProperties properties;
  private final DynamoDbClient dynamo;
  private final KmsClient kms;

  PrivateKeyVault(
      KeyVaultProperties properties,
      CognitoProperties cognito,
      SdkHttpClient http,
      AwsCalls calls) {
    this.properties = properties;
    // They have no credentials of their own: a request without a caller's is nobody's.
    AwsCredentialsProvider nobody = AnonymousCredentialsProvider.create();
    Region region = Region.of(cognito.region());
    this.dynamo =
        DynamoDbClient.builder()
            .region(region)
            .credentialsProvider(nobody)
            .httpClient(http)
            .overrideConfiguration(calls.configuration())
            .build();
    this.kms =
        KmsClient.builder()
            .region(region)
            .credentialsProvider(nobody)
            .httpClient(http)
            .overrideConfiguration(calls.configuration())
            .build();
  }

  @PreDestroy
  void close() {
    dynamo.close();
    kms.close();
  }

  /**
   * The caller's sealed bundle, as JSON. None when its owner has emptied the item.
   *
   * @throws Problem {@link VaultProblem#PRIVATE_KEY_UNREADABLE} when something else lies there
   */
  Optional<Bytes> get(CallerCredentials caller) {
    return calling(
        () -> {
          Map<String, AttributeValue> found = find(caller);
          return found.containsKey("ciphertext")
              ? Optional.of(unlock(caller, found))
              : Optional.empty();
        });
  }

  private Map<String, AttributeValue> find(CallerCredentials caller) {
    return dynamo
        .getItem(
            r ->
                r.tableName(properties.table())
                    .key(Map.of("identityId", text(caller.identityId())))
                    .consistentRead(true)
                    .overrideConfiguration(as(caller)))
        .item();
  }

  /**
   * Stores the caller's sealed bundle in place of one of an earlier revision.
   *
   * @throws Problem {@link VaultProblem#REVISION_CONFLICT} when the stored one is as new or newer
   */
  void put(CallerCredentials caller, long revision, Bytes content) {
    calling(
        () -> {
          Map<String, AttributeValue> item = attributes(lock(caller, revision, content));
          try {
            return dynamo.putItem(
                r ->
                    r.tableName(properties.table())
                        .item(item)
                        .conditionExpression(
                            "attribute_not_exists(revision) OR revision < :revision")
                        .expressionAttributeValues(Map.of(":revision", number(revision)))
                        .overrideConfiguration(as(caller)));
          } catch (ConditionalCheckFailedException _) {
            // An attempt is repeated when its answer is lost, and then finds what it stored.
            if (find(caller).equals(item)) {
              return item;
            }
            throw new Problem(
                VaultProblem.REVISION_CONFLICT,
                "Fetch the stored one, then seal a later revision.");
          }
        });
  }

  private VaultItem lock(CallerCredentials caller, long revision, Bytes content) {
    String identityId = caller.identityId();
    var generated =
        kms.generateDataKey(
            r ->
                r.keyId(properties.key())
                    .keySpec(DataKeySpec.AES_256)
                    .encryptionContext(Map.of("identityId", identityId))
                    .overrideConfiguration(as(caller)));
    try (SecretBytes dataKey = SecretBytes.copyOf(generated.plaintext().asByteArrayUnsafe())) {
      return VaultItem.lock(
          identityId, revision, bytes(generated.ciphertextBlob()), dataKey, content);
    }
  }

  private Bytes unlock(CallerCredentials caller, Map<String, AttributeValue> attributes) {
    try {
      VaultItem item = item(caller.identityId(), attributes);
      var decrypted =
          kms.decrypt(
              r ->
                  r.keyId(properties.key())
                      .ciphertextBlob(blob(item.encryptedDataKey()))
                      .encryptionContext(Map.of("identityId", item.identityId()))
                      .overrideConfiguration(as(caller)));
      try (SecretBytes dataKey = SecretBytes.copyOf(decrypted.plaintext().asByteArrayUnsafe())) {
        return item.unlock(dataKey);
      }
    } catch (EnvelopeException | InvalidCiphertextException | IncorrectKeyException _) {
      throw unreadable();
    }
  }

  private static VaultItem item(String identityId, Map<String, AttributeValue> attributes) {
    SdkBytes dataKey = value(attributes, "encryptedDataKey", AttributeValue::b);
    if (dataKey.asByteArrayUnsafe().length == 0
        || dataKey.asByteArrayUnsafe().length > LONGEST_ENCRYPTED_KEY) {
      throw unreadable();
    }
    try {
      return new VaultItem(
          identityId,
          Long.parseLong(value(attributes, "revision", AttributeValue::n)),
          bytes(dataKey),
          bytes(value(attributes, "nonce", AttributeValue::b)),
          bytes(value(attributes, "ciphertext", AttributeValue::b)));
    } catch (NumberFormatException _) {
      throw unreadable();
    }
  }

  /** The value, which an attribute of another type has not. */
  private static <T> T value(
      Map<String, AttributeValue> attributes,
      String name,
      Function<AttributeValue, @Nullable T> type) {
    AttributeValue attribute = attributes.get(name);
    T value = attribute == null ? null : type.apply(attribute);
    if (value == null) {
      throw unreadable();
    }
    return value;
  }

  /** The owner can write there without the service. */
  static Problem unreadable() {
    return new Problem(
        VaultProblem.PRIVATE_KEY_UNREADABLE, "What is stored was not written by a client.");
  }

  private static Map<String, AttributeValue> attributes(VaultItem item) {
    return Map.of(
        "identityId", text(item.identityId()),
        "revision", number(item.revision()),
        "encryptedDataKey", binary(item.encryptedDataKey()),
        "nonce", binary(item.nonce()),
        "ciphertext", binary(item.ciphertext()));
  }

  private static AwsRequestOverrideConfiguration as(CallerCredentials caller) {
    return AwsRequestOverrideConfiguration.builder()
        .credentialsProvider(StaticCredentialsProvider.create(caller.credentials()))
        .build();
  }

  private static <T> T calling(Supplier<T> work) {
    try {
      return work.get();
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
