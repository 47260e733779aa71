package org.sealward.local.aws.signature;

import java.util.Optional;

/**
 * Credentials as AWS hands them out.
 *
 * @param sessionToken present for temporary credentials
 */
public record AccessKey(String id, String secret, Optional<String> sessionToken) {
  @Override
  public String toString() {
    return "AccessKey[id=" + id + ", secret=[REDACTED]]";
  }
}
