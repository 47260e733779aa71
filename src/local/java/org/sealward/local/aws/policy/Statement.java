package org.sealward.local.aws.policy;

import java.util.List;

/**
 * One statement.
 *
 * @param principals ARNs, service names, or {@code *}; empty in an identity policy
 * @param resources ARN patterns; empty in a trust policy, whose resource is the role
 */
record Statement(
    String sid,
    Effect effect,
    List<String> principals,
    List<String> actions,
    List<String> resources,
    List<Condition> conditions) {
  Statement {
    principals = List.copyOf(principals);
    actions = List.copyOf(actions);
    resources = List.copyOf(resources);
    conditions = List.copyOf(conditions);
  }

  /** Action, resource and conditions; the principal is asked for separately. */
  boolean appliesTo(AccessRequest request) {
    return actions.stream().anyMatch(action -> Wildcard.matchesAction(action, request.action()))
        && (resources.isEmpty()
            || resources.stream().anyMatch(r -> Wildcard.matchesArn(r, request.resource())))
        && conditions.stream().allMatch(condition -> condition.holds(request));
  }

  boolean namesSession(Principal principal) {
    return principals.contains("*") || principals.contains(principal.sessionArn());
  }

  boolean namesRole(Principal principal) {
    return principals.contains(principal.roleArn());
  }

  boolean namesAccountOf(Principal principal) {
    return principals.contains(principal.accountRootArn());
  }
}
