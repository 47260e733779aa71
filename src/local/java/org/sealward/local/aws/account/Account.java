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
    return roleArn("sealward-service");
  }

  public String ownerRoleArn() {
    return roleArn("sealward-owner");
  }

  public String roleArn(String role) {
    return "arn:aws:iam::" + ID + ":role/" + role;
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

  /** Values for the placeholders of the policy templates; bucket and log group are names alone. */
  public Map<String, String> policyValues() {
    return Map.ofEntries(
        Map.entry("account_id", ID),
        Map.entry("identity_pool_id", identityPoolId),
        Map.entry("objects_bucket_arn", "arn:aws:s3:::sealward-objects"),
        Map.entry("owner_role_arn", ownerRoleArn()),
        Map.entry("private_key_arn", keyArn(privateKeyId)),
        Map.entry("private_table_arn", tableArn(PRIVATE_TABLE)),
        Map.entry("public_key_arn", keyArn(publicKeyId)),
        Map.entry("public_table_arn", tableArn(PUBLIC_TABLE)),
        Map.entry(
            "service_log_group_arn",
            "arn:aws:logs:" + region + ":" + ID + ":log-group:/sealward/service"),
        Map.entry("service_role_arn", serviceRoleArn()),
        Map.entry("user_pool_arn", userPoolArn()));
  }
}
