package org.sealward.local.aws.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
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
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

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

  /** What signs logs: a client that may sign, and an Ed25519 key. */
  record Signer(KmsClient keys, String key) {}

  /** Throws TestAbortedException, with the reason, where there are no such keys. */
  abstract Signer signer();

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

  private static SdkBytes sign(Signer signer, byte[] message) {
    return signer
        .keys()
        .sign(
            r ->
                r.keyId(signer.key())
                    .messageType(MessageType.RAW)
                    .signingAlgorithm(SigningAlgorithmSpec.ED25519_SHA_512)
                    .message(SdkBytes.fromByteArray(message)))
        .signature();
  }

  @Test
  void signature_holdsUnderThePublicKey_forThisMessageAlone() throws Exception {
    Signer signer = signer();
    byte[] der = signer.keys().getPublicKey(r -> r.keyId(signer.key())).publicKey().asByteArray();
    // RFC 8410: 12 bytes that say Ed25519, and the key.
    assertThat(der).hasSize(44);
    PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
    for (int length : new int[] {1, 4096}) {
      byte[] message = new byte[length];
      Arrays.fill(message, (byte) 7);
      byte[] signature = sign(signer, message).asByteArray();
      assertThat(verifies(key, message, signature)).isTrue();
      message[0] = 8;
      assertThat(verifies(key, message, signature)).isFalse();
    }
    assertThatExceptionOfType(KmsException.class).isThrownBy(() -> sign(signer, new byte[4097]));
  }

  private static boolean verifies(PublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(key);
    verifier.update(message);
    return verifier.verify(signature);
  }
}
