package org.sealward.local.aws.cognito;

import org.sealward.local.aws.wire.AwsException;

/** Cognito's default policy: eight characters, with upper and lower case, a digit and a symbol. */
final class PasswordPolicy {
  private static final int MIN_LENGTH = 8;
  private static final int MAX_LENGTH = 256;
  private static final String SYMBOLS = "^$*.[]{}()?-\"!@#%&/\\,><':;|_~`+= ";

  private PasswordPolicy() {}

  static void check(String password) {
    require(
        password.length() >= MIN_LENGTH && password.length() <= MAX_LENGTH,
        "Password not long enough");
    require(
        password.chars().anyMatch(c -> c >= 'A' && c <= 'Z'),
        "Password must have uppercase characters");
    require(
        password.chars().anyMatch(c -> c >= 'a' && c <= 'z'),
        "Password must have lowercase characters");
    require(
        password.chars().anyMatch(c -> c >= '0' && c <= '9'),
        "Password must have numeric characters");
    require(
        password.chars().anyMatch(c -> SYMBOLS.indexOf(c) >= 0),
        "Password must have symbol characters");
  }

  private static void require(boolean met, String rule) {
    if (!met) {
      throw new AwsException(
          "InvalidPasswordException", "Password did not conform with policy: " + rule);
    }
  }
}
