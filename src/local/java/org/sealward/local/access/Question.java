package org.sealward.local.access;

import java.util.Optional;
import org.sealward.local.aws.policy.AccessRequest;
import org.sealward.local.aws.policy.Decision;
import org.sealward.local.aws.policy.PolicyDocument;
import org.sealward.local.aws.policy.PolicyEvaluator;
import org.sealward.local.aws.policy.RolePolicies;

/**
 * One question to the policies.
 *
 * @param provider who asks for a role in the name of a user, before there is a session
 * @param guard the policy of what is asked for, where it has one
 */
record Question(
    AccessRequest request,
    Optional<String> provider,
    PlannedRole role,
    Optional<PolicyText> guard) {

  /** As our evaluator decides it, the one before the default run's DynamoDB and KMS. */
  Decision decision() {
    if (provider.isPresent()) {
      return PolicyEvaluator.decideTrust(request, provider.get(), guard.orElseThrow().document());
    }
    RolePolicies policies =
        new RolePolicies(
            role.attached().stream().map(PolicyText::document).toList(),
            role.boundary().map(PolicyText::document));
    Optional<PolicyDocument> policy = guard.map(PolicyText::document);
    if (policy.isEmpty()) {
      return PolicyEvaluator.decide(request, policies);
    }
    return request.action().startsWith("dynamodb:")
        ? PolicyEvaluator.decideTable(request, policies, policy.get())
        : PolicyEvaluator.decideKey(request, policies, policy.get());
  }
}
