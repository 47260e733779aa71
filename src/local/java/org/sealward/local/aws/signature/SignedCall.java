package org.sealward.local.aws.signature;

import org.sealward.local.aws.policy.Principal;
import org.sealward.local.aws.wire.JsonObject;

/**
 * A request whose signature was right.
 *
 * @param operation such as {@code dynamodb:GetItem}
 */
public record SignedCall(Principal caller, String operation, JsonObject body) {
  /** Leaves the body out. */
  @Override
  public String toString() {
    return caller.sessionArn() + " " + operation;
  }
}
