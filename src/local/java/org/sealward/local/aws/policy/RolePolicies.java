package org.sealward.local.aws.policy;

import java.util.List;
import java.util.Optional;

/**
 * What is attached to a role. Any of its policies may allow, any may deny.
 *
 * @param boundary where there is one, what it does not allow too is denied
 */
public record RolePolicies(List<PolicyDocument> attached, Optional<PolicyDocument> boundary) {
  /** What AWS's policy of that name says: whoever administers an account has it. */
  public static final String ADMINISTRATOR_ACCESS =
      """
      {
        "Version": "2012-10-17",
        "Statement": [
          {"Sid": "AdministratorAccess", "Effect": "Allow", "Action": "*", "Resource": "*"}
        ]
      }
      """;

  public RolePolicies {
    attached = List.copyOf(attached);
  }

  public static RolePolicies of(PolicyDocument... attached) {
    return new RolePolicies(List.of(attached), Optional.empty());
  }
}
