package org.sealward.local.aws.signature;

import org.sealward.local.aws.policy.Principal;
import org.sealward.local.aws.policy.RolePolicies;

/** What an access key stands for: a role session and the policies of its role. */
public record Grant(Principal principal, RolePolicies policies) {}
