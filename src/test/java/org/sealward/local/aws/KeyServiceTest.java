package org.sealward.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealward.local.aws.TestCloud.errorOf;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sealward.local.aws.TestCloud.SignedIn;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** Data keys of private bundles: bound to their owner's identity id. */
@ExtendWith(SharedCloud.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyServiceTest {
  private static final String DENIED = "AccessDeniedException";

  private final TestCloud cloud;
  private final SignedIn anna;
  private final SignedIn ben;

  KeyServiceTest(TestCloud cloud) {
    this.cloud = cloud;
    this.anna = cloud.newUser("anna-key@example.org");
    this.ben = cloud.newUser("ben-key@example.org");
  }

  private static Map<String, String> context(SignedIn owner) {
    return Map.of("identityId", owner.identityId());
  }

  private GenerateDataKeyResponse newKey(SignedIn caller, Map<String, String> context) {
    return cloud
        .kms(caller.credentials())
        .generateDataKey(
            r ->
                r.keyId(cloud.aws.privateBundlesKeyArn())
                    .keySpec(DataKeySpec.AES_256)
                    .encryptionContext(context));
  }

  private SdkBytes decrypt(SignedIn caller, Map<String, String> context, SdkBytes blob) {
    KmsClient kms = cloud.kms(caller.credentials());
    return kms.decrypt(
            r ->
                r.keyId(cloud.aws.privateBundlesKeyArn())
                    .ciphertextBlob(blob)
                    .encryptionContext(context))
        .plaintext();
  }

  @Test
  void owner_decryptsOwnDataKey_getsThe32Bytes() {
    GenerateDataKeyResponse made = newKey(anna, context(anna));

    assertThat(made.plaintext().asByteArray()).hasSize(32);
    assertThat(made.keyId()).isEqualTo(cloud.aws.privateBundlesKeyArn());
    assertThat(decrypt(anna, context(anna), made.ciphertextBlob())).isEqualTo(made.plaintext());
  }

  @Test
  void owner_namesKeyByAlias_isAllowed() {
    assertThat(
            cloud
                .kms(anna.credentials())
                .generateDataKey(
                    r ->
                        r.keyId("alias/sealward-private-bundles")
                            .numberOfBytes(16)
                            .encryptionContext(context(anna)))
                .plaintext()
                .asByteArray())
        .hasSize(16);
  }

  @Test
  void owner_decryptsWithoutNamingTheKey_isAllowed() {
    GenerateDataKeyResponse made = newKey(anna, context(anna));

    assertThat(
            cloud
                .kms(anna.credentials())
                .decrypt(
                    r -> r.ciphertextBlob(made.ciphertextBlob()).encryptionContext(context(anna)))
                .plaintext())
        .isEqualTo(made.plaintext());
  }

  @Test
  void owner_usesAnothersContext_isDenied() {
    assertThat(errorOf(() -> newKey(anna, context(ben)))).isEqualTo(DENIED);
    SdkBytes blob = newKey(ben, context(ben)).ciphertextBlob();
    assertThat(errorOf(() -> decrypt(anna, context(ben), blob))).isEqualTo(DENIED);
  }

  @Test
  void owner_usesNoContext_isDenied() {
    assertThat(errorOf(() -> newKey(anna, Map.of()))).isEqualTo(DENIED);
  }

  @Test
  void owner_addsToTheContext_isDenied() {
    assertThat(
            errorOf(() -> newKey(anna, Map.of("identityId", anna.identityId(), "more", "of-it"))))
        .isEqualTo(DENIED);
  }

  @Test
  void owner_decryptsAnothersDataKeyUnderOwnContext_failsToDecrypt() {
    SdkBytes blob = newKey(ben, context(ben)).ciphertextBlob();

    assertThat(errorOf(() -> decrypt(anna, context(anna), blob)))
        .isEqualTo("InvalidCiphertextException");
  }

  @Test
  void owner_decryptsAlteredDataKey_failsAtEveryByte() {
    byte[] blob = newKey(anna, context(anna)).ciphertextBlob().asByteArray();
    for (int i = 0; i < blob.length; i += 7) {
      byte[] altered = blob.clone();
      altered[i] ^= 1;
      assertThat(errorOf(() -> decrypt(anna, context(anna), SdkBytes.fromByteArray(altered))))
          .isEqualTo("InvalidCiphertextException");
    }
  }

  @Test
  void owner_encryptsDirectly_isDenied() {
    assertThat(
            errorOf(
                () ->
                    cloud
                        .kms(anna.credentials())
                        .encrypt(
                            r ->
                                r.keyId(cloud.aws.privateBundlesKeyArn())
                                    .plaintext(SdkBytes.fromUtf8String("x"))
                                    .encryptionContext(context(anna)))))
        .isEqualTo(DENIED);
  }

  /** It asks for two permissions; LiveAccessTest's careless policies show the other. */
  @Test
  void owner_reEncryptsOwnDataKey_isDeniedTakingItOut() {
    SdkBytes blob = newKey(anna, context(anna)).ciphertextBlob();
    KmsClient kms = cloud.kms(anna.credentials());

    assertThatThrownBy(
            () ->
                kms.reEncrypt(
                    r ->
                        r.ciphertextBlob(blob)
                            .sourceEncryptionContext(context(anna))
                            .destinationKeyId(cloud.aws.privateBundlesKeyArn())
                            .destinationEncryptionContext(context(anna))))
        .isInstanceOf(KmsException.class)
        .hasMessageContaining("not authorized to perform: kms:ReEncryptFrom");
  }

  @Test
  void owner_usesPublicBundlesKey_isDenied() {
    assertThat(
            errorOf(
                () ->
                    cloud
                        .kms(anna.credentials())
                        .generateDataKey(
                            r ->
                                r.keyId(cloud.aws.publicBundlesKeyArn())
                                    .keySpec(DataKeySpec.AES_256)
                                    .encryptionContext(Map.of("purpose", "public-bundles")))))
        .isEqualTo(DENIED);
  }

  @Test
  void caller_namesUnknownKeyOrOperation_isRefused() {
    KmsClient kms = cloud.kms(anna.credentials());

    assertThat(
            errorOf(
                () ->
                    kms.generateDataKey(
                        r -> r.keyId("alias/another").keySpec(DataKeySpec.AES_256))))
        .isEqualTo("NotFoundException");
    assertThat(errorOf(() -> kms.listKeys())).isEqualTo("UnknownOperationException");
  }

  private static SignRequest.Builder signing(SignRequest.Builder request) {
    return request
        .signingAlgorithm(SigningAlgorithmSpec.ED25519_SHA_512)
        .messageType(MessageType.RAW)
        .message(SdkBytes.fromUtf8String("a checkpoint"));
  }

  @Test
  void service_signsByTheLogKey_andNobodyElse() throws Exception {
    String key = cloud.aws.logKeyArn();
    KmsClient service = cloud.kms(cloud.serviceCredentials());
    KmsClient administrator =
        cloud.kms(
            AwsBasicCredentials.create(
                cloud.aws.administratorCredentials().id(),
                cloud.aws.administratorCredentials().secret()));

    byte[] made = service.sign(r -> signing(r).keyId(key)).signature().asByteArray();

    Signature verification = Signature.getInstance("Ed25519");
    verification.initVerify(
        KeyFactory.getInstance("Ed25519")
            .generatePublic(
                new X509EncodedKeySpec(
                    service.getPublicKey(r -> r.keyId(key)).publicKey().asByteArray())));
    verification.update("a checkpoint".getBytes(StandardCharsets.UTF_8));
    assertThat(verification.verify(made)).isTrue();
    assertThat(errorOf(() -> cloud.kms(anna.credentials()).sign(r -> signing(r).keyId(key))))
        .isEqualTo(DENIED);
    assertThat(errorOf(() -> administrator.sign(r -> signing(r).keyId(key)))).isEqualTo(DENIED);
    assertThat(administrator.getPublicKey(r -> r.keyId(key)).keySpecAsString())
        .isEqualTo("ECC_NIST_EDWARDS25519");
  }

  @Test
  void logKey_encryptsNothing_andOtherKeysSignNothing() {
    KmsClient service = cloud.kms(cloud.serviceCredentials());

    assertThat(
            errorOf(
                () ->
                    service.generateDataKey(
                        r -> r.keyId(cloud.aws.logKeyArn()).keySpec(DataKeySpec.AES_256))))
        .isEqualTo(DENIED);
    assertThat(errorOf(() -> service.sign(r -> signing(r).keyId(cloud.aws.publicBundlesKeyArn()))))
        .isEqualTo(DENIED);
    assertThat(
            errorOf(
                () ->
                    service.sign(
                        r ->
                            signing(r)
                                .keyId(cloud.aws.logKeyArn())
                                .signingAlgorithm(SigningAlgorithmSpec.ED25519_PH_SHA_512))))
        .isEqualTo("ValidationException");
  }
}
