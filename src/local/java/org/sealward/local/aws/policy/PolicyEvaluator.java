package org.sealward.local.aws.policy;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.sealward.local.aws.policy.Decision.Allowed;
import org.sealward.local.aws.policy.Decision.ExplicitlyDenied;
import org.sealward.local.aws.policy.Decision.ImplicitlyDenied;

/**
 * IAM's evaluation for principals and resources of one account: any matching Deny wins, then any
 * Allow that counts for the kind of resource, else denied. A role's boundary limits what its own
 * policies allow and what a resource's policy allows to the role; not what that allows to the
 * session, or to everybody.
 */
public final class PolicyEvaluator {
  private PolicyEvaluator() {}

  /** For actions whose resources carry no policy of their own. */
  public static Decision decide(AccessRequest request, RolePolicies role) {
    return roleDenial(request, role)
        .or(() -> roleAllowance(request, role))
        .orElseGet(ImplicitlyDenied::new);
  }

  /** For DynamoDB: the table's policy or the role's may allow; either may deny. */
  public static Decision decideTable(
      AccessRequest request, RolePolicies role, PolicyDocument tablePolicy) {
    return roleDenial(request, role)
        .or(() -> resourceDenial(request, tablePolicy))
        .or(() -> roleAllowance(request, role))
        .or(() -> resourceAllowance(request, role, tablePolicy))
        .orElseGet(ImplicitlyDenied::new);
  }

  /**
   * For KMS: the key's policy must allow the principal, or allow its account and so leave it to the
   * role's policy, which must then allow too.
   */
  public static Decision decideKey(
      AccessRequest request, RolePolicies role, PolicyDocument keyPolicy) {
    return roleDenial(request, role)
        .or(() -> resourceDenial(request, keyPolicy))
        .or(() -> resourceAllowance(request, role, keyPolicy))
        .or(
            () ->
                allowance(request, keyPolicy, accountOf(request))
                    .flatMap(_ -> roleAllowance(request, role)))
        .orElseGet(ImplicitlyDenied::new);
  }

  /** For a role's trust policy, asked by a federated provider before there is a session. */
  public static Decision decideTrust(
      AccessRequest request, String provider, PolicyDocument trustPolicy) {
    Predicate<Statement> named =
        statement ->
            statement.principals().contains(provider) || statement.principals().contains("*");
    return denial(request, trustPolicy, named)
        .or(() -> allowance(request, trustPolicy, named))
        .orElseGet(ImplicitlyDenied::new);
  }

  private static Optional<Decision> roleDenial(AccessRequest request, RolePolicies role) {
    return firstOf(role.attached(), policy -> denial(request, policy, _ -> true))
        .or(() -> role.boundary().flatMap(policy -> denial(request, policy, _ -> true)));
  }

  private static Optional<Decision> roleAllowance(AccessRequest request, RolePolicies role) {
    return firstOf(role.attached(), policy -> allowance(request, policy, _ -> true))
        .filter(_ -> withinBoundary(request, role));
  }

  private static Optional<Decision> resourceDenial(AccessRequest request, PolicyDocument policy) {
    Principal principal = request.principal();
    return denial(
        request,
        policy,
        statement ->
            statement.namesSession(principal)
                || statement.namesRole(principal)
                || statement.namesAccountOf(principal));
  }

  private static Optional<Decision> resourceAllowance(
      AccessRequest request, RolePolicies role, PolicyDocument policy) {
    Principal principal = request.principal();
    return allowance(request, policy, statement -> statement.namesSession(principal))
        .or(
            () ->
                allowance(request, policy, statement -> statement.namesRole(principal))
                    .filter(_ -> withinBoundary(request, role)));
  }

  private static boolean withinBoundary(AccessRequest request, RolePolicies role) {
    return role.boundary().isEmpty()
        || allowance(request, role.boundary().get(), _ -> true).isPresent();
  }

  private static Predicate<Statement> accountOf(AccessRequest request) {
    return statement -> statement.namesAccountOf(request.principal());
  }

  private static Optional<Decision> firstOf(
      List<PolicyDocument> policies, Function<PolicyDocument, Optional<Decision>> decide) {
    return policies.stream().map(decide).flatMap(Optional::stream).findFirst();
  }

  private static Optional<Decision> denial(
      AccessRequest request, PolicyDocument policy, Predicate<Statement> named) {
    return first(request, policy, Effect.DENY, named)
        .<Decision>map(statement -> new ExplicitlyDenied(policy + "#" + statement.sid()));
  }

  private static Optional<Decision> allowance(
      AccessRequest request, PolicyDocument policy, Predicate<Statement> named) {
    return first(request, policy, Effect.ALLOW, named)
        .<Decision>map(statement -> new Allowed(policy + "#" + statement.sid()));
  }

  private static Optional<Statement> first(
      AccessRequest request, PolicyDocument policy, Effect effect, Predicate<Statement> named) {
    if (!KnownActions.contains(request.action())) {
      throw new IllegalArgumentException("action is not known: " + request.action());
    }
    return policy.statements().stream()
        .filter(statement -> statement.effect() == effect)
        .filter(named)
        .filter(statement -> statement.appliesTo(request))
        .findFirst();
  }
}
