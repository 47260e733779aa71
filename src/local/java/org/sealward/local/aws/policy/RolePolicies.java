package org.sealward.local.aws.policy;

import java.util.List;
import java.util.Optional;

/**
 * What is attached to a role. Any of its policies may allow, any may deny.
 *
 * @param boundary where there is one, what it does not allow too is denied
 */
public record RolePolicies(List<PolicyDocument> attached, Optional<PolicyDocument> boundary) {
  public RolePolicies {
    attached = List.copyOf(attached);
  }

  public static RolePolicies of(PolicyDocument... attached) {
    return new RolePolicies(List.of(attached), Optional.empty());
  }
}
