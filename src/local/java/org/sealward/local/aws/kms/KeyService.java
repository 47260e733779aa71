package org.sealward.local.aws.kms;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.sealward.local.aws.account.Account;
import org.sealward.local.aws.policy.AccessRequest;
import org.sealward.local.aws.policy.PolicyDocument;
import org.sealward.local.aws.policy.PolicyEvaluator;
import org.sealward.local.aws.signature.Callers;
import org.sealward.local.aws.signature.Grant;
import org.sealward.local.aws.wire.AwsApi;
import org.sealward.local.aws.wire.AwsException;
import org.sealward.local.aws.wire.AwsReply;
import org.sealward.local.aws.wire.AwsRequest;
import org.sealward.local.aws.wire.JsonObject;

/**
 * Carries out GenerateDataKey, Encrypt, Decrypt, Sign, GetPublicKey and DescribeKey. Every
 * operation is decided by the key's policy together with that of the caller's role, the encryption
 * context among the conditions; so are some that are not carried out here.
 */
public final class KeyService implements AwsApi {
  private static final int MAX_PLAINTEXT = 4096;
  private static final String CONTEXT = "EncryptionContext";

  /** Decided on like the rest, but not carried out here even where a policy allows them. */
  private static final Set<String> NOT_OFFERED =
      Set.of(
          "CreateGrant",
          "DisableKey",
          "GenerateDataKeyPair",
          "GenerateDataKeyPairWithoutPlaintext",
          "GenerateDataKeyWithoutPlaintext",
          "PutKeyPolicy",
          "ScheduleKeyDeletion");

  /**
   * A key with its alias and policy.
   *
   * @param alias with the prefix {@code alias/}
   */
  private record Key(KeyMaterial material, String alias, PolicyDocument policy) {
    MasterKey master() {
      if (material instanceof MasterKey master) {
        return master;
      }
      throw wrongUsage();
    }

    SigningKey signing() {
      if (material instanceof SigningKey signing) {
        return signing;
      }
      throw wrongUsage();
    }

    private static AwsException wrongUsage() {
      return new AwsException(
          "InvalidKeyUsageException", "The key is not of the kind that this operation needs.");
    }
  }

  private final SecureRandom random;
  private final Account account;
  private final Callers callers;
  private final Map<String, Key> keys = new LinkedHashMap<>();

  public KeyService(SecureRandom random, Account account, Callers callers) {
    this.random = random;
    this.account = account;
    this.callers = callers;
  }

  /**
   * Adds a key before the service takes requests.
   *
   * @param material 32 bytes
   */
  public void add(String keyId, String alias, PolicyDocument policy, byte[] material) {
    keys.put(keyId, new Key(new MasterKey(UUID.fromString(keyId), material), alias, policy));
  }

  /**
   * The same for an Ed25519 key.
   *
   * @param seed 32 bytes
   */
  public void addSigning(String keyId, String alias, PolicyDocument policy, byte[] seed) {
    keys.put(keyId, new Key(new SigningKey(UUID.fromString(keyId), seed), alias, policy));
  }

  @Override
  public AwsReply handle(AwsRequest request) {
    Grant grant = callers.authenticate(request, "kms");
    JsonObject body = request.json();
    return AwsReply.ok(
        switch (request.operation()) {
          case "GenerateDataKey" -> generateDataKey(grant, body);
          case "Encrypt" -> encrypt(grant, body);
          case "Decrypt" -> decrypt(grant, body);
          case "Sign" -> sign(grant, body);
          case "GetPublicKey" -> publicKey(grant, body);
          case "DescribeKey" -> describe(grant, body);
          default -> throw notOffered(grant, request.operation(), body);
        });
  }

  private AwsException notOffered(Grant grant, String operation, JsonObject body) {
    if (NOT_OFFERED.contains(operation)) {
      require(grant, operation, named(body.text("KeyId")), body.textMap(CONTEXT));
    } else if (operation.equals("ReEncrypt")) {
      Key maker = maker(binary(body, "CiphertextBlob"));
      Key source = body.findText("SourceKeyId").map(this::named).orElse(maker);
      Key destination = named(body.text("DestinationKeyId"));
      require(grant, "ReEncryptFrom", source, body.textMap("Source" + CONTEXT));
      require(grant, "ReEncryptTo", destination, body.textMap("Destination" + CONTEXT));
    }
    return AwsException.unknownOperation(operation);
  }

