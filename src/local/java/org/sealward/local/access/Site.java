package org.sealward.local.access;

import java.util.List;

/**
 * Names of one installation.
 *
 * @param privateKey ARN of the key that locks private bundles
 * @param publicKey ARN of the key that locks public bundles
 */
record Site(
    String privateTable,
    String privateKey,
    String publicKey,
    String atRestKey,
    String identityPool,
    String ownerRole) {

  String region() {
    return part(3);
  }

  String account() {
    return part(4);
  }

  String table() {
    return table(region(), privateTable);
  }

  String table(String region, String name) {
    return "arn:aws:dynamodb:" + region + ":" + account() + ":table/" + name;
  }

  String role(String name) {
    return "arn:aws:iam::" + account() + ":role/" + name;
  }

  String session(String role, String name) {
    return "arn:aws:sts::" + account() + ":assumed-role/" + role + "/" + name;
  }

  private String part(int index) {
    return List.of(privateKey.split(":", -1)).get(index);
  }
}
