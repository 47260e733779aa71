package org.sealward.local.aws.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * What service and clients rely on at DynamoDB and KMS, apart from who may do it. Each requests
 * what they request, as an owner of an item.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AwsDataContract {
  private static final String ID = "identityId";

  /** What is tested: clients with the owner's credentials, and the owner's own item. */
  record Owner(
      DynamoDbClient tables, KmsClient keys, String table, String key, String identityId) {}

  abstract Owner owner();

  private Map<String, AttributeValue> key() {
    return Map.of(ID, AttributeValue.fromS(owner().identityId()));
  }

  private Map<String, AttributeValue> item(long revision) {
    return Map.of(
        ID,
        AttributeValue.fromS(owner().identityId()),
        "revision",
        AttributeValue.fromN(Long.toString(revision)),
        "ciphertext",
        AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, 1, (byte) 0x80, (byte) 0xff})));
  }

  private void put(long revision) {
    owner()
        .tables()
        .putItem(
            r ->
                r.tableName(owner().table())
                    .item(item(revision))
                    .conditionExpression("attribute_not_exists(revision) OR revision < :revision")
                    .expressionAttributeValues(
                        Map.of(":revision", AttributeValue.fromN(Long.toString(revision)))));
  }

  private Map<String, AttributeValue> get() {
    return owner()
        .tables()
        .getItem(r -> r.tableName(owner().table()).key(key()).consistentRead(true))
        .item();
  }

  /** Without what is there of an earlier test or run: no role of ours may delete. */
  private void clear() {
    owner().tables().putItem(r -> r.tableName(owner().table()).item(item(0)));
  }

  @Test
  void putItem_ofALaterRevision_isKept_andOfAnEarlierOrTheSameRefused() {
    clear();
    put(2);

    assertThatExceptionOfType(ConditionalCheckFailedException.class).isThrownBy(() -> put(2));
    assertThatExceptionOfType(ConditionalCheckFailedException.class).isThrownBy(() -> put(1));
    assertThat(get()).isEqualTo(item(2));
    put(10);
    assertThat(get()).isEqualTo(item(10));
  }

  @Test
  void getItem_afterAWrite_hasTextNumberAndBytesAsTheyWere() {
    clear();

    assertThat(get()).isEqualTo(item(0));
  }

  @Test
  void updateItem_thatRemoves_leavesTheRest() {
    clear();
    owner()
        .tables()
        .updateItem(
            r ->
                r.tableName(owner().table())
                    .key(key())
                    .updateExpression("REMOVE revision, absent"));
    Map<String, AttributeValue> rest = new HashMap<>(item(0));
    rest.remove("revision");

    assertThat(get()).isEqualTo(rest);
  }

  @Test
  void updateItem_onAConditionThatFails_changesNothing() {
    clear();

    assertThatExceptionOfType(ConditionalCheckFailedException.class)
        .isThrownBy(
            () ->
                owner()
                    .tables()
                    .updateItem(
                        r ->
                            r.tableName(owner().table())
                                .key(key())
                                .updateExpression("SET revision = :r")
                                .conditionExpression("revision = :other")
                                .expressionAttributeValues(
                                    Map.of(
                                        ":r", AttributeValue.fromN("5"),
                                        ":other", AttributeValue.fromN("4")))));
    assertThat(get()).isEqualTo(item(0));
  }

  @Test
  void transactGetItems_ofTheOwnItem_answersIt() {
    clear();
    var answer =
        owner()
            .tables()
            .transactGetItems(
                r ->
                    r.transactItems(
                        List.of(
                            TransactGetItem.builder()
                                .get(g -> g.tableName(owner().table()).key(key()))
                                .build())));

    assertThat(answer.responses().getFirst().item()).isEqualTo(item(0));
  }

  private GenerateDataKeyResponse dataKey() {
    return owner()
        .keys()
        .generateDataKey(
            r ->
                r.keyId(owner().key())
                    .keySpec(DataKeySpec.AES_256)
                    .encryptionContext(Map.of(ID, owner().identityId())));
  }

  private SdkBytes decrypt(SdkBytes blob, Map<String, String> context) {
    return owner()
        .keys()
        .decrypt(r -> r.keyId(owner().key()).ciphertextBlob(blob).encryptionContext(context))
        .plaintext();
  }

  @Test
  void dataKey_decryptedInItsContext_isTheSame32Bytes() {
    GenerateDataKeyResponse made = dataKey();

    assertThat(made.plaintext().asByteArray()).hasSize(32);
    assertThat(decrypt(made.ciphertextBlob(), Map.of(ID, owner().identityId())))
        .isEqualTo(made.plaintext());
    assertThat(dataKey().plaintext()).isNotEqualTo(made.plaintext());
  }

  @Test
  void dataKey_withAByteChanged_doesNotDecrypt() {
    byte[] blob = dataKey().ciphertextBlob().asByteArray();
    blob[blob.length - 1] ^= 1;

    assertThatExceptionOfType(InvalidCiphertextException.class)
        .isThrownBy(() -> decrypt(SdkBytes.fromByteArray(blob), Map.of(ID, owner().identityId())));
  }

  @Test
  void dataKey_inAnotherContext_doesNotDecrypt() {
    SdkBytes blob = dataKey().ciphertextBlob();

    assertThatExceptionOfType(KmsException.class)
        .isThrownBy(() -> decrypt(blob, Map.of(ID, UUID.randomUUID().toString())));
  }
}
