package org.sealward.local.aws.kms;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A symmetric key and its ciphertext format: version 1 (one byte), key id (16), nonce (12), then
 * AES-256-GCM with the key id and the encryption context, sorted and length-prefixed, as additional
 * data.
 */
final class MasterKey implements KeyMaterial {
  private static final byte VERSION = 1;
  private static final int NONCE_LENGTH = 12;
  private static final int TAG_LENGTH = 16;
  private static final int HEADER_LENGTH = 1 + 16 + NONCE_LENGTH;

  private final UUID id;
  private final SecretKeySpec key;

  /**
   * @param material 32 bytes
   */
  MasterKey(UUID id, byte[] material) {
    if (material.length != 32) {
      throw new IllegalArgumentException("a master key has 32 bytes");
    }
    this.id = id;
    this.key = new SecretKeySpec(material, "AES");
  }

  @Override
  public String id() {
    return id.toString();
  }

  @Override
  public String spec() {
    return "SYMMETRIC_DEFAULT";
  }

  @Override
  public String usage() {
    return "ENCRYPT_DECRYPT";
  }

  byte[] encrypt(SecureRandom random, Map<String, String> context, byte[] plaintext) {
    byte[] nonce = new byte[NONCE_LENGTH];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plaintext);
      return ByteBuffer.allocate(HEADER_LENGTH + sealed.length)
          .put(VERSION)
          .putLong(id.getMostSignificantBits())
          .putLong(id.getLeastSignificantBits())
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The plaintext; absent when the ciphertext or the context is not what was sealed. */
  Optional<byte[]> decrypt(Map<String, String> context, byte[] ciphertext) {
    ByteBuffer buffer = ByteBuffer.wrap(ciphertext);
    byte[] nonce = new byte[NONCE_LENGTH];
    buffer.position(HEADER_LENGTH - NONCE_LENGTH).get(nonce);
    try {
      return Optional.of(
          cipher(Cipher.DECRYPT_MODE, nonce, context)
              .doFinal(ciphertext, HEADER_LENGTH, ciphertext.length - HEADER_LENGTH));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /** The id of the key that made a ciphertext; absent when it is none of this format. */
  static Optional<String> keyIdOf(byte[] ciphertext) {
    ByteBuffer buffer = ByteBuffer.wrap(ciphertext);
    if (ciphertext.length < HEADER_LENGTH + TAG_LENGTH || buffer.get() != VERSION) {
      return Optional.empty();
    }
    return Optional.of(new UUID(buffer.getLong(), buffer.getLong()).toString());
  }

  private Cipher cipher(int mode, byte[] nonce, Map<String, String> context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, nonce));
    cipher.updateAAD(additionalData(context));
    return cipher;
  }

  private byte[] additionalData(Map<String, String> context) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    append(out, id());
    new TreeMap<>(context)
        .forEach(
            (name, value) -> {
              append(out, name);
              append(out, value);
            });
    return out.toByteArray();
  }

  private static void append(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    out.writeBytes(bytes);
  }
}
