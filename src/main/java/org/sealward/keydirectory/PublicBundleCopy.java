package org.sealward.keydirectory;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.PublicBundleItem;
import org.sealward.envelope.SecretBytes;
import org.sealward.envelope.SignedBundle;
import org.sealward.platform.Event;
import org.sealward.platform.EventBodies;
import org.sealward.platform.EventReader;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;

/** Copies every published bundle to a separate database, encrypted under a KMS data key. */
@Singleton
class PublicBundleCopy implements EventReader {
  /** Encryption context of the data keys. */
  private static final Map<String, String> CONTEXT = Map.of("purpose", "public-bundles");

  private final DynamoDbClient dynamo;
  private final KmsClient kms;
  private final PublicKeyProperties properties;
  private final EventBodies bodies;

  PublicBundleCopy(
      DynamoDbClient dynamo, KmsClient kms, PublicKeyProperties properties, EventBodies bodies) {
    this.dynamo = dynamo;
    this.kms = kms;
    this.properties = properties;
    this.bodies = bodies;
  }

  @Override
  public String name() {
    return "public-bundle-copy";
  }

  @Override
  public Set<String> kinds() {
    return Set.of(KeyDirectory.EVENT);
  }

  @Override
  public void accept(List<Event> batch) {
    for (Event event : batch) {
      Bytes body = event.body();
      if (body != null) {
        copy(bodies.read(body, SignedBundle.class).bundle(), body);
      }
    }
  }

  private void copy(PublicBundle bundle, Bytes signedBundle) {
    var generated =
        kms.generateDataKey(
            r -> r.keyId(properties.key()).keySpec(DataKeySpec.AES_256).encryptionContext(CONTEXT));
    PublicBundleItem item;
    try (SecretBytes dataKey = SecretBytes.copyOf(generated.plaintext().asByteArrayUnsafe())) {
      item =
          PublicBundleItem.lock(
              bundle.userId(),
              bundle.version(),
              Bytes.of(generated.ciphertextBlob().asByteArrayUnsafe()),
              dataKey,
              signedBundle);
    }
    try {
      dynamo.putItem(
          r ->
              r.tableName(properties.table())
                  .item(attributes(item))
                  .conditionExpression("attribute_not_exists(userId)"));
    } catch (ConditionalCheckFailedException _) {
      // The log gives an event again after a crash: this version has been copied.
    }
  }

  private static Map<String, AttributeValue> attributes(PublicBundleItem item) {
    return Map.of(
        "userId", AttributeValue.fromS(item.userId().toString()),
        "version", AttributeValue.fromN(Integer.toString(item.version())),
        "encryptedDataKey", binary(item.encryptedDataKey()),
        "nonce", binary(item.nonce()),
        "ciphertext", binary(item.ciphertext()));
  }

  private static AttributeValue binary(Bytes value) {
    return AttributeValue.fromB(SdkBytes.fromByteArray(value.toArray()));
  }
}
