package org.sealward.local.aws.signature;

import org.sealward.local.aws.policy.PolicyDocument;
import org.sealward.local.aws.policy.Principal;

/** What an access key stands for: a role session and the policy of its role. */
public record Grant(Principal principal, PolicyDocument identityPolicy) {}
