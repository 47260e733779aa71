package org.sealward.merklelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetPublicKeyRequest;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;

/** What the signer makes of public keys that KMS tells. */
class KmsNoteSignerTest {
  /** The public key of RFC 8032, section 7.1, test 1. */
  private static final String KEY =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  private static KmsNoteSigner signer(String der) {
    KmsClient kms =
        new KmsClient() {
          @Override
          public GetPublicKeyResponse getPublicKey(GetPublicKeyRequest request) {
            assertThat(request.keyId()).isEqualTo("arn");
            return GetPublicKeyResponse.builder()
                .publicKey(SdkBytes.fromByteArray(HexFormat.of().parseHex(der)))
                .build();
          }

          @Override
          public String serviceName() {
            return "kms";
          }

          @Override
          public void close() {}
        };
    return new KmsNoteSigner(kms, "arn", "log.example/keys");
  }

  @Test
  void key_ofRfc8410_isThatOfTheLog() {
    assertThat(signer("302a300506032b6570032100" + KEY).key().encode())
        .startsWith("log.example/keys+")
        .endsWith("+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        KEY,
        "302a300506032b6570032100" + KEY + "00",
        "302a300506032b656f032100" + KEY, // Ed448
        "3029300506032b6570032100" + KEY
      })
  void key_ofAnotherForm_isRefused(String der) {
    assertThatThrownBy(() -> signer(der).key())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is not an Ed25519 key");
  }
}
