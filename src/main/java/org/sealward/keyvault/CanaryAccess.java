package org.sealward.keyvault;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.sealward.envelope.Bytes;
import org.sealward.platform.JsonLines;
import org.sealward.platform.Problem;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The canary's item in the table of private keys, as the service's own role gets at it and as its
 * owner does, by the way of every caller.
 */
@Singleton
public final class CanaryAccess {
  private static final Bytes CONTENT = Bytes.utf8("nobody's");

  private final CanaryLogin login;
  private final IdentityPool pool;
  private final PrivateKeyVault vault;
  private final KeyVaultProperties properties;
  private final DynamoDbClient service;

  CanaryAccess(
      CanaryLogin login,
      IdentityPool pool,
      PrivateKeyVault vault,
      KeyVaultProperties properties,
      DynamoDbClient service) {
    this.login = login;
    this.pool = pool;
    this.vault = vault;
    this.properties = properties;
    this.service = service;
  }

  /** What a try showed; reasons are for operators and hold no secret. */
  sealed interface Finding {
    /** AWS denied the service the item that its owner then read. */
    record Proven() implements Finding {}

    /** AWS decided otherwise. */
    record Refuted(String reason) implements Finding {}

    /** AWS could not be asked. */
    record Unclear(String reason) implements Finding {}
  }

  /** Reads the item twice, a few seconds apart at most: each call of AWS is bounded. */
  Finding look() {
    try {
      CallerCredentials owner = owner();
      Optional<String> answer = answerToTheService(owner.identityId());
      if (answer.isPresent()) {
        return new Finding.Refuted(
            "the service's own role is not denied private keys: " + answer.get());
      }
      return vault.get(owner).isPresent()
          ? new Finding.Proven()
          : new Finding.Refuted("the canary has no private key that could be kept: store one");
    } catch (Problem e) {
      return e.type() == VaultProblem.VAULT_UNAVAILABLE
          ? new Finding.Unclear(JsonLines.classes(e))
          : new Finding.Refuted("the canary does not get its own private key: " + e.detail());
    } catch (RuntimeException e) {
      return new Finding.Unclear(JsonLines.classes(e));
    }
  }

  /**
   * Stores the canary's item, once for a deployment.
   *
   * @return false when there is one already
   * @throws Problem when AWS refuses or is away
   */
  public boolean store() {
    try {
      vault.put(owner(), 1, CONTENT);
      return true;
    } catch (Problem e) {
      if (e.type() == VaultProblem.REVISION_CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  private CallerCredentials owner() {
    return pool.credentials(login.identityToken());
  }

  /** Empty when AWS denies it, which alone counts; what else AWS says. */
  private Optional<String> answerToTheService(String identityId) {
    try {
      service.getItem(
          r ->
              r.tableName(properties.table())
                  .key(Map.of("identityId", AttributeValue.fromS(identityId)))
                  .consistentRead(true));
      return Optional.of("it could read the canary's");
    } catch (AwsServiceException e) {
      if (PrivateKeyVault.isDenial(e)) {
        return Optional.empty();
      }
      if (e.statusCode() >= 500 || e.isThrottlingException()) {
        throw e;
      }
      return Optional.of(String.valueOf(e.awsErrorDetails().errorCode()));
    }
  }
}
