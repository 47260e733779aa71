package org.sealward.local.aws;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sealward.local.aws.account.Account;
import org.sealward.local.aws.signature.AccessKey;
import org.sealward.local.aws.store.RecordFolder;
import org.sealward.local.aws.wire.JsonObject;

/**
 * The ids and secrets of one data folder, made at the first start and the same ever after: pool
 * ids, access keys of roles, KMS master keys.
 */
final class Installation {
  private static final String RECORD = "installation";
  private static final String CANARY = "canaryPassword";
  private static final String LOG_KEY = "logKeyId";
  private static final String AUDIT_LOG_KEY = "auditLogKeyId";
  private static final List<String> ROLES = List.of("service", "operator", "administrator");
  private static final String POOL_ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final JsonObject record;

  private Installation(JsonObject record) {
    this.record = record;
  }

  static Installation open(RecordFolder folder, SecureRandom random, String region) {
    Optional<JsonObject> stored = folder.get(RECORD);
    JsonObject record = completed(stored.orElseGet(() -> create(random, region)), random);
    if (!stored.equals(Optional.of(record))) {
      folder.put(RECORD, record);
    }
    if (!record.text("region").equals(region)) {
      throw new IllegalStateException("the data folder belongs to region " + record.text("region"));
    }
    return new Installation(record);
  }

  Account account() {
    return new Account(
        record.text("region"),
        record.text("userPoolId"),
        record.text("clientId"),
        record.text("identityPoolId"),
        record.text("privateKeyId"),
        record.text("publicKeyId"));
  }

  /**
   * @param role {@code service}, {@code operator} or {@code administrator}
   */
  AccessKey key(String role) {
    return new AccessKey(
        record.text(role + "AccessKeyId"), record.text(role + "Secret"), Optional.empty());
  }

  String canaryPassword() {
    return record.text(CANARY);
  }

  /** Base64 of 32 bytes. */
  String decoySecret() {
    return record.text("decoySecret");
  }

  byte[] sessionSealingKey() {
    return secret("sessionSealingKey");
  }

  byte[] privateKeyMaterial() {
    return secret("privateKeyMaterial");
  }

  byte[] publicKeyMaterial() {
    return secret("publicKeyMaterial");
  }

  /** A UUID. */
  String logKeyId() {
    return record.text(LOG_KEY);
  }

  byte[] logKeySeed() {
    return secret("logKeySeed");
  }

  /** A UUID. */
  String auditLogKeyId() {
    return record.text(AUDIT_LOG_KEY);
  }

  byte[] auditLogKeySeed() {
    return secret("auditLogKeySeed");
  }

  String backendAccessKey() {
    return record.text("backendAccessKey");
  }

  private byte[] secret(String name) {
    return Base64.getDecoder().decode(record.text(name));
  }

  private static JsonObject create(SecureRandom random, String region) {
    return JsonObject.of("region", region)
        .with("userPoolId", region + "_" + letters(random, 9))
        .with("clientId", HexFormat.of().formatHex(bytes(random, 13)))
        .with("identityPoolId", region + ":" + UUID.randomUUID())
        .with("privateKeyId", UUID.randomUUID().toString())
        .with("publicKeyId", UUID.randomUUID().toString())
        .with("backendAccessKey", HexFormat.of().formatHex(bytes(random, 16)))
        .with("decoySecret", base64(random, 32))
        .with("sessionSealingKey", base64(random, 32))
        .with("privateKeyMaterial", base64(random, 32))
        .with("publicKeyMaterial", base64(random, 32));
  }

  /** With what a folder of an earlier version lacks. */
  private static JsonObject completed(JsonObject record, SecureRandom random) {
    JsonObject completed = record;
    if (record.findText(CANARY).isEmpty()) {
      completed = completed.with(CANARY, "Aa1-" + base64(random, 30));
    }
    if (record.findText(LOG_KEY).isEmpty()) {
      completed =
          completed
              .with(LOG_KEY, UUID.randomUUID().toString())
              .with("logKeySeed", base64(random, 32));
    }
    if (record.findText(AUDIT_LOG_KEY).isEmpty()) {
      completed =
          completed
              .with(AUDIT_LOG_KEY, UUID.randomUUID().toString())
              .with("auditLogKeySeed", base64(random, 32));
    }
    for (String role : ROLES) {
      if (record.findText(role + "AccessKeyId").isEmpty()) {
        completed =
            completed
                .with(
                    role + "AccessKeyId",
                    "AKIA" + HexFormat.of().withUpperCase().formatHex(bytes(random, 8)))
                .with(role + "Secret", base64(random, 30));
      }
    }
    return completed;
  }

  private static String letters(SecureRandom random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(POOL_ALPHABET.charAt(random.nextInt(POOL_ALPHABET.length())));
    }
    return text.toString();
  }

  private static String base64(SecureRandom random, int length) {
    return Base64.getEncoder().encodeToString(bytes(random, length));
  }

  private static byte[] bytes(SecureRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
