package org.sealward.client.internal.vault;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sealward.api.Deployment;
import org.sealward.client.error.UnreachableException;
import org.sealward.client.error.VaultException;
import org.sealward.client.error.VaultException.Reason;
import org.sealward.client.internal.cognito.AwsClients;
import org.sealward.client.internal.cognito.OwnerCredentials;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EnvelopeException;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.SecretBytes;
import org.sealward.envelope.VaultItem;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;

/** The user's own DynamoDB item, with the user's own credentials: the service takes no part. */
public final class OwnerVault extends VaultStore {
  private static final String IDENTITY = "identityId";
  private static final String REVISION = "revision";
  private static final String DATA_KEY = "encryptedDataKey";
  private static final String NONCE = "nonce";
  private static final String CIPHERTEXT = "ciphertext";

  private final OwnerCredentials owner;
  private final DynamoDbClient dynamo;
  private final KmsClient kms;
  private final String table;
  private final String keyArn;

  /** Takes {@code owner} over. */
  public OwnerVault(Deployment deployment, OwnerCredentials owner) {
    this.owner = owner;
    this.dynamo = AwsClients.dynamoDb(deployment, owner);
    this.kms = AwsClients.kms(deployment, owner);
    this.table = deployment.privateBundleTable();
    this.keyArn = deployment.privateBundleKey();
  }

  @Override
  public Optional<SealedPrivateBundle> fetch() {
    Map<String, AttributeValue> item =
        translated(
                () ->
                    dynamo.getItem(
                        r ->
                            r.tableName(table)
                                .key(Map.of(IDENTITY, AttributeValue.fromS(owner.identityId())))
                                .consistentRead(true)))
            .item();
    return item.containsKey(CIPHERTEXT) ? Optional.of(unlock(read(item))) : Optional.empty();
  }

  @Override
  void put(SealedPrivateBundle sealed) {
    VaultItem item = lock(sealed);
    translated(
        () ->
            dynamo.putItem(
                r ->
                    r.tableName(table)
                        .item(attributes(item))
                        .conditionExpression(
                            "attribute_not_exists(revision) OR revision < :revision")
                        .expressionAttributeValues(Map.of(":revision", number(item.revision())))));
  }

  /** Takes away everything of the item but its key. */
  public void clear() {
    translated(
        () ->
            dynamo.updateItem(
                r ->
                    r.tableName(table)
                        .key(Map.of(IDENTITY, AttributeValue.fromS(owner.identityId())))
                        .updateExpression(
                            "REMOVE " + String.join(", ", REVISION, DATA_KEY, NONCE, CIPHERTEXT))));
  }

  private VaultItem lock(SealedPrivateBundle sealed) {
    String identity = owner.identityId();
    GenerateDataKeyResponse dataKey =
        translated(
            () ->
                kms.generateDataKey(
                    r ->
                        r.keyId(keyArn)
                            .keySpec(DataKeySpec.AES_256)
                            .encryptionContext(Map.of(IDENTITY, identity))));
    try (SecretBytes key = SecretBytes.copyOf(present(dataKey.plaintext()).asByteArrayUnsafe())) {
      return VaultItem.lock(
          identity,
          sealed.revision(),
          bytes(present(dataKey.ciphertextBlob())),
          key,
          Bytes.of(Json.write(sealed)));
    }
  }

  private SealedPrivateBundle unlock(VaultItem item) {
    DecryptResponse dataKey =
        translated(
            () ->
                kms.decrypt(
                    r ->
                        r.keyId(keyArn)
                            .ciphertextBlob(blob(item.encryptedDataKey()))
                            .encryptionContext(Map.of(IDENTITY, item.identityId()))));
    try (SecretBytes key = SecretBytes.copyOf(present(dataKey.plaintext()).asByteArrayUnsafe())) {
      return Json.read(item.unlock(key).toArray(), SealedPrivateBundle.class);
    } catch (IOException | EnvelopeException e) {
      throw new VaultException(Reason.DAMAGED, e);
    }
  }

  private static Map<String, AttributeValue> attributes(VaultItem item) {
    return Map.of(
        IDENTITY, AttributeValue.fromS(item.identityId()),
        REVISION, number(item.revision()),
        DATA_KEY, AttributeValue.fromB(blob(item.encryptedDataKey())),
        NONCE, AttributeValue.fromB(blob(item.nonce())),
        CIPHERTEXT, AttributeValue.fromB(blob(item.ciphertext())));
  }

  private static VaultItem read(Map<String, AttributeValue> item) {
    try {
      return new VaultItem(
          attribute(item, IDENTITY, AttributeValue::s),
          Long.parseLong(attribute(item, REVISION, AttributeValue::n)),
          bytes(attribute(item, DATA_KEY, AttributeValue::b)),
          bytes(attribute(item, NONCE, AttributeValue::b)),
          bytes(attribute(item, CIPHERTEXT, AttributeValue::b)));
    } catch (NumberFormatException | EnvelopeException e) {
      throw new VaultException(Reason.DAMAGED, e);
    }
  }

  /** The value, which an attribute of another type has not. */
  private static <T> T attribute(
      Map<String, AttributeValue> item, String name, Function<AttributeValue, @Nullable T> value) {
    AttributeValue attribute = item.get(name);
    return present(attribute == null ? null : value.apply(attribute));
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new VaultException(Reason.DAMAGED);
    }
    return value;
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  private static SdkBytes blob(Bytes bytes) {
    return SdkBytes.fromByteArrayUnsafe(bytes.toArray());
  }

  private static Bytes bytes(SdkBytes bytes) {
    return Bytes.of(bytes.asByteArrayUnsafe());
  }

  private static <T> T translated(Supplier<T> call) {
    try {
      return call.get();
    } catch (ConditionalCheckFailedException e) {
      throw new VaultException(Reason.CONFLICT, e);
    } catch (AwsServiceException e) {
      throw e.statusCode() >= 500 || e.isThrottlingException()
          ? new UnreachableException("the vault's store", e)
          : new VaultException(Reason.DENIED, e);
    } catch (SdkClientException e) {
      throw new UnreachableException("the vault's store", e);
    }
  }

  @Override
  public void close() {
    dynamo.close();
    kms.close();
    owner.close();
  }
}
