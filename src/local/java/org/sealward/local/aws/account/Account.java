package org.sealward.local.aws.account;

import java.util.Map;

/**
 * Names and ARNs of one installation, as Terraform would give them.
 *
 * @param identityPoolId {@code region:uuid}
 * @param userPoolId {@code region_xxxxxxxxx}
 * @param privateKeyId key for private bundles, a UUID
 * @param publicKeyId key for public bundles, a UUID
 */
public record Account(
    String region,
    String userPoolId,
    String clientId,
    String identityPoolId,
    String privateKeyId,
    String publicKeyId) {
  public static final String ID = "111122223333";
  public static final String PRIVATE_TABLE = "sealward-private-bundles";
  public static final String PUBLIC_TABLE = "sealward-public-bundles";
  public static final String PRIVATE_KEY_ALIAS = "alias/sealward-private-bundles";
  public static final String PUBLIC_KEY_ALIAS = "alias/sealward-public-bundles";

  public String tableArn(String table) {
    return "arn:aws:dynamodb:" + region + ":" + ID + ":table/" + table;
  }

  public String keyArn(String keyId) {
    return "arn:aws:kms:" + region + ":" + ID + ":key/" + keyId;
  }

  public String userPoolArn() {
    return "arn:aws:cognito-idp:" + region + ":" + ID + ":userpool/" + userPoolId;
  }

  public String serviceRoleArn() {
    return "arn:aws:iam::" + ID + ":role/sealward-service";
  }

  public String ownerRoleArn() {
    return "arn:aws:iam::" + ID + ":role/sealward-owner";
  }

  public String sessionArn(String role, String session) {
    return "arn:aws:sts::" + ID + ":assumed-role/" + role + "/" + session;
  }

  /** The {@code iss} of tokens, as in production, so that it does not change with the port. */
  public String issuer() {
    return "https://" + provider();
  }

  /** The user pool's name in the {@code Logins} of the identity pool. */
  public String provider() {
    return "cognito-idp." + region + ".amazonaws.com/" + userPoolId;
  }

  /** Values for the placeholders of the policy templates. */
  public Map<String, String> policyValues() {
    return Map.of(
        "account_id", ID,
        "identity_pool_id", identityPoolId,
        "owner_role_arn", ownerRoleArn(),
        "private_key_arn", keyArn(privateKeyId),
        "private_table_arn", tableArn(PRIVATE_TABLE),
        "public_key_arn", keyArn(publicKeyId),
        "public_table_arn", tableArn(PUBLIC_TABLE),
        "service_role_arn", serviceRoleArn(),
        "user_pool_arn", userPoolArn());
  }
}