  private JsonObject generateDataKey(Grant grant, JsonObject body) {
    requireOnly(body, Set.of("KeyId", CONTEXT, "KeySpec", "NumberOfBytes"));
    Map<String, String> context = body.textMap(CONTEXT);
    Key key = named(body.text("KeyId"));
    require(grant, "GenerateDataKey", key, context);
    byte[] dataKey = new byte[length(body)];
    random.nextBytes(dataKey);
    JsonObject reply =
        JsonObject.of("KeyId", arn(key))
            .with("Plaintext", base64(dataKey))
            .with("CiphertextBlob", base64(key.master().encrypt(random, context, dataKey)));
    Arrays.fill(dataKey, (byte) 0);
    return reply;
  }

  private static int length(JsonObject body) {
    Optional<Long> bytes = body.findNumber("NumberOfBytes");
    Optional<String> spec = body.findText("KeySpec");
    if (bytes.isPresent() == spec.isPresent()) {
      throw AwsException.validation("one of KeySpec and NumberOfBytes is required");
    }
    if (bytes.isPresent()) {
      long count = bytes.get();
      if (count < 1 || count > 1024) {
        throw AwsException.validation("NumberOfBytes must be 1 to 1024");
      }
      return (int) count;
    }
    return switch (spec.get()) {
      case "AES_256" -> 32;
      case "AES_128" -> 16;
      default -> throw AwsException.validation("KeySpec is not known");
    };
  }

