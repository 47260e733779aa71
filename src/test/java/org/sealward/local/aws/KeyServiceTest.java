package org.sealward.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealward.local.aws.TestCloud.errorOf;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sealward.local.aws.TestCloud.SignedIn;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.KmsException;

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
}
