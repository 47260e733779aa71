package org.sealward.local.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CommitmentPolicy;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import software.amazon.cryptography.materialproviders.IKeyring;
import software.amazon.cryptography.materialproviders.MaterialProviders;
import software.amazon.cryptography.materialproviders.model.CreateMultiKeyringInput;
import software.amazon.cryptography.materialproviders.model.CreateRawRsaKeyringInput;
import software.amazon.cryptography.materialproviders.model.MaterialProvidersConfig;
import software.amazon.cryptography.materialproviders.model.PaddingScheme;

/**
 * The AWS Encryption SDK with its default suite (AES-256-GCM with key commitment, ECDSA P-384), its
 * data key wrapped for two recipients under RSA-OAEP of 3072 bits.
 */
final class EncryptionSdk {
  private static final int FRAME = 16 * 1024;

  private final AwsCrypto crypto =
      AwsCrypto.builder()
          .withCommitmentPolicy(CommitmentPolicy.RequireEncryptRequireDecrypt)
          .withEncryptionFrameSize(FRAME)
          .build();
  private final MaterialProviders providers =
      MaterialProviders.builder()
          .MaterialProvidersConfig(MaterialProvidersConfig.builder().build())
          .build();
  private final IKeyring recipients;
  private final IKeyring recipient;

  EncryptionSdk() throws GeneralSecurityException {
    recipient = keyring("first");
    recipients =
        providers.CreateMultiKeyring(
            CreateMultiKeyringInput.builder()
                .generator(recipient)
                .childKeyrings(List.of(keyring("second")))
                .build());
  }

  byte[] seal(byte[] image) {
    return crypto.encryptData(recipients, image).getResult();
  }

  byte[] open(byte[] sealed) {
    return crypto.decryptData(recipient, sealed).getResult();
  }

  private IKeyring keyring(String name) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(3072);
    KeyPair keys = generator.generateKeyPair();
    return providers.CreateRawRsaKeyring(
        CreateRawRsaKeyringInput.builder()
            .keyNamespace("bench")
            .keyName(name)
            .paddingScheme(PaddingScheme.OAEP_SHA256_MGF1)
            .publicKey(pem("PUBLIC", keys.getPublic().getEncoded()))
            .privateKey(pem("PRIVATE", keys.getPrivate().getEncoded()))
            .build());
  }

  private static ByteBuffer pem(String kind, byte[] encoded) {
    return ByteBuffer.wrap(
        "-----BEGIN %1$s KEY-----%n%2$s%n-----END %1$s KEY-----%n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(encoded))
            .getBytes(US_ASCII));
  }
}