  private JsonObject encrypt(Grant grant, JsonObject body) {
    requireOnly(body, Set.of("KeyId", CONTEXT, "Plaintext", "EncryptionAlgorithm"));
    Map<String, String> context = body.textMap(CONTEXT);
    Key key = named(body.text("KeyId"));
    require(grant, "Encrypt", key, context);
    requireSymmetric(body);
    byte[] plaintext = binary(body, "Plaintext");
    if (plaintext.length == 0 || plaintext.length > MAX_PLAINTEXT) {
      throw AwsException.validation("Plaintext must have 1 to 4096 bytes");
    }
    return JsonObject.of("KeyId", arn(key))
        .with("CiphertextBlob", base64(key.master().encrypt(random, context, plaintext)))
        .with("EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
  }

  private JsonObject decrypt(Grant grant, JsonObject body) {
    requireOnly(body, Set.of("KeyId", CONTEXT, "CiphertextBlob", "EncryptionAlgorithm"));
    Map<String, String> context = body.textMap(CONTEXT);
    byte[] ciphertext = binary(body, "CiphertextBlob");
    Key key = maker(ciphertext);
    Optional<Key> expected = body.findText("KeyId").map(this::named);
    require(grant, "Decrypt", expected.orElse(key), context);
    if (expected.isPresent() && !expected.get().equals(key)) {
      throw new AwsException(
          "IncorrectKeyException", "The key ID in the request does not identify the key used.");
    }
    requireSymmetric(body);
    return JsonObject.of("KeyId", arn(key))
        .with("Plaintext", base64(open(ciphertext, context)))
        .with("EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
  }

  /** The key that a ciphertext was made with. */
  private Key maker(byte[] ciphertext) {
    return MasterKey.keyIdOf(ciphertext).map(keys::get).orElseThrow(KeyService::invalidCiphertext);
  }

  /** Decrypts for whoever asks. */
  public byte[] open(byte[] ciphertext, Map<String, String> context) {
    return MasterKey.keyIdOf(ciphertext)
        .map(keys::get)
        .flatMap(key -> key.master().decrypt(context, ciphertext))
        .orElseThrow(KeyService::invalidCiphertext);
  }

  private JsonObject sign(Grant grant, JsonObject body) {
    requireOnly(body, Set.of("KeyId", "Message", "MessageType", "SigningAlgorithm"));
    Key key = named(body.text("KeyId"));
    require(grant, "Sign", key, Map.of());
    SigningKey signing = key.signing();
    if (!body.text("SigningAlgorithm").equals(SigningKey.ALGORITHM)
        || !body.findText("MessageType").orElse("RAW").equals("RAW")) {
      throw AwsException.validation("SigningAlgorithm or MessageType does not fit the key");
    }
    byte[] message = binary(body, "Message");
    if (message.length == 0 || message.length > MAX_PLAINTEXT) {
      throw AwsException.validation("Message must have 1 to 4096 bytes");
    }
    return JsonObject.of("KeyId", arn(key))
        .with("Signature", base64(signing.sign(message)))
        .with("SigningAlgorithm", SigningKey.ALGORITHM);
  }

  private JsonObject publicKey(Grant grant, JsonObject body) {
    requireOnly(body, Set.of("KeyId"));
    Key key = named(body.text("KeyId"));
    require(grant, "GetPublicKey", key, Map.of());
    SigningKey signing = key.signing();
    return JsonObject.of("KeyId", arn(key))
        .with("PublicKey", base64(signing.publicKey()))
        .with("KeySpec", signing.spec())
        .with("KeyUsage", signing.usage());
  }

  private JsonObject describe(Grant grant, JsonObject body) {
    requireOnly(body, Set.of("KeyId"));
    Key key = named(body.text("KeyId"));
    require(grant, "DescribeKey", key, Map.of());
    return JsonObject.of(
        "KeyMetadata",
        JsonObject.of("KeyId", key.material().id())
            .with("Arn", arn(key))
            .with("AWSAccountId", Account.ID)
            .with("Enabled", true)
            .with("KeyState", "Enabled")
            .with("KeyUsage", key.material().usage())
            .with("KeySpec", key.material().spec()));
  }

  private void require(Grant grant, String operation, Key key, Map<String, String> context) {
    Map<String, List<String>> conditions = new LinkedHashMap<>();
    conditions.put("kms:CallerAccount", List.of(Account.ID));
    context.forEach(
        (name, value) -> conditions.put("kms:EncryptionContext:" + name, List.of(value)));
    if (!context.isEmpty()) {
      conditions.put("kms:EncryptionContextKeys", new ArrayList<>(context.keySet()));
    }
    AccessRequest question =
        new AccessRequest(grant.principal(), "kms:" + operation, arn(key), conditions);
    if (!PolicyEvaluator.decideKey(question, grant.policies(), key.policy()).allowed()) {
      throw AwsException.accessDenied(
          "User: "
              + grant.principal().sessionArn()
              + " is not authorized to perform: kms:"
              + operation
              + " on resource: "
              + arn(key));
    }
  }

  /** By key id, key ARN, alias or alias ARN. */
  private Key named(String name) {
    String prefix = account.keyArn("");
    String aliasPrefix = prefix.substring(0, prefix.length() - "key/".length());
    for (Map.Entry<String, Key> entry : keys.entrySet()) {
      String alias = entry.getValue().alias();
      if (Set.of(entry.getKey(), prefix + entry.getKey(), alias, aliasPrefix + alias)
          .contains(name)) {
        return entry.getValue();
      }
    }
    throw new AwsException("NotFoundException", "Key or alias does not exist");
  }

  private String arn(Key key) {
    return account.keyArn(key.material().id());
  }

  private static void requireSymmetric(JsonObject body) {
    if (!body.findText("EncryptionAlgorithm")
        .orElse("SYMMETRIC_DEFAULT")
        .equals("SYMMETRIC_DEFAULT")) {
      throw AwsException.validation("EncryptionAlgorithm does not fit the key");
    }
  }

  private static void requireOnly(JsonObject body, Set<String> known) {
    for (String name : body.names()) {
      if (!known.contains(name)) {
        throw AwsException.validation("request member is not known here: " + name);
      }
    }
  }

  private static byte[] binary(JsonObject body, String name) {
    try {
      return Base64.getDecoder().decode(body.text(name));
    } catch (IllegalArgumentException e) {
      throw AwsException.serialization(name + " is not base64");
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static AwsException invalidCiphertext() {
    return new AwsException("InvalidCiphertextException", "The ciphertext is not valid");
  }
}
