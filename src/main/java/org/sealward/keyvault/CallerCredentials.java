package org.sealward.keyvault;

import java.time.Instant;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * The caller's own temporary AWS credentials, good for their own item and nothing else.
 *
 * @param identityId the Cognito identity id, key of the item
 * @param expiresAt from when AWS refuses them
 */
record CallerCredentials(String identityId, AwsSessionCredentials credentials, Instant expiresAt) {
  /** Leaves the credentials out. */
  @Override
  public String toString() {
    return "CallerCredentials[" + identityId + ", credentials=REDACTED]";
  }
}
