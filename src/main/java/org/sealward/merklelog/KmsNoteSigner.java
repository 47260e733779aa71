package org.sealward.merklelog;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;
import org.sealward.transparency.NoteSigner;
import org.sealward.transparency.SignatureType;
import org.sealward.transparency.VerifierKey;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * Signs by a key that never leaves KMS, of the spec {@code ECC_NIST_EDWARDS25519}. KMS is asked for
 * the public key when it is first needed, so that the service starts without KMS.
 */
public final class KmsNoteSigner implements NoteSigner {
  /** What stands before the 32 bytes of a public key in its DER form, RFC 8410. */
  private static final byte[] DER = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int PUBLIC_KEY = 32;

  private final KmsClient kms;
  private final String keyArn;
  private final String name;
  private volatile @Nullable VerifierKey known;

  /**
   * @param name of the key in notes: the log's origin
   */
  public KmsNoteSigner(KmsClient kms, String keyArn, String name) {
    this.kms = kms;
    this.keyArn = keyArn;
    this.name = name;
  }

  /** Throws what the SDK throws while KMS is away. */
  @Override
  public VerifierKey key() {
    VerifierKey key = known;
    if (key == null) {
      byte[] der = kms.getPublicKey(r -> r.keyId(keyArn)).publicKey().asByteArray();
      key = VerifierKey.of(name, SignatureType.ED25519, publicKey(der));
      known = key;
    }
    return key;
  }

  private Bytes publicKey(byte[] der) {
    if (der.length != DER.length + PUBLIC_KEY
        || !ByteBuffer.wrap(der, 0, DER.length).equals(ByteBuffer.wrap(DER))) {
      throw new IllegalStateException(keyArn + " is not an Ed25519 key");
    }
    return Bytes.of(Arrays.copyOfRange(der, DER.length, der.length));
  }

  /** At most 4,096 bytes, which no checkpoint of ours comes near. */
  @Override
  public Bytes sign(Bytes message) {
    return Bytes.of(
        kms.sign(
                r ->
                    r.keyId(keyArn)
                        .messageType(MessageType.RAW)
                        .signingAlgorithm(SigningAlgorithmSpec.ED25519_SHA_512)
                        .message(SdkBytes.fromByteArray(message.toArray())))
            .signature()
            .asByteArray());
  }
}
